"""The forms of a secretary who asks the municipal councils."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.cases.models import PaperVersion
from kkr.council.models import Area
from kkr.council.models.roles import day_of
from kkr.documents.actions import StaleEdit
from kkr.documents.markup import escape
from kkr.documents.models import DocumentVersion
from kkr.meetings.models import Decision
from kkr.recommendations.actions import recommend
from kkr.recommendations.models import Recommendation, RuleChoice
from kkr.rounds.actions import (
    close_round,
    looked_as,
    members_of,
    move_deadline,
    open_round,
    regions_of,
    revoke_link,
    reword,
    withdraw_round,
)
from kkr.rounds.models import ReplyLink, Round, RoundStep, State
from kkr.rounds.weighing import weights_of
from kkr.workspace.fields import DayField, OneOfField, SomeOfField, refuse_past
from kkr.workspace.forms import ActingForm
from kkr.workspace.guards import GuardedForm
from kkr.workspace.recommendations.words import wording_of
from kkr.workspace.writing.forms import Editor

LONGEST = 50_000
FIRST_HELP = _("Only where two reports are asked for: a first one, and a final one.")
NUMBERS = ("number", "percent", "of_inhabitants")


class Areas(SomeOfField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class Reports(OneOfField):
    def label_from_instance(self, obj: Any) -> str:
        facts = {"report": str(obj), "day": date_format(obj.deadline_on)}
        return gettext("%(report)s, by %(day)s") % facts


class Versions(OneOfField):
    def label_from_instance(self, obj: Any) -> str:
        facts = {
            "paper": obj.paper.title,
            "number": obj.version.number,
            "day": date_format(obj.dated_on),
        }
        return gettext("%(paper)s, version %(number)s, %(day)s") % facts


class QuestionForm(ActingForm):
    html = forms.CharField(
        label=_("The question, as each municipal council sees it"),
        max_length=LONGEST,
        widget=Editor,
        error_messages={"required": _("Write what the municipal councils are asked.")},
    )


class AskingForm(ActingForm):
    """What a recommendation is called, by when, when it counts as carried, and who is asked."""

    title = forms.CharField(
        label=_("Title"),
        max_length=250,
        error_messages={"required": _("Write a title, e.g. “Shared goals for health”.")},
    )
    deadline_on = DayField(label=_("Answer by"))
    first_on = DayField(label=_("First report by"), required=False, help_text=FIRST_HELP)
    rule = forms.ChoiceField(label=_("When does it count as carried?"), choices=RuleChoice)
    number = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=98)
    percent = forms.IntegerField(
        label=_("Percent of those asked"), required=False, min_value=1, max_value=100
    )
    of_inhabitants = forms.IntegerField(
        label=_("Percent of the inhabitants"), required=False, min_value=1, max_value=100
    )
    needs_everybody = forms.BooleanField(
        label=_("Valid only when all have answered"), required=False
    )
    areas = Areas(
        Area.objects.none(),
        label=_("Who is asked"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A region has no contact here: it gets no mail, and the secretariat enters its answer. It counts "
            "as one of those asked, and none of the inhabitants are counted for it."
        ),
        error_messages={"required": _("Choose at least one municipality to ask.")},
    )

    def choose_among(self, members: list[Area], regions: list[Area]) -> None:
        """Municipalities stand before regions."""
        areas = Area.objects.filter(pk__in=[area.pk for area in [*members, *regions]])
        self.fields["areas"].queryset = areas.order_by("kind", "name")  # type: ignore[attr-defined]

    @property
    def rule_facts(self) -> dict[str, Any]:
        """The rule with what it needs."""
        given = self.cleaned_data
        numbers = {name: given[name] or 0 for name in NUMBERS}
        return {"rule": given["rule"], "needs_everybody": given["needs_everybody"], **numbers}


class RecommendForm(QuestionForm, AskingForm):
    """All that is asked for; what stands in it at first can be sent as it is, but for the last day."""

    about = Versions(
        PaperVersion.objects.none(),
        label=_("Which text are they asked to approve?"),
        required=False,
        empty_label=_("None of the papers of the case"),
        help_text=_(
            "It is shown with the question. Only texts that everybody can read stand here."
        ),
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = (
        *("title", "html", "about", "deadline_on", "first_on"),
        *("rule", *NUMBERS, "needs_everybody", "areas"),
    )

    def __init__(self, data: Any = None, *, decision: Decision, at: datetime) -> None:
        item = decision.item
        council, today = item.meeting.council, day_of(at)
        members = members_of(council, today)
        first: dict[str, Any] = {
            "title": item.title,
            "html": question_in(decision),
            "rule": RuleChoice.ALL,
            "areas": [area.pk for area in members],
            "token": uuid4(),
        }
        super().__init__(data, initial=first)
        self.decision, self.today = decision, today
        self.choose_among(members, regions_of(council, today))
        papers = PaperVersion.objects.public().filter(paper__case=item.case_id).in_order()
        if item.case_id and papers.exists():
            self.fields["about"].queryset = papers.select_related("paper")  # type: ignore[attr-defined]
        else:
            del self.fields["about"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refuse_past(self, self.today, "first_on", "deadline_on")
        return cleaned

    def recommend(self, *, by: User, at: datetime) -> Recommendation | None:
        """Draft it; nobody else sees it yet, and the token makes a second press of the button give the same one."""
        given = self.cleaned_data
        areas = list(given["areas"])
        return self.act(
            recommend,
            self.decision,
            title=given["title"],
            html=given["html"],
            deadlines=deadlines_of(given["first_on"], given["deadline_on"]),
            about=given.get("about"),
            areas=areas,
            weights=weights_of(areas, day_of(at)),
            public_id=given["token"],
            by=by,
            at=at,
            **self.rule_facts,
        )


class RewordForm(ActingForm):
    """The question of any round written anew, before it is sent out."""

    html = forms.CharField(
        max_length=LONGEST,
        widget=Editor,
        error_messages={"required": _("Write what is asked.")},
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, asked_round: Round) -> None:
        latest = asked_round.kind_of.asking(asked_round).question.latest
        super().__init__(data, initial={"html": latest.html, "based_on": latest.number})
        self.round = asked_round
        self.clash: StaleEdit | None = None
        self.fields["html"].label = str(wording_of(asked_round).asks)

    def reword(self, *, by: User, at: datetime) -> DocumentVersion | None:
        """Keep it; where a colleague was faster `clash` has both texts, and saved again mine stands on theirs."""
        given = self.cleaned_data
        facts = {"html": given["html"], "based_on": given["based_on"], "by": by, "at": at}
        try:
            return self.act(reword, self.round, **facts)
        except StaleEdit as clash:
            self.clash = clash
            self.data = {"html": clash.mine, "based_on": clash.theirs.number}
            return None


class RoundForm(GuardedForm):
    """The press of a button on a question."""

    def __init__(self, data: Any = None, *, asked_round: Round) -> None:
        super().__init__(data)
        self.round = asked_round

    def close(self, *, by: User, at: datetime) -> Round | None:
        """Take no more answers."""
        return self.act(close_round, self.round, by=by, at=at)

    def revoke(self, link: ReplyLink, *, by: User, at: datetime) -> ReplyLink | None:
        """Let a personal link open nothing any more."""
        return self.act(revoke_link, link, by=by, at=at)


class LookedForm(ActingForm):
    """The press of a button after a look: it says at what, and where something else stands now asks to look again."""

    looked_at = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    stale = False

    def begin(self, looked_as: str) -> None:
        """What stands there now is what is looked at."""
        self.fields["looked_at"].initial = looked_as

    @property
    def seen(self) -> str | None:
        """What was looked at, as the form says; None where it says nothing."""
        return self.cleaned_data["looked_at"] or None

    def refuse(self, refusal: ValidationError) -> None:
        super().refuse(refusal)
        if self.has_error(NON_FIELD_ERRORS, "changed"):
            self.stale = True
            said = {name: self.data[name] for name in self.data}
            self.data = said | {"looked_at": self.fields["looked_at"].initial}


class SendForm(LookedForm, RoundForm):
    """The press that sends a question out, as it was looked at."""

    def __init__(self, data: Any = None, *, asked_round: Round) -> None:
        super().__init__(data, asked_round=asked_round)
        self.begin(looked_as(asked_round))

    def open(self, *, by: User, at: datetime) -> Round | None:
        """Send it out."""
        facts = {"looked_at": self.seen, "override": self.given_reason, "by": by, "at": at}
        return self.act(open_round, self.round, **facts)


class WithdrawForm(RoundForm):
    why = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=400,
        help_text=_("Everybody who was asked is told, and readers see it."),
        error_messages={"required": _("Say why the question is withdrawn; readers will see it.")},
    )

    def __init__(self, data: Any = None, *, asked_round: Round) -> None:
        super().__init__(data, asked_round=asked_round)
        if not asked_round.is_public:
            self.fields["why"].help_text = _("Those who work on the case see it; readers do not.")
            self.fields["why"].error_messages["required"] = _("Say why the question is withdrawn.")

    def withdraw(self, *, by: User, at: datetime) -> Round | None:
        """Take the question back."""
        facts = {"why": self.cleaned_data["why"], "override": self.given_reason, "by": by, "at": at}
        return self.act(withdraw_round, self.round, **facts)


class DeadlineForm(RoundForm):
    to = DayField(label=_("New last day"))
    why = forms.CharField(
        label=_("Why is it moved?"),
        max_length=400,
        help_text=_("Readers see it."),
        error_messages={"required": _("Say why the day is moved; readers will see it.")},
    )

    step = Reports(RoundStep.objects.none(), label=_("Which report?"), empty_label=None)
    field_order = ("step", "to", "why")

    def __init__(self, data: Any = None, *, asked_round: Round) -> None:
        super().__init__(data, asked_round=asked_round)
        steps = asked_round.steps.order_by("-number")
        self.last = steps[0]
        self.fields["step"].queryset = steps  # type: ignore[attr-defined]
        if len(steps) == 1:
            del self.fields["step"]
        if asked_round.state == State.DRAFT:  # nobody saw the day that is moved
            del self.fields["why"]

    def move(self, *, by: User, at: datetime) -> Any:
        """Move the last day of a report; where there is one, of that."""
        given = self.cleaned_data
        step = given.get("step") or self.last
        facts = {"to": given["to"], "why": given.get("why", ""), "by": by, "at": at}
        facts["override"] = self.given_reason
        return self.act(move_deadline, self.round, step, **facts)


def deadlines_of(first_on: date | None, last_on: date) -> list[tuple[str, date]]:
    """One report or two; two have names, in the language of the house."""
    if first_on is None:
        return [("", last_on)]
    with translation.override(settings.LANGUAGE_CODE):
        return [(gettext("First report"), first_on), (gettext("Final report"), last_on)]


FEW_WORDS = 4
"""A decision in so few, as "Godkendt som indstillet", says no more than its kind."""


def question_in(decision: Decision) -> str:
    """What was decided, to begin the question with; where its text says too little, what was proposed."""
    said, proposal = decision.document.latest, decision.item.proposal
    if proposal and len(said.text.split()) <= FEW_WORDS:
        return f"<p>{escape(proposal)}</p>"
    return said.html
