import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.cases.models import PaperVersion
from kkr.common.among import among
from kkr.council.models import Council
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.documents.models import Document
from kkr.meetings.models import Decision
from kkr.recommendations.carrying import Rule, RuleKind
from kkr.rounds.models import Reply, Round, RoundStep, State

ASKING = ("approved", "recommended")
"""The kinds of decisions with which municipal councils are asked: some are approved, and then sent to them."""


class RuleChoice(models.TextChoices):
    ALL = RuleKind.ALL.value, pgettext_lazy("rule", "All that are asked")
    NUMBER = RuleKind.NUMBER.value, pgettext_lazy("rule", "A number of those asked")
    MUNICIPALITIES = RuleKind.MUNICIPALITIES.value, pgettext_lazy("rule", "A share of those asked")
    INHABITANTS = RuleKind.INHABITANTS.value, pgettext_lazy("rule", "A share of the inhabitants")
    DOUBLE = RuleKind.DOUBLE.value, pgettext_lazy("rule", "A share of both")


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def public(self) -> "RecommendationQuerySet":
        """What was sent out, of a decision that everybody may read."""
        decided = among(Decision.objects.public(), "decision")
        return self.filter(among(Round.objects.public(), "round"), decided)

    def kept_by(self, viewer: Any) -> "RecommendationQuerySet":
        """What the viewer asks."""
        return self.filter(among(Round.objects.kept_by(viewer), "round"))

    def visible_to(self, viewer: Any) -> "RecommendationQuerySet":
        """The public ones, what one asks, and what one's municipality is asked."""
        rounds = Round.objects.visible_to(viewer).filter(is_public=False)
        own = Round.objects.kept_by(viewer)
        asked = self.filter(round__asked__in=_asked_of(viewer))
        return self.filter(
            Q(among(self.public()))
            | Q(among(own, "round"))
            | Q(among(rounds, "round"))
            | Q(pk__in=asked.values("pk"))
        )

    def of_council(self, council: Council) -> "RecommendationQuerySet":
        return self.filter(round__council=council)

    def newest_first(self) -> "RecommendationQuerySet":
        return self.order_by("-round__opened_at", "-pk")

    def drafts_first(self) -> "RecommendationQuerySet":
        """What is not sent out before the rest, each the newest first."""
        is_out = Case(When(round__state=State.DRAFT, then=0), default=1)
        return self.order_by(is_out, F("round__opened_at").desc(nulls_last=True), "-pk")

    def standing(self) -> "RecommendationQuerySet":
        """What was not taken back."""
        return self.exclude(round__state=State.WITHDRAWN)

    def open_first(self) -> "RecommendationQuerySet":
        """What is neither carried nor lost before the rest, each the newest first."""
        outcomes = Outcome.objects.filter(recommendation=OuterRef("pk")).order_by("-number")
        found = self.annotate(held_kind=Subquery(outcomes.values("kind")[:1]))
        is_open = Q(round__state=State.OPEN) & (
            Q(held_kind=None) | Q(held_kind=OutcomeKind.REOPENED)
        )
        settled = Case(When(is_open, then=0), default=1)
        return found.order_by(settled, "-round__opened_at", "-pk")

    def with_sources(self) -> "RecommendationQuerySet":
        """With all that a line about one shows, in one query and one for the outcomes.

        `due_on` is the last day on which its last report can be answered.
        """
        decided = "decision__item__meeting__council"
        due = RoundStep.objects.all().last_day()
        found = self.select_related("round__council", decided).prefetch_related("outcomes")
        return found.annotate(due_on=due)


def _asked_of(viewer: Any) -> Any:
    from kkr.rounds.models import Asked

    return Asked.objects.answered_by(viewer).values("pk")


