"""The forms of whoever takes minutes, beside those of decisions and of the roll."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.council.models import Body, Committee, Council, Municipality
from kkr.ledger import clock
from kkr.ledger.models import Payload
from kkr.meetings.actions import (
    Corrected,
    end_meeting,
    finish_follow_up,
    follow_up,
    publish_minutes,
    without_decision,
)
from kkr.meetings.models import AgendaItem, Decision, Edition, FollowUp, Meeting
from kkr.workspace.fields import DayField, OneOfField
from kkr.workspace.forms import ActingForm, PlainForm
from kkr.workspace.guards import GuardedForm


def said_at_the_end(meeting: Meeting, viewer: User) -> str:
    """Why nothing was decided on some items, as whoever ended the meeting said it."""
    ended = Payload.objects.about(meeting, viewer=viewer).filter(entry__verb="meetings.ended")
    told = ended.order_by("entry").last()
    return str(told.content.get("why", "")) if told else ""


class StepForm(ActingForm):
    """Asks for nothing but the press of its button."""


def undecided_field(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Why is nothing decided on them?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("E.g. “The meeting ran out of time.” It is kept in the history."),
        error_messages={"required": _("Say why nothing is decided on them.")},
        **more,
    )


class UndecidedForm(ActingForm):
    """Asks why, where items that need a decision have none; `why` is the reason given before, or what gives it."""

    def __init__(self, *args: Any, meeting: Meeting, why: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.missing = meeting, without_decision(meeting)
        if self.missing:
            self.fields["undecided"] = undecided_field(initial=why)

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("undecided", ""))


class EndForm(UndecidedForm):
    def end(self, *, by: User, at: datetime) -> Meeting | None:
        return self.act(end_meeting, self.meeting, undecided=self.why, by=by, at=at)


class CorrectedForm(PlainForm):
    """What is corrected in one item, or without one above them all, and why."""

    def __init__(self, data: Any = None, *, item: AgendaItem | None, label: str) -> None:
        super().__init__(data, prefix=item.public_id.hex if item else "head")
        self.item, self.label = item, label
        self.fields["what"] = forms.CharField(
            label=_("What was wrong, and what is right?"),
            max_length=600,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _("Write what was corrected, e.g. “The date was wrong.”")},
        )
        self.fields["why"] = forms.CharField(
            label=_("Why"),
            max_length=600,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Readers see it above the minutes."),
            error_messages={"required": _("Say why it is corrected; readers will see it.")},
        )


class Meetings(OneOfField):
    """The meetings of a council by their day."""

    def label_from_instance(self, meeting: Any) -> str:
        day = date_format(meeting.held_on) if meeting.held_on else meeting.known_as
        return f"{day}, {meeting.get_kind_display()}"


def later_than(meeting: Meeting) -> Any:
    """The meetings that can have corrected its minutes: a correction names one to everybody, so they are public."""
    public = Meeting.objects.public().of_council(meeting.council).standing().dated()
    rows = public.filter(held_on__gt=meeting.held_on) if meeting.held_on else public
    return rows.exclude(pk=meeting.pk).newest_first()


class MinutesForm(UndecidedForm, GuardedForm):
    """Publishes the minutes; with `last` published already, asks what is corrected in each of `changed`."""

    looked_at = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        last: Edition | None,
        viewer: User,
        changed: Sequence[tuple[AgendaItem | None, str]] = (),
        **kwargs: Any,
    ) -> None:
        said: Any = partial(said_at_the_end, meeting, viewer)
        if last:
            said = last.head.get("undecided", "")
        super().__init__(*args, meeting=meeting, why=said, **kwargs)
        data = self.data if self.is_bound else None
        self.corrections = [CorrectedForm(data, item=item, label=label) for item, label in changed]
        if last:
            self.fields["decided_in"] = Meetings(
                later_than(self.meeting),
                label=_("By which meeting?"),
                required=False,
                empty_label=_("By the secretariat, of what was written wrongly"),
            )

    def is_valid(self) -> bool:
        """Also each of the corrections."""
        refused = [each for each in self.corrections if not each.is_valid()]
        if self.is_bound and refused and not self.non_field_errors():
            self.add_error(None, _("Say of each thing what was corrected, and why."))
        return super().is_valid() and not refused

    def publish(self, *, by: User, at: datetime) -> Edition | None:
        decided_in = self.cleaned_data.get("decided_in")
        corrections = [
            Corrected(each.item, each.cleaned_data["what"], each.cleaned_data["why"], decided_in)
            for each in self.corrections
        ]
        facts = {name: self.cleaned_data[name] for name in ("override", "looked_at")}
        facts |= {"corrections": corrections, "undecided": self.why}
        return self.act(publish_minutes, self.meeting, **facts, by=by, at=at)


class FollowUpForm(GuardedForm):
    what = forms.CharField(
        label=_("What is to be done?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what is to be done, e.g. “Send it to the region.”")},
    )
    body = OneOfField(
        Body.objects.none(),
        label=_("Who does it?"),
        empty_label=_("Choose a body"),
        error_messages={"required": _("Choose who does it.")},
    )
    due_on = DayField(label=_("By when?"))

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)
        body.queryset = bodies_of(council)

    def note(self, decision: Decision, *, by: User, at: datetime) -> FollowUp | None:
        return self.act(follow_up, decision, **self.cleaned_data, by=by, at=at)


def bodies_of(council: Council) -> Any:
    """Who can be asked to do something: the council, its committees, its municipalities."""
    committees = Committee.objects.of_council(council).values("pk")
    municipalities = Municipality.objects.in_council(council, clock.today()).values("pk")
    own = Body.objects.filter(pk=council.pk)
    bodies = (
        own | Body.objects.filter(pk__in=committees) | Body.objects.filter(pk__in=municipalities)
    )
    return bodies.order_by("kind", "name")


class FinishForm(GuardedForm):
    on = DayField(label=_("On which day was it done?"))
    outcome = forms.CharField(
        label=_("What came of it?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is told at the next meeting, under what has happened since last time."),
    )

    def finish(self, made: FollowUp, *, by: User, at: datetime) -> FollowUp | None:
        day: date = self.cleaned_data["on"]
        said = {name: self.cleaned_data[name] for name in ("outcome", "override")}
        return self.act(finish_follow_up, made, on=day, **said, by=by, at=at)
