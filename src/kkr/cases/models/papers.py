"""What is written in a case, and what was wanted otherwise."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.cases.gates import wish_gates
from kkr.cases.models.cases import Case, OfCaseQuerySet
from kkr.common.among import among
from kkr.council.models import Body
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.documents.models import Document, DocumentVersion


class Answer(models.TextChoices):
    """What became of a wish in a later version."""

    OPEN = "", pgettext_lazy("wish", "Not answered yet")
    MET = "met", pgettext_lazy("wish", "Met")
    PARTLY = "partly", pgettext_lazy("wish", "Partly met")
    NOT = "not", pgettext_lazy("wish", "Not met")


class Paper(models.Model):
    """A text of a case, in numbered versions."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=120)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="paper")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "slug"], name="one_paper_of_a_name"),
            NeverDeleted(name="paper_stays"),
            Fixed(fields=["public_id", "case", "document"], name="paper_is_whose_it_is"),
        ]

    def __str__(self) -> str:
        return self.title


class PaperVersionQuerySet(models.QuerySet["PaperVersion"]):
    def public(self) -> "PaperVersionQuerySet":
        """Released versions of public cases."""
        cases = among(Case.objects.public(), "paper__case")
        return self.filter(cases, released_at__isnull=False)

    def visible_to(self, viewer: Any) -> "PaperVersionQuerySet":
        """The public ones, and to those who write the case or its papers all of them."""
        own = among(Case.objects.at_desk_of(viewer), "paper__case")
        return self.public() | self.filter(own)

    def in_order(self) -> "PaperVersionQuerySet":
        """The first version first, with all that a line about one shows."""
        return self.select_related("version", "author").order_by("paper", "version__number")


class PaperVersion(models.Model):
    """Who wrote a version of a paper and of which day it is; closed until it is released."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    version = models.OneToOneField(
        DocumentVersion, on_delete=models.PROTECT, related_name="paper_version"
    )
    author = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="papers_written"
    )
    dated_on = models.DateField(_("of"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    is_before_council = models.BooleanField(_("is the one before the council"), default=False)

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "version__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper"],
                condition=Q(is_before_council=True),
                name="one_version_before_the_council",
            ),
            NeverDeleted(name="paper_version_stays"),
            Fixed(fields=["paper", "version"], name="paper_version_is_whose_it_is"),
            Fixed(fields=["released_at"], once="released_at", name="paper_version_stays_released"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.version.number}"


def not_shut_to(viewer: Any) -> Q:
    """The condition that no room above keeps a wish from the viewer, None for everybody."""
    return Q(*(~Q(pk__in=gate.shut_to(viewer)) for gate in wish_gates))


class WishQuerySet(OfCaseQuerySet):
    """Wishes are held back until they are released: the minutes that tell them may not be out."""

    def public(self) -> "WishQuerySet":
        """Released ones of public cases, where what sets them is not closed."""
        cases = among(Case.objects.public(), "case")
        return self.filter(not_shut_to(None), cases, released_at__isnull=False)

    def visible_to(self, viewer: Any) -> "WishQuerySet":
        """The public ones, and to those who write the case or its papers all that is not closed to them."""
        own = among(Case.objects.at_desk_of(viewer), "case")
        return self.public() | self.filter(not_shut_to(viewer), own)

    def is_told_by_itself(self) -> Q:
        """The condition that no room above tells a wish on its case's way."""
        return ~Q(*(Q(pk__in=gate.told()) for gate in wish_gates), _connector=Q.OR)

    def unanswered(self) -> "WishQuerySet":
        """Those of which nobody has said yet what became of them."""
        return self.filter(answer=Answer.OPEN)

    def held_back(self) -> "WishQuerySet":
        """Not released yet."""
        return self.filter(released_at=None)


class Wish(models.Model):
    """One thing a body wanted changed when it sent the case back, and what became of it; closed until released."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="wishes")
    wanted_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    wanted_on = models.DateField(_("sent back"))
    text = models.CharField(_("wish"), max_length=400)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer, blank=True)
    why = models.CharField(_("why"), max_length=600, blank=True)
    answered_in = models.ForeignKey(
        PaperVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes"
    )

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["case", "wanted_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_in=None)
                | (~Q(answer="") & Q(answered_in__isnull=False)),
                name="wish_answered_in_a_version",
            ),
            NeverDeleted(name="wish_stays"),
            Fixed(fields=["released_at"], once="released_at", name="wish_stays_released"),
        ]

    def __str__(self) -> str:
        return self.text
