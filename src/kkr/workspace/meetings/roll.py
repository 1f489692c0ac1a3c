"""The forms of the roll: every person on it at once, and a substitute who comes in."""

from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kkr.accounts.models import User
from kkr.common.text import number_in
from kkr.council.models import Person
from kkr.meetings.actions import (
    Noted,
    RefusedRows,
    StaleGuests,
    StaleRoll,
    note_guests,
    note_roll,
    seat_substitute,
    whereabouts,
)
from kkr.meetings.composing import items_to_publish, numbers_of
from kkr.meetings.models import AgendaItem, Attendance, Capacity, Meeting, Standing
from kkr.workspace.fields import OneOfField
from kkr.workspace.forms import ActingForm
from kkr.workspace.register.who import WhoForm

SHORT = 60
FIELDS = {"came_at": "came", "left_at": "left"}


class ItemChoice(OneOfField):
    """The items of a meeting by number and heading."""

    def __init__(self, meeting: Meeting, **kwargs: Any) -> None:
        rows = AgendaItem.objects.filter(meeting=meeting).standing().in_order()
        super().__init__(rows, required=False, **kwargs)
        self.numbers = numbers_of(meeting, items_to_publish(meeting))

    def label_from_instance(self, item: Any) -> str:
        title = item.title if len(item.title) <= SHORT else f"{item.title[:SHORT]}…"
        return f"{self.numbers.get(item.pk, '')} {title}".strip()


def came_field(meeting: Meeting) -> ItemChoice:
    return ItemChoice(meeting, label=gettext_lazy("Came at"), empty_label=_("the beginning"))


def left_field(meeting: Meeting) -> ItemChoice:
    return ItemChoice(meeting, label=gettext_lazy("Left at"), empty_label=_("the end"))


class RollForm(ActingForm):
    """Each row has a standing and two items; `was` is what stood there when the page was made."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.rows = list(Attendance.objects.filter(meeting=meeting).by_municipality())
        self.theirs: list[Attendance] = []
        came, left = came_field(meeting), left_field(meeting)
        for row in self.rows:
            for name, field in self.fields_of(row, came, left).items():
                self.fields[f"{name}-{row.pk}"] = field

    def fields_of(
        self, row: Attendance, came: ItemChoice, left: ItemChoice
    ) -> dict[str, forms.Field]:
        """What can be said of one person."""
        standing = forms.ChoiceField(
            choices=Standing.choices, initial=row.standing, label=_("Is there?")
        )
        was = forms.CharField(required=False, initial=as_text(row), widget=forms.HiddenInput)
        return {
            "standing": standing,
            "came": _copy(came, row.came_at),
            "left": _copy(left, row.left_at),
            "was": was,
        }

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The rows with their fields, for the table."""
        names = ("standing", "came", "left", "was")
        wrong = self.wrong_rows
        return [
            {
                "row": row,
                "is_substitute": row.capacity == Capacity.SUBSTITUTE,
                "is_wrong": row.pk in wrong,
                **{name: self[f"{name}-{row.pk}"] for name in names},
            }
            for row in self.rows
        ]

    @cached_property
    def noted(self) -> list[Noted]:
        """The rows that were touched."""
        found = [self.noted_of(row) for row in self.rows if f"standing-{row.pk}" in self.data]
        return [each for each in found if each.wanted != each.over]

    def noted_of(self, row: Attendance) -> Noted:
        said = {
            name: self.cleaned_data[f"{name}-{row.pk}"] for name in ("standing", "came", "left")
        }
        standing = Standing(said["standing"])
        is_there = standing == Standing.PRESENT
        return Noted(
            row=row,
            standing=standing,
            came_at=said["came"] if is_there else None,
            left_at=said["left"] if is_there else None,
            over=from_text(self.cleaned_data[f"was-{row.pk}"], row),
        )

    @property
    def renewed(self) -> dict[str, str]:
        """What stands there now of the rows that were touched, for the page that stays open."""
        rows = {each.row.pk for each in self.noted}
        now = Attendance.objects.filter(pk__in=rows)
        return {f"was-{row.pk}": as_text(row) for row in now}

    @property
    def theirs_said(self) -> str:
        """What a colleague noted meanwhile, in a line."""
        told = (f"{row.person.name}: {row.get_standing_display()}" for row in self.theirs)
        return "; ".join(told)

    def refuse(self, refusal: ValidationError) -> None:
        """Put what cannot be noted of somebody at their row."""
        if not isinstance(refusal, RefusedRows):
            return super().refuse(refusal)
        for row, reasons in refusal.rows.items():
            for name, each in reasons.error_dict.items():
                self.add_error(f"{FIELDS.get(name, 'standing')}-{row}", each)
        return None

    @property
    def wrong_rows(self) -> list[int]:
        """The rows of which something cannot be noted, by primary key."""
        return [
            row.pk
            for row in self.rows
            if any(f"{name}-{row.pk}" in self.errors for name in ("standing", "came", "left"))
        ]

    def note(self, *, by: User, at: datetime) -> bool:
        """Note what was touched; where a colleague was faster, `theirs` is what they noted."""
        try:
            rows = self.act(note_roll, self.meeting, noted=self.noted, by=by, at=at)
        except StaleRoll as stale:
            self.theirs = stale.theirs  # type: ignore[assignment]
            newer = {f"was-{row.pk}": as_text(row) for row in stale.theirs}
            self.data = {name: self.data.get(name, "") for name in self.data} | newer
            return False
        return rows is not None


