import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.common.text import slug
from kkr.council.models import Body, Committee, Council, RoleGrant
from kkr.council.models.bodies import BodyKind
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.council.models.roles import Role
from kkr.documents.models import Document, DocumentVersion
from kkr.ledger import clock

KLE_NUMBER = r"^\d\d(\.\d\d(\.\d\d)?)?\Z"


class Answer(models.TextChoices):
    """What became of a wish in a later version."""

    OPEN = "", pgettext_lazy("wish", "Not answered yet")
    MET = "met", pgettext_lazy("wish", "Met")
    PARTLY = "partly", pgettext_lazy("wish", "Partly met")
    NOT = "not", pgettext_lazy("wish", "Not met")


def worked_on_by(viewer: Any) -> Q:
    """The condition that the viewer writes the case: its councils' secretaries, and the administrators."""
    roles = RoleGrant.objects.of_user(viewer).running_now()
    if roles.with_role(Role.ADMINISTRATOR).exists():
        return Q()
    kept = roles.with_role(Role.SECRETARY).values("body_id")
    own = CaseBefore.objects.filter(case=OuterRef("pk"), council__in=kept)
    return Q(Exists(own))


def prepared_by(viewer: Any) -> Q:
    """The condition that the viewer, an official, writes the case's papers.

    They are put on it, or act for the committee that is responsible or was asked for something.
    """
    roles = RoleGrant.objects.of_user(viewer).running_now().with_role(Role.OFFICIAL)
    bodies, people = roles.values("body_id"), roles.values("user_id")
    put_on = CaseOfficial.objects.running_now().filter(case=OuterRef("pk"), user__in=people)
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

    def _at_desk_of(self, viewer: Any) -> Q:
        own = worked_on_by(viewer)
        return own | prepared_by(viewer) if own else Q(pk__isnull=False)

    def searched(self, words: str) -> "CaseQuerySet":
        """Those of whose title or number every word is a part; without words all."""
        found = self
        for word in words.split():
            in_title = Q(title__icontains=word) | Q(number__icontains=word)
            found = found.filter(in_title | Q(slug__contains=slug(word)) if slug(word) else in_title)
        return found

    def before(self, council: Council) -> "CaseQuerySet":
        """The cases that are, or were, before a council."""
        return self.filter(pk__in=CaseBefore.objects.filter(council=council).values("case"))

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
        validators=[
            RegexValidator(KLE_NUMBER, _("Write a KLE number, e.g. 29.00 or 29.00.00."))
        ],
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
        return self.filter(case__in=Case.objects.public().values("pk"))

    def visible_to(self, viewer: Any) -> Any:
        return self.filter(case__in=Case.objects.visible_to(viewer).values("pk"))


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
        return self.filter(case__in=Case.objects.at_desk_of(viewer).values("pk"))

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


class SubjectClassQuerySet(models.QuerySet["SubjectClass"]):
    def public(self) -> "SubjectClassQuerySet":
        """All: a classification is for everybody."""
        return self.all()

    def visible_to(self, _viewer: Any) -> "SubjectClassQuerySet":
        """The same."""
        return self.public()

    def within(self, number: str) -> "SubjectClassQuerySet":
        """The class of this number, and those of the group or main group it names."""
        return self.filter(Q(number=number) | Q(number__startswith=f"{number}."))


class SubjectClass(models.Model):
    """A subject of the municipalities' classification (KLE), e.g. 00.01.00; imported, for no one types them."""

    number = models.CharField(
        _("KLE number"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(KLE_NUMBER, _("Write a KLE number, e.g. 29.00 or 29.00.00."))],
    )
    title = models.CharField(_("title"), max_length=200)

    objects = SubjectClassQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


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
        cases = Case.objects.public().values("pk")
        return self.filter(released_at__isnull=False, paper__case__in=cases)

    def visible_to(self, viewer: Any) -> "PaperVersionQuerySet":
        """The public ones, and to those who write the case or its papers all of them."""
        own = Case.objects.at_desk_of(viewer).values("pk")
        return self.public() | self.filter(paper__case__in=own)

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


class Wish(models.Model):
    """One thing a body wanted changed when it sent the case back, and what became of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="wishes")
    wanted_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    wanted_on = models.DateField(_("sent back"))
    text = models.CharField(_("wish"), max_length=400)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer, blank=True)
    why = models.CharField(_("why"), max_length=600, blank=True)
    answered_in = models.ForeignKey(
        PaperVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes"
    )

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["case", "wanted_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_in=None)
                | (~Q(answer="") & Q(answered_in__isnull=False)),
                name="wish_answered_in_a_version",
            ),
            NeverDeleted(name="wish_stays"),
        ]

    def __str__(self) -> str:
        return self.text
