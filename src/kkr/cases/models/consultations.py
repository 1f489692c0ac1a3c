"""Consultations: comments asked for before the council decides. The replies stand in `rounds`."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from kkr.cases.models.cases import Case
from kkr.cases.models.papers import PaperVersion
from kkr.common.among import among
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.documents.models import Document
from kkr.rounds.models import Asked, Round, RoundStep, State


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def public(self) -> "ConsultationQuerySet":
        """What was sent out for everybody to follow, of a case that everybody may read."""
        rounds, cases = Round.objects.public(), Case.objects.public()
        return self.filter(among(rounds, "round"), among(cases, "case"))

    def visible_to(self, viewer: Any) -> "ConsultationQuerySet":
        """The public ones, what one asks, and what one is asked."""
        public, whole = among(self.public()), among(self.read_whole_by(viewer))
        return self.filter(Q(public) | Q(whole))

    def read_whole_by(self, viewer: Any) -> "ConsultationQuerySet":
        """Those of which the viewer also reads the text that is asked about: what one asks, or is asked."""
        kept = Round.objects.kept_by(viewer).values("pk")
        asked = Asked.objects.answered_by(viewer).values("round")
        return self.filter(Q(round__in=kept) | Q(round__in=asked))

    def kept_by(self, viewer: Any) -> "ConsultationQuerySet":
        """What the viewer asks."""
        return self.filter(round__in=Round.objects.kept_by(viewer).values("pk"))

    def sent_out(self) -> "ConsultationQuerySet":
        return self.filter(round__opened_at__isnull=False)

    def with_rounds(self) -> "ConsultationQuerySet":
        """With all that a line about one shows."""
        due = RoundStep.objects.all().last_day()
        return self.select_related("round__council", "case").annotate(due_on=due)


class Consultation(models.Model):
    """That comments are asked for on a case, and where one is named, on one version of a paper of it.

    `number` counts within the case. What is asked stands in a document of its own, never reworded once it
    is out.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="consultation")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consultations")
    number = models.PositiveSmallIntegerField()
    about = models.ForeignKey(
        PaperVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
    )
    question = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="consultation")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_consultation_of_a_number"),
            NeverDeleted(name="consultation_stays"),
            Fixed(
                fields=["public_id", "round", "case", "number", "about", "question"],
                name="consultation_is_what_it_is",
            ),
        ]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.round.is_seen and self.case.is_public

    @property
    def is_open(self) -> bool:
        """Whether it can be answered."""
        return self.round.state == State.OPEN

    @property
    def path(self) -> str:
        """Its address without a language, e.g. `/hovedstaden/sager/sundhed/hoering-1/`."""
        return f"{self.case.path_in(self.round.council)}hoering-{self.number}/"

    @property
    def identifier(self) -> str:
        """What programs know it by."""
        return self.public_id.urn
