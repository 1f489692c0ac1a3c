"""What can still be changed of a question that is not sent out: its title, its days, who is asked, and its rule."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.council.models import Area, Committee
from kkr.council.models.areas import AreaKind
from kkr.council.models.roles import day_of
from kkr.ledger import clock
from kkr.recommendations.actions import change_recommendation, seen_as
from kkr.recommendations.models import Recommendation
from kkr.rounds.actions import change_draft, draft_of, members_of, regions_of
from kkr.rounds.models import Round, State
from kkr.rounds.weighing import weights_of
from kkr.workspace.consultations.forms import Committees
from kkr.workspace.door import Request, page
from kkr.workspace.fields import DayField
from kkr.workspace.forms import ActingForm
from kkr.workspace.pages import done, posted
from kkr.workspace.recommendations.forms import NUMBERS, Areas, AskingForm
from kkr.workspace.recommendations.pressing import At, keep_words, overtaken

ADDRESS_STAYS = _("The address was made of the first title, and stays.")


class Drafted(ActingForm):
    """The form begins with what stands there, and says what that was."""

    over = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = ""

    def begin(self, asked_round: Round) -> dict[str, Any]:
        """What stands there of any question."""
        self.round = asked_round
        self.draft = draft_of(asked_round)
        *first, last = self.draft.days
        return {
            "title": asked_round.title,
            "deadline_on": last,
            "first_on": first[0] if first else None,
            "areas": self.draft.areas,
            "committees": self.draft.committees,
        }

    @property
    def days(self) -> list[date]:
        """By when each of as many reports as it was made with is asked for."""
        given = self.cleaned_data
        first = [given["first_on"]] if "first_on" in given else []
        return [*first, given["deadline_on"]]

    def without_what_it_has_not(self) -> None:
        """One report has one day; of two both must stand."""
        if len(self.draft.days) == 1:
            del self.fields["first_on"]
        else:
            self.fields["first_on"].required = True
            self.fields["first_on"].help_text = ""

    @property
    def read(self) -> str:
        """What the writer has read: as long as nobody was faster, what stood there when they began."""
        return self["over"].value() if self.is_bound and not self.is_stale else self.seen

    @property
    def is_stale(self) -> bool:
        """Whether a colleague was faster."""
        return self.has_error(NON_FIELD_ERRORS, "stale")


class ChangeRecommendation(Drafted, AskingForm):
    field_order = (
        *("title", "deadline_on", "first_on", "rule", *NUMBERS),
        *("needs_everybody", "areas", "over"),
    )

    def __init__(self, data: Any = None, *, made: Recommendation, at: datetime) -> None:
        self.made = made
        rule = {name: getattr(made, name) or None for name in ("rule", *NUMBERS)}
        first = self.begin(made.round) | rule | {"needs_everybody": made.needs_everybody}
        self.seen = seen_as(made)
        super().__init__(data, initial=first | {"over": self.seen})
        self.without_what_it_has_not()
        self.fields["title"].help_text = ADDRESS_STAYS
        council, today = made.round.council, day_of(at)
        kept = list(Area.objects.filter(pk__in=self.draft.areas))
        self.choose_among(members_of(council, today) + kept, regions_of(council, today))

    def change(self, *, by: User, at: datetime) -> Any:
        """Keep it; nobody else sees it yet."""
        given = self.cleaned_data
        areas = list(given["areas"])
        return self.act(
            change_recommendation,
            self.made,
            title=given["title"],
            days=self.days,
            areas=areas,
            weights=weights_of(areas, day_of(at)),
            over=given["over"] or None,
            by=by,
            at=at,
            **self.rule_facts,
        )


class ChangeConsultation(Drafted):
    title = forms.CharField(label=_("Title"), max_length=250)
    first_on = DayField(label=_("First report by"))
    deadline_on = DayField(label=_("Answer by"))
    areas = Areas(
        Area.objects.none(),
        label=_("Municipalities"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    committees = Committees(
        Committee.objects.none(),
        label=_("Committees"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their officials answer, signed in; they get no mail."),
    )
    field_order = ("title", "first_on", "deadline_on", "areas", "committees", "over")

    def __init__(self, data: Any = None, *, asked_round: Round, viewer: User, at: datetime) -> None:
        first = self.begin(asked_round)
        self.seen = self.draft.seen_as()
        super().__init__(data, initial=first | {"over": self.seen})
        self.without_what_it_has_not()
        council, today = asked_round.council, day_of(at)
        keys = {*self.draft.areas, *(area.pk for area in members_of(council, today))}
        areas = Area.objects.filter(pk__in=keys, kind=AreaKind.MUNICIPALITY).order_by("name")
        seen = Committee.objects.visible_to(viewer)
        own = seen.running_on(today).filter(council=council)
        found = own | seen.filter(pk__in=self.draft.committees)
        rows: dict[str, Any] = {"areas": areas, "committees": found.order_by("name")}
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        if not rows["committees"].exists():
            del self.fields["committees"]

    def change(self, *, by: User, at: datetime) -> Any:
        """Keep it; nobody else sees it yet."""
        given = self.cleaned_data
        return self.act(
            change_draft,
            self.round,
            title=given["title"],
            days=self.days,
            areas=given["areas"],
            committees=given.get("committees") or (),
            over=given["over"] or None,
            by=by,
            at=at,
        )


def change(
    request: Request, form: ChangeRecommendation | ChangeConsultation, at: At
) -> HttpResponse:
    """Change what is not sent out yet; 409 where a colleague was faster, with what stands there now."""
    is_out = form.round.state != State.DRAFT
    if is_out and request.method != "POST":
        return overtaken(request, form.round, at)
    if is_out:
        keep_words(form, form.round)
    elif form.is_valid() and form.change(by=request.user, at=clock.now()):
        return done(request, gettext("The draft is kept."), at())
    context: dict[str, Any] = {"form": form, "title": form.round.title, "back": at()}
    context["is_out"] = is_out
    status = 409 if form.is_stale or is_out else 200
    return page(request, "workspace/recommendations/change.html", status=status, **context)


def recommendation(request: Request, made: Recommendation, at: At) -> HttpResponse:
    form = ChangeRecommendation(posted(request), made=made, at=clock.now())
    return change(request, form, at)


def consultation(request: Request, asked_round: Round, at: At) -> HttpResponse:
    facts: dict[str, Any] = {"viewer": request.user, "at": clock.now()}
    form = ChangeConsultation(posted(request), asked_round=asked_round, **facts)
    return change(request, form, at)
