import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kkr.cases.models.subjects import KLE_NUMBER
from kkr.common.among import among
from kkr.common.text import slug
from kkr.council.models import Body, Committee, Council
from kkr.council.models.bodies import BodyKind
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.council.models.roles import Role, acted_on, acting_as, holds, surely_not
from kkr.ledger import clock


def worked_on_by(viewer: Any) -> Q:
    """The condition that the viewer writes the case: its councils' secretaries, and the administrators."""
    if holds(viewer, Role.ADMINISTRATOR):
        return Q()
    if surely_not(viewer, Role.SECRETARY):
        return Q(pk__in=[])
    own = CaseBefore.objects.filter(case=OuterRef("pk"), council__in=kept_councils(viewer))
    return Q(Exists(own))


def kept_councils(viewer: Any) -> Any:
    """The councils whose secretary the viewer is, as primary keys or a query of them."""
    return acted_on(viewer, Role.SECRETARY)


def prepared_by(viewer: Any) -> Q:
    """The condition that the viewer, an official, writes the case's papers.

    They are put on it, or act for the committee that is responsible or was asked for something.
    """
    if surely_not(viewer, Role.OFFICIAL):
        return Q(pk__in=[])
    bodies = acted_on(viewer, Role.OFFICIAL)
    put_on = CaseOfficial.objects.running_now().filter(
        case=OuterRef("pk"), user__in=acting_as(viewer, Role.OFFICIAL)
    )
    asked = Commission.objects.filter(
        case=OuterRef("pk"), asked_of__in=bodies, asked_of__kind=BodyKind.COMMITTEE
    )
    return Q(committee__in=bodies) | Q(Exists(put_on)) | Q(Exists(asked))


class CaseQuerySet(models.QuerySet["Case"]):
    def public(self) -> "CaseQuerySet":
        """What everybody may read."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, viewer: Any) -> "CaseQuerySet":
        """The public ones, to those who write them all of a council's, and to officials what they prepare."""
        return self.filter(Q(published_at__isnull=False) | self._at_desk_of(viewer))

    def worked_on_by(self, viewer: Any) -> "CaseQuerySet":
        """What the viewer writes, as secretary or administrator."""
        return self.filter(worked_on_by(viewer))

    def at_desk_of(self, viewer: Any) -> "CaseQuerySet":
        """What the viewer writes, and that whose papers they write."""
        return self.filter(self._at_desk_of(viewer))

    def kept_by(self, viewer: Any) -> "CaseQuerySet":
        """What is the viewer's own to move on: a secretary's councils' cases, and an official's."""
        own = Exists(
            CaseBefore.objects.filter(case=OuterRef("pk"), council__in=kept_councils(viewer))
        )
        return self.filter(Q(own) | prepared_by(viewer))

    def _at_desk_of(self, viewer: Any) -> Q:
        own = worked_on_by(viewer)
        return own | prepared_by(viewer) if own else Q(pk__isnull=False)

    def searched(self, words: str) -> "CaseQuerySet":
        """Those of whose title or number every word is a part; without words all."""
        found = self
        for word in words.split():
            in_title = Q(title__icontains=word) | Q(number__icontains=word)
            found = found.filter(
                in_title | Q(slug__contains=slug(word)) if slug(word) else in_title
            )
        return found

    def before(self, council: Council) -> "CaseQuerySet":
        """The cases that are, or were, before a council."""
        there = CaseBefore.objects.filter(case=OuterRef("pk"), council=council)
        return self.filter(Exists(there))

    def newest_first(self) -> "CaseQuerySet":
        """As they are listed."""
        return self.order_by("-opened_on", "-pk")


class Case(models.Model):
    """A matter that is drafted, discussed, sent back, decided and followed up, before one council or more.

    `number` reads SAG-2017-00012: the year it was opened in, and which one of that year it was.
    `illustrative` says what of it was made up for a demonstration; empty where nothing was.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("case number"), max_length=20, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=1000, blank=True)
    kle = models.CharField(
        _("KLE number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(KLE_NUMBER, _("Write a KLE number, e.g. 29.00 or 29.00.00."))],
    )
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    opened_on = models.DateField(_("opened"))
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    illustrative = models.CharField(_("what is illustrative"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("open to the public since"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            NeverDeleted(name="case_stays"),
            Fixed(fields=["public_id", "number"], name="case_keeps_its_number"),
            Fixed(fields=["published_at", "slug"], once="published_at", name="case_stays_open"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.published_at is not None

    @property
    def scopes(self) -> list[str]:
        """The councils whose pages change with it, by slug."""
        return sorted(self.councils.values_list("council__slug", flat=True))

    @property
    def identifier(self) -> str:
        """What programs know it by, whatever it is called."""
        return self.public_id.urn

    def path_in(self, council: Council) -> str:
        """Its address under a council it is before, without a language."""
        return f"/{council.slug}/sager/{self.slug}/"


class OfCaseQuerySet(models.QuerySet[Any]):
    """Rows that are read where their case is."""

    def public(self) -> Any:
        return self.filter(among(Case.objects.public(), "case"))

    def visible_to(self, viewer: Any) -> Any:
        return self.filter(among(Case.objects.visible_to(viewer), "case"))


class CaseBefore(models.Model):
    """That a case is before a council; several may have it, each with its own decision."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="councils")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="cases_before")
    since = models.DateField()

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["case", "since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "council"], name="case_once_before_a_council"),
            NeverDeleted(name="case_before_stays"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.council}"


class CaseOfficialQuerySet(models.QuerySet["CaseOfficial"]):
    def public(self) -> "CaseOfficialQuerySet":
        """Nothing: who prepares what is not for everybody to read."""
        return self.none()

    def visible_to(self, viewer: Any) -> "CaseOfficialQuerySet":
        """On the cases the viewer works on."""
        return self.filter(among(Case.objects.at_desk_of(viewer), "case"))

    def running_at(self, instant: datetime) -> "CaseOfficialQuerySet":
        """Put on a case, and not taken off."""
        return self.filter(Q(until=None) | Q(until__gt=instant), since__lte=instant)

    def running_now(self) -> "CaseOfficialQuerySet":
        """Running by the clock: what somebody may do is always asked of the present."""
        return self.running_at(clock.now())


class CaseOfficial(models.Model):
    """That an official prepares a case: sees it, and writes its papers, for as long as they are one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="officials")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases_prepared"
    )
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = CaseOfficialQuerySet.as_manager()

    class Meta:
        ordering = ["case", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(until=None), name="official_once_on_a_case"
            ),
            NeverDeleted(name="case_official_stays"),
            Fixed(fields=["case", "user", "since"], name="case_official_is_who_it_is"),
            Fixed(fields=["until"], once="until", name="case_official_taken_off_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.user}"


class Commission(models.Model):
    """That one body asked another for something in a case: what, by when, and when it came."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="commissions")
    asked_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("what was asked for"), max_length=400)
    asked_on = models.DateField(_("asked"), null=True, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered"), null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["case", "asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_by=models.F("asked_of")), name="commission_to_another"
            ),
            NeverDeleted(name="commission_stays"),
        ]

    def __str__(self) -> str:
        return self.what
