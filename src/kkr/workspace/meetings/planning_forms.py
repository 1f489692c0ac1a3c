"""The forms by which meetings are planned, changed and called off."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.council.models import Council, Membership, Person
from kkr.ledger import clock
from kkr.meetings.actions import (
    StaleMeeting,
    announce_meeting,
    change_meeting,
    plan_meeting,
    plan_year,
    set_procedure,
)
from kkr.meetings.models import Meeting, MeetingKind, Procedure
from kkr.workspace.fields import DayField, OneOfField
from kkr.workspace.forms import ActingForm
from kkr.workspace.guards import GuardedForm
from kkr.workspace.meetings.days import suggested

FACTS = ("starts_at", "ends_at", "place", "link")
MOST_A_YEAR = 12


class TimeField(forms.TimeField):
    """A time of the day, as the browser sends it or as a Dane writes it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
            required=False,
            error_messages={"invalid": _("Write a time, e.g. 10.00.")},
            **kwargs,
        )


def link_field() -> forms.URLField:
    return forms.URLField(
        label=_("Link to take part"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only those who take part see it."),
        error_messages={"invalid": _("Write a whole address, e.g. https://meet.kl.dk/kkr.")},
    )


def usual(agreed: Procedure) -> dict[str, Any]:
    """What a new meeting of the council begins with."""
    return {name: getattr(agreed, name) for name in FACTS}


class WhereAndWhen(ActingForm):
    """What is said of every meeting beside its day."""

    starts_at = TimeField(label=_("Begins at"))
    ends_at = TimeField(label=_("Ends at"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = link_field()

    def said(self) -> dict[str, Any]:
        """What was written of time and place."""
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}


class OpenerField(OneOfField):
    """Who opens a constituting meeting: a mayor who sits, or will, or did on its day."""

    def __init__(self, help_text: Any) -> None:
        super().__init__(
            Person.objects.none(),
            label=_("Who opens the constituting meeting?"),
            required=False,
            empty_label=_("Nobody is named"),
            help_text=help_text,
        )

    def among(self, council: Council, of: Meeting | None = None) -> None:
        """Offer the mayors of now and later; of a meeting those of its day too, and whoever is named."""
        mayors = Membership.objects.of_body(council).mayors()
        seats = mayors.past(clock.today())
        if of and of.held_on:
            seats |= mayors.running_on(of.held_on)
        named = Q(pk=of.opened_by_id) if of else Q()
        found = Person.objects.filter(Q(pk__in=seats.values("person")) | named)
        self.queryset = found.order_by("name")


class PlanForm(WhereAndWhen):
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind.choices)
    held_on = DayField(
        label=_("Day"), help_text=_("Of a written procedure the last day for answers.")
    )
    opened_by = OpenerField(
        _("Left empty it is the longest-serving mayor, where the register can tell who that is.")
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    is_another = forms.BooleanField(
        label=_("Yes, there is to be another meeting that day"),
        required=False,
        widget=forms.HiddenInput,
    )

    field_order = ("kind", "held_on", "is_another")

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council = council
        self.fields["opened_by"].among(council)  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask once where the council meets that day already."""
        day, token = self.cleaned_data.get("held_on"), self.cleaned_data.get("token")
        there = Meeting.objects.of_council(self.council).standing().filter(held_on=day)
        if token:  # what the same press made already is no other meeting
            there = there.exclude(public_id=token)
        is_another = self.cleaned_data["is_another"]
        is_asked = bool(day) and not is_another and there.exists()
        if is_another or is_asked:  # whoever said yes sees it too, for the day may be another now
            self.fields["is_another"].widget = forms.CheckboxInput()
        if is_asked:
            words = _("There is a meeting on that day already. Is there to be another?")
            self.add_error("is_another", words)

    def said(self) -> dict[str, Any]:
        """Who opens it is said of a constituting meeting only."""
        is_constituting = self.cleaned_data["kind"] == MeetingKind.CONSTITUTING
        opener = {"opened_by": self.cleaned_data["opened_by"]} if is_constituting else {}
        return super().said() | opener

    def plan(self, council: Council, *, by: User, at: datetime) -> Meeting | None:
        """Plan it; the token makes a second press of the button give the same one."""
        return self.act(
            plan_meeting,
            council=council,
            kind=MeetingKind(self.cleaned_data["kind"]),
            held_on=self.cleaned_data["held_on"],
            public_id=self.cleaned_data["token"] or uuid4(),
            by=by,
            at=at,
            **self.said(),
        )


class YearForm(WhereAndWhen):
    """A day for each meeting of a year; one may be left empty."""

    def __init__(self, *args: Any, year: int, agreed: Procedure, **kwargs: Any) -> None:
        days = suggested(year, min(max(agreed.meetings_a_year, 1), MOST_A_YEAR))
        today = clock.today()
        self.days = {f"day_{number}": day for number, day in enumerate(days, start=1)}
        initial = {name: day for name, day in self.days.items() if day > today}
        kwargs["initial"] = usual(agreed) | initial
        super().__init__(*args, **kwargs)
        for number, name in enumerate(self.days, start=1):
            label = gettext("Meeting %(number)s") % {"number": number}
            self.fields[name] = DayField(label=label, required=False)
        self.order_fields([*self.days])
        self.year = year

    def clean(self) -> None:
        """Refuse a day of another year, and one that is there twice, naming both rows."""
        rows: dict[date, Any] = {}
        for name in self.days:
            day = self.cleaned_data.get(name)
            if day and day.year != self.year:
                words = gettext("Write a day in %(year)s; another year has its own plan.")
                self.add_error(name, words % {"year": self.year})
            elif day in rows:
                words = gettext("%(one)s and %(other)s have the same day. Choose another.")
                both = {"one": rows[day], "other": self.fields[name].label}
                self.add_error(name, words % both)
            elif day:
                rows[day] = self.fields[name].label

    def plan(self, council: Council, *, by: User, at: datetime) -> list[Meeting] | None:
        """Plan them all, or none where one cannot be planned."""
        chosen: list[date] = [day for name in self.days if (day := self.cleaned_data.get(name))]
        return self.act(plan_year, council=council, days=chosen, by=by, at=at, **self.said())


class ChangeForm(GuardedForm, WhereAndWhen):
    """Another day, time or place; whoever is second sees what the first one wrote."""

    held_on = DayField(label=_("Day"))
    opened_by = OpenerField(_("By custom the mayor who has served longest."))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("held_on", *FACTS)
    stale: StaleMeeting | None = None

    def __init__(self, *args: Any, of: Meeting, **kwargs: Any) -> None:
        said = {name: getattr(of, name) for name in ("held_on", *FACTS, "opened_by")}
        kwargs["initial"] = {**said, "seen": of.changed_at.isoformat()}
        super().__init__(*args, **kwargs)
        if of.kind == MeetingKind.CONSTITUTING:
            self.fields["opened_by"].among(of.council, of)  # type: ignore[attr-defined]
            self.keep_unless_sent("opened_by", of.opened_by_id)
        else:
            del self.fields["opened_by"]
        self.fields["held_on"].required = not of.known_as

    def keep_unless_sent(self, name: str, now: int | None) -> None:
        """Let what a form did not ask yet, that was open since then, stand as it is."""
        if self.is_bound and name not in self.data:
            self.data = {each: self.data.get(each, "") for each in self.data} | {name: now or ""}

    @property
    def asked(self) -> list[str]:
        """The fields about the meeting itself."""
        return [name for name in self.fields if name not in {"seen", "override"}]

    def change(self, meeting: Meeting, *, by: User, at: datetime) -> Meeting | None:
        seen = based_on(self.cleaned_data["seen"])
        said = {name: self.cleaned_data[name] for name in self.asked}
        try:
            why = self.given_reason
            return self.act(
                change_meeting, meeting, based_on=seen, override=why, by=by, at=at, **said
            )
        except StaleMeeting as stale:
            self.stale = stale
            written = {name: self.data.get(name, "") for name in self.data}
            self.data = written | {"seen": stale.theirs.changed_at.isoformat()}
            return None


def based_on(text: str) -> datetime | None:
    """When the meeting was last changed as the writer saw it; None for what is no time."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


class AnnounceForm(GuardedForm):
    def announce(self, meeting: Meeting, *, by: User, at: datetime) -> Meeting | None:
        return self.act(announce_meeting, meeting, override=self.given_reason, by=by, at=at)


def days_field(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=365,
        error_messages={
            "required": _("Write a number of days, e.g. 7."),
            "invalid": _("Write a number of days, e.g. 7."),
        },
    )


class ProcedureForm(ActingForm):
    """What the council has agreed on how it meets, and what its meetings begin with."""

    field_order = ("place", "starts_at", "ends_at", "link")
    meetings_a_year = forms.IntegerField(
        label=_("Meetings a year"),
        min_value=1,
        max_value=MOST_A_YEAR,
        error_messages={
            "required": _("Write how many, e.g. 5."),
            "invalid": _("Write how many, e.g. 5."),
        },
    )
    matters_days = days_field(
        _("Days before the meeting that matters are sent in"),
        _("So long the secretariat has to prepare them."),
    )
    agenda_days = days_field(
        _("Days before the meeting that the agenda is out"),
        _("The desk reminds the secretariat by this day."),
    )
    minutes_days = days_field(
        _("Days after the meeting that the minutes are out"),
        _("The desk reminds the secretariat by this day."),
    )
    starts_at = TimeField(label=_("Begins at"))
    ends_at = TimeField(label=_("Ends at"))
    place = forms.CharField(
        label=_("Usual place"),
        max_length=200,
        required=False,
        help_text=_("A new meeting begins with this place, time and link; each can have others."),
    )
    link = link_field()
    quorum_percent = forms.IntegerField(
        label=_("Quorum in percent of the members"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("Leave it empty where none was agreed on."),
        error_messages={"invalid": _("Write a number from 1 to 100, or leave it empty.")},
    )

    def __init__(self, *args: Any, of: Procedure, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(of, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def agree(self, council: Council, *, by: User, at: datetime) -> Procedure | None:
        return self.act(set_procedure, council, by=by, at=at, **self.cleaned_data)
