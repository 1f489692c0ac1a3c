"""The forms in which the members of a council are asked in writing, and in which it is ended."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.cases.models import Case, PaperVersion
from kkr.council.models import Council, Person
from kkr.council.models.roles import day_of
from kkr.meetings.actions import (
    EndedOtherwise,
    ask_after_all,
    decide_in_writing,
    hear_members,
    hearing_looked_as,
    leave_out,
    send_hearing,
    take_to_meeting,
)
from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.models import (
    AgendaItem,
    EditionKind,
    HearingExclusion,
    Meeting,
    MeetingKind,
    WrittenHearing,
)
from kkr.rounds.actions import seats_of
from kkr.workspace.fields import DayField, OneOfField, refuse_past
from kkr.workspace.forms import ActingForm
from kkr.workspace.meetings.closing_forms import SEEN_BY_FEW, LiftForm
from kkr.workspace.plain import html_of
from kkr.workspace.recommendations.forms import LONGEST, LookedForm, Versions
from kkr.workspace.writing.forms import Editor


class HearForm(ActingForm):
    """What is proposed to the members, about which text, and by when they answer."""

    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"),
        max_length=250,
        error_messages={"required": _("Write a title, e.g. “Shared goals for health”.")},
    )
    html = forms.CharField(
        label=_("What is proposed?"),
        max_length=LONGEST,
        widget=Editor,
        error_messages={"required": _("Write what is proposed.")},
    )
    about = Versions(
        PaperVersion.objects.none(),
        label=_("Which text is it about?"),
        required=False,
        empty_label=_("None of the papers of the case"),
        help_text=_("Those who are asked can read it, also while it is closed to others."),
    )
    council = OneOfField(Council.objects.none(), label=_("Which council asks?"), empty_label=None)
    deadline_on = DayField(label=_("Answer by"))

    def __init__(
        self, data: Any = None, *, case: Case, councils: Any, viewer: User, at: datetime
    ) -> None:
        first: dict[str, Any] = {"title": case.title, "council": councils.first()}
        super().__init__(data, initial=first | {"token": uuid4()})
        self.case, self.only, self.today = case, councils.first(), day_of(at)
        versions = PaperVersion.objects.visible_to(viewer).filter(paper__case=case).in_order()
        self.fields["about"].queryset = versions.select_related("paper")  # type: ignore[attr-defined]
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]
        if not versions.exists():
            del self.fields["about"]
        if councils.count() == 1:
            del self.fields["council"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refuse_past(self, self.today, "deadline_on")
        return cleaned

    def hear(self, *, by: User, at: datetime) -> WrittenHearing | None:
        """Draft it; nobody else sees it yet, and the token makes a second press of the button give the same one."""
        given = {"council": self.only} | self.cleaned_data
        given["public_id"] = given.pop("token")
        return self.act(hear_members, self.case, by=by, at=at, **given)


class HearingForm(ActingForm):
    """The press of a button on a written hearing; `stale` where a colleague was faster."""

    stale = False

    def __init__(self, data: Any = None, *, made: WrittenHearing) -> None:
        super().__init__(data)
        self.made = made

    def refuse(self, refusal: ValidationError) -> None:
        super().refuse(refusal)
        self.stale = isinstance(refusal, EndedOtherwise)


class SendHearingForm(LookedForm, HearingForm):
    """The press that sends it out, as it was looked at."""

    def __init__(self, data: Any = None, *, made: WrittenHearing, at: datetime) -> None:
        super().__init__(data, made=made)
        self.begin(hearing_looked_as(made, day_of(at)))

    def send(self, *, by: User, at: datetime) -> WrittenHearing | None:
        """Send it out."""
        return self.act(send_hearing, self.made, looked_at=self.seen, by=by, at=at)


class LeaveOutForm(HearingForm):
    """Who is not asked, and why."""

    person = OneOfField(
        Person.objects.none(),
        label=_("Member"),
        empty_label=_("Choose the member"),
        error_messages={"required": _("Choose who is not asked.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=SEEN_BY_FEW,
        error_messages={
            "required": _("Say why the member takes no part, e.g. “Is on the board of the bidder.”")
        },
    )

    def __init__(self, *args: Any, at: datetime, **facts: Any) -> None:
        super().__init__(*args, **facts)
        seats = seats_of(self.made.round.council, day_of(at))
        people = Person.objects.filter(pk__in=[seat.person_id for seat in seats])
        known = self.made.exclusions.values("person")
        found = people.exclude(pk__in=known).order_by("name", "pk")
        self.fields["person"].queryset = found  # type: ignore[attr-defined]

    def leave_out(self, *, by: User, at: datetime) -> HearingExclusion | None:
        """Do not ask the member."""
        who, why = self.cleaned_data["person"], self.cleaned_data["why"]
        return self.act(leave_out, self.made, who, why=why, by=by, at=at)


class AskForm(LiftForm):
    """Why a member is asked after all."""

    def ask(self, exclusion: HearingExclusion, *, by: User, at: datetime) -> bool:
        """Whether it was done."""
        self.act(ask_after_all, exclusion, why=self.cleaned_data["why"], by=by, at=at)
        return not self.errors


def took_no_part(made: WrittenHearing) -> str:
    """Who was not asked, as the minutes say it; "" where everybody was."""
    names = ", ".join(each.person.name for each in made.exclusions.by_name())
    return (
        gettext("Took no part, and was not asked: %(names)s.") % {"names": names} if names else ""
    )


class DecideForm(HearingForm):
    """What the council has decided in writing."""

    kind = forms.ChoiceField(label=_("What did the council do?"), initial="approved")
    text = forms.CharField(
        label=_("What is written in the minutes?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("You can go on writing it until the minutes are out."),
    )
    dissent = forms.CharField(
        label=_("Dissent or statement"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only where a member wants it in the minutes. Everybody will read it."),
    )

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        kinds = decision_kinds().values()
        choices = [(kind.key, kind.title) for kind in kinds if not kind.has_wishes]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["text"].initial = took_no_part(self.made)

    def decide(self, *, by: User, at: datetime) -> AgendaItem | None:
        """End it with a decision."""
        given = self.cleaned_data
        said = {"kind": given["kind"], "html": html_of(given["text"]), "dissent": given["dissent"]}
        return self.act(decide_in_writing, self.made, by=by, at=at, **said)


class Meetings(OneOfField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{date_format(obj.held_on)}, {obj.get_kind_display()}"


class MeetingForm(HearingForm):
    """On the agenda of which meeting it is put."""

    meeting = Meetings(Meeting.objects.none(), label=_("Which meeting?"), empty_label=None)

    def __init__(self, *args: Any, at: datetime, **facts: Any) -> None:
        super().__init__(*args, **facts)
        coming = Meeting.objects.of_council(self.made.round.council).coming_after(day_of(at))
        found = coming.exclude(kind=MeetingKind.WRITTEN)
        self.fields["meeting"].queryset = found.exclude(  # type: ignore[attr-defined]
            editions__kind=EditionKind.MINUTES
        )

    def take_up(self, *, by: User, at: datetime) -> AgendaItem | None:
        """End it, and put it there."""
        return self.act(take_to_meeting, self.made, self.cleaned_data["meeting"], by=by, at=at)