class Recommendation(models.Model):
    """A question to municipal councils that a decision asks, and the rule by which it counts as carried.

    `about` is the version of a paper that they are asked to approve, where there is one; everybody reads it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="recommendation")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="recommendations")
    slug = models.SlugField(max_length=120)
    question = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="recommendation"
    )
    about = models.ForeignKey(
        PaperVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    rule = models.CharField(_("when it counts as carried"), max_length=16, choices=RuleChoice)
    number = models.PositiveSmallIntegerField(_("how many"), default=0)
    percent = models.PositiveSmallIntegerField(
        _("percent of those asked"), default=0, validators=[MaxValueValidator(100)]
    )
    of_inhabitants = models.PositiveSmallIntegerField(
        _("percent of the inhabitants"), default=0, validators=[MaxValueValidator(100)]
    )
    needs_everybody = models.BooleanField(_("valid only when all have answered"), default=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        constraints = [
            NeverDeleted(name="recommendation_stays"),
            Fixed(
                fields=["public_id", "round", "decision", "question", "about", "slug"],
                name="recommendation_is_what_it_is",
            ),
        ]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def rule_of(self) -> Rule:
        """The rule in the form that is counted with."""
        kind = RuleKind(self.rule)
        return Rule(kind, self.number, self.percent, self.of_inhabitants, self.needs_everybody)

    @property
    def path(self) -> str:
        """Its address without a language, e.g. `/hovedstaden/anbefalinger/kkr-maal-for-sundhed/`."""
        return f"/{self.round.council.slug}/anbefalinger/{self.slug}/"

    @property
    def identifier(self) -> str:
        """What programs know it by."""
        return self.public_id.urn

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.round.is_seen and self.decision.is_public

    @property
    def is_settled(self) -> bool:
        """Whether it is carried, lost or withdrawn, as far as is known now."""
        return self.round.state != State.OPEN or self.held is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether the council took it back; what came of it before does not hold then."""
        return self.round.state == State.WITHDRAWN

    @property
    def withdrawn_at(self) -> datetime | None:
        """When the council took it back; None where it did not."""
        return self.round.closed_at if self.is_withdrawn else None

    @property
    def newest(self) -> "Outcome | None":
        """What came of it last: carried, lost, or open again."""
        return max(self.outcomes.all(), key=lambda each: each.number, default=None)

    @property
    def held(self) -> "Outcome | None":
        """Whether it is carried or lost, and since when; None while that is open, or open again."""
        last = self.newest
        return last if last and last.kind != OutcomeKind.REOPENED else None

    def clean(self) -> None:
        needed = {
            RuleChoice.NUMBER: ("number",),
            RuleChoice.MUNICIPALITIES: ("percent",),
            RuleChoice.INHABITANTS: ("of_inhabitants",),
            RuleChoice.DOUBLE: ("percent", "of_inhabitants"),
        }
        for name in needed.get(RuleChoice(self.rule), ()):
            if not getattr(self, name):
                raise ValidationError({name: _("Say how many it takes.")})


class OutcomeKind(models.TextChoices):
    CARRIED = "carried", pgettext_lazy("outcome", "Carried")
    LOST = "lost", pgettext_lazy("outcome", "Not carried")
    REOPENED = "reopened", pgettext_lazy("outcome", "Open again")


class Because(models.TextChoices):
    """What an outcome comes from, where it is not simply what was answered."""

    CLOSED = "closed", pgettext_lazy("outcome", "No more answers were taken")
    NOBODY = "nobody", pgettext_lazy("outcome", "Relevant to nobody")
    CORRECTED = "corrected", pgettext_lazy("outcome", "An answer was corrected")
    MOVED = "moved", pgettext_lazy("outcome", "The last day was moved")


IN_WORDS: dict[tuple[str, str], Any] = {
    (OutcomeKind.LOST, Because.CLOSED): pgettext_lazy(
        "outcome", "Not carried when no more answers were taken"
    ),
    (OutcomeKind.LOST, Because.NOBODY): pgettext_lazy(
        "outcome", "Relevant to nobody, so not carried"
    ),
    (OutcomeKind.REOPENED, Because.CORRECTED): pgettext_lazy(
        "outcome", "Open again after a correction"
    ),
    (OutcomeKind.REOPENED, Because.MOVED): pgettext_lazy(
        "outcome", "Open again, as the last day was moved"
    ),
}


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def public(self) -> "OutcomeQuerySet":
        return self.filter(among(Recommendation.objects.public(), "recommendation"))

    def visible_to(self, viewer: Any) -> "OutcomeQuerySet":
        seen = Recommendation.objects.visible_to(viewer)
        return self.filter(among(seen, "recommendation"))

    def overtaken(self) -> "OutcomeQuerySet":
        """What does not hold any more, as `is_overtaken` says of one."""
        later = Outcome.objects.filter(
            recommendation=OuterRef("recommendation"), number__gt=OuterRef("number")
        )
        withdrawn = Q(recommendation__round__state=State.WITHDRAWN)
        return self.filter(withdrawn | Q(models.Exists(later)))


class Outcome(models.Model):
    """That a recommendation was carried, lost, or opened again, and because of what; the newest holds, all stay."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="outcomes"
    )
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    kind = models.CharField(max_length=8, choices=OutcomeKind)
    because = models.CharField(max_length=9, choices=Because, blank=True)
    at = models.DateTimeField()
    reply = models.ForeignKey(
        Reply, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "number"], name="one_outcome_per_number"
            ),
            NeverDeleted(name="outcome_stays"),
            Fixed(
                fields=["recommendation", "number", "kind", "because", "at", "reply"],
                name="outcome_never_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.recommendation}"

    @property
    def is_overtaken(self) -> bool:
        """Whether it does not hold any more: another came after it, or the recommendation is withdrawn."""
        return self.recommendation.is_withdrawn or self.recommendation.newest != self

    @property
    def words(self) -> str:
        """What came of it and because of what, without the day."""
        kind = OutcomeKind(self.kind)
        return str(IN_WORDS.get((kind, self.because), kind.label))