def _copy(field: ItemChoice, item: AgendaItem | None) -> ItemChoice:
    """The same choices for another row, asked of the database once."""
    found = copy(field)
    found.initial = item
    return found


def as_text(row: Attendance) -> str:
    standing, came, left = whereabouts(row)
    return f"{standing}:{came or ''}:{left or ''}"


def from_text(text: str, row: Attendance) -> Any:
    """What stood there for the writer; what is there now, where that is no such text."""
    parts = text.split(":")
    if len(parts) != len(("standing", "came", "left")):
        return whereabouts(row)
    came, left = (number_in(part) or None for part in parts[1:])
    return parts[0], came, left


class GuestsField(forms.CharField):
    """Names with a semicolon between them, written one on each line."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Who else is there?"),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_(
                "Officials and guests, each on a line: name, title and where they come from. "
                "The minutes name them after the members."
            ),
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(names_in(value)) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        return "; ".join(names_in(super().to_python(value) or ""))


def names_in(text: str) -> list[str]:
    parts = text.replace("\n", ";").split(";")
    return [name for part in parts if (name := " ".join(part.split()))]


class GuestsForm(ActingForm):
    """Who is there and no member; `theirs` is what a colleague noted meanwhile."""

    also_present = GuestsField()
    over = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        now = meeting.also_present
        super().__init__(data, initial={"also_present": now, "over": now})
        self.meeting = meeting
        self.theirs: list[str] | None = None

    @property
    def renewed(self) -> dict[str, str]:
        """What is noted now, for the page that stays open."""
        return {"over": self.cleaned_data["also_present"]}

    @property
    def theirs_said(self) -> str:
        """Whom a colleague noted meanwhile, in a line."""
        return "; ".join(self.theirs or [_("Nobody")])

    def note(self, *, by: User, at: datetime) -> bool:
        """Note them; where a colleague was faster, nothing is noted."""
        said, over = self.cleaned_data["also_present"], self.cleaned_data["over"]
        try:
            return self.act(note_guests, self.meeting, said, over=over, by=by, at=at) is not None
        except StaleGuests as stale:
            self.theirs = names_in(stale.theirs)
            self.data = {name: self.data.get(name, "") for name in self.data} | {
                "over": stale.theirs
            }
            return False


class SubstituteForm(WhoForm):
    """Who comes in, for whom, and from and to which item."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        members = Attendance.objects.filter(meeting=meeting, capacity=Capacity.MEMBER)
        people = Person.objects.filter(pk__in=members.values("person")).order_by("name")
        self.fields["stands_in_for"] = OneOfField(
            people,
            label=_("For whom?"),
            empty_label=_("Choose a member"),
            error_messages={"required": _("Choose the member who is not there.")},
        )
        self.fields["came_at"], self.fields["left_at"] = came_field(meeting), left_field(meeting)

    def seat(self, *, by: User, at: datetime) -> Attendance | None:
        facts = {name: self.cleaned_data[name] for name in ("stands_in_for", "came_at", "left_at")}
        return self.act(seat_substitute, self.meeting, self.person, **facts, by=by, at=at)
