from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from stdnum.dk import cvr as cvr_number

from kkr.council.models.areas import Area, AreaKind
from kkr.council.models.periods import (
    Period,
    PeriodQuerySet,
    PublicQuerySet,
    running,
    starts_before_it_ends,
)


class BodyKind(models.TextChoices):
    ASSOCIATION = "association", pgettext_lazy("body", "Association")
    COUNCIL = "council", pgettext_lazy("body", "Council")
    MUNICIPALITY = "municipality", pgettext_lazy("body", "Municipality")
    COMMITTEE = "committee", pgettext_lazy("body", "Committee")


class BodyQuerySet(models.QuerySet["Body"]):
    def public(self) -> "BodyQuerySet":
        """What anybody may see: all but the committees."""
        return self.exclude(kind=BodyKind.COMMITTEE)

    def visible_to(self, viewer: Any) -> "BodyQuerySet":
        """The same, and the committees the viewer may see."""
        committees = Committee.objects.visible_to(viewer)
        return self.filter(~Q(kind=BodyKind.COMMITTEE) | Q(pk__in=committees.values("pk")))


class Body(models.Model):
    """Anything one can be a member of or hold a role in."""

    kind = models.CharField(max_length=20, choices=BodyKind, editable=False)
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)

    objects = BodyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="one_body_per_address")
        ]

    def __str__(self) -> str:
        return self.name


def parent_link(related_name: str) -> "models.OneToOneField[Body, Body]":
    """The link to the body that an association, council or municipality is."""
    return models.OneToOneField(
        Body,
        on_delete=models.PROTECT,
        parent_link=True,
        primary_key=True,
        related_name=related_name,
    )


class AssociationQuerySet(PublicQuerySet["Association"]):
    pass


class Association(Body):
    """KL, the association of the municipalities; its councils are its regional bodies."""

    body = parent_link("as_association")
    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="association")

    objects = AssociationQuerySet.as_manager()  # type: ignore[assignment, misc]  # narrower


class CouncilQuerySet(PublicQuerySet["Council"]):
    def of_municipality(self, municipality: "Municipality | int", day: date) -> "CouncilQuerySet":
        """The council whose area the municipality (or its primary key) lies in on `day`."""
        return self.filter(
            running(day, "area__contents__"), area__contents__area__municipality=municipality
        )


class Council(Body):
    """A kommunekontaktråd (KKR): where the municipalities of a part of the country meet."""

    body = parent_link("as_council")
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="councils")
    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="council")
    short_name = models.CharField(max_length=40, unique=True)
    ordering = models.PositiveSmallIntegerField(unique=True)

    objects = CouncilQuerySet.as_manager()  # type: ignore[assignment, misc]  # narrower

    class Meta:
        ordering = ["ordering"]


class Composition(models.TextChoices):
    """Whom a committee is made of."""

    OFFICIALS = "officials", pgettext_lazy("committee", "Officials")
    POLITICIANS = "politicians", pgettext_lazy("committee", "Politicians")


class CommitteeQuerySet(PeriodQuerySet["Committee"]):
    def public(self) -> "CommitteeQuerySet":
        """Nothing: who prepares what for a council is not for everybody to read."""
        return self.none()

    def visible_to(self, viewer: Any) -> "CommitteeQuerySet":
        """To those who keep the council's register, and those who act in the committee."""
        from kkr.council.models.roles import acted_on, bodies_kept_by  # roles are held in bodies

        kept = Q(pk__in=bodies_kept_by(viewer).values("pk"))
        return self.filter(kept | Q(pk__in=acted_on(viewer)))

    def of_council(self, council: Council) -> "CommitteeQuerySet":
        """The committees of one council, closed ones too."""
        return self.filter(council=council)


class Committee(Period, Body):
    """A committee of a council, e.g. its officials' committee for health; closed on `ends_on`."""

    body = parent_link("as_committee")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="committees")
    composition = models.CharField(max_length=20, choices=Composition)

    objects = CommitteeQuerySet.as_manager()  # type: ignore[assignment, misc]  # narrower

    class Meta:
        ordering = ["council", "slug"]
        constraints = [starts_before_it_ends("committee_starts_before_it_ends")]

    def contains(self, starts_on: date | None, ends_on: date | None) -> bool:
        """Whether the committee exists in all of [starts_on, ends_on); None is unbounded."""
        begun = self.starts_on is None or (starts_on is not None and self.starts_on <= starts_on)
        return begun and (self.ends_on is None or (ends_on is not None and ends_on <= self.ends_on))


class MunicipalityQuerySet(PublicQuerySet["Municipality"]):
    def in_council(self, council: Council, day: date) -> "MunicipalityQuerySet":
        """The municipalities whose area lies in the area of `council` on `day`."""
        return self.in_area(council.area, day)

    def in_councils(self, councils: Any, day: date) -> "MunicipalityQuerySet":
        """The municipalities of several councils, given as primary keys or a query of them."""
        return self.filter(
            running(day, "area__placements__"), area__placements__within__council__in=councils
        )

    def in_area(self, area: Area, day: date) -> "MunicipalityQuerySet":
        """The municipalities that lie directly within `area`, a region or a council's area, on `day`."""
        return self.filter(running(day, "area__placements__"), area__placements__within=area)


class Municipality(Body):
    """A municipality. Its `name` is the short one; `full_name` the one on its letters."""

    body = parent_link("as_municipality")
    area = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="municipality")
    code = models.CharField(
        max_length=4,
        unique=True,
        validators=[
            RegexValidator(r"^\d{4}\Z", _("A municipality's code is four digits, e.g. 0165."))
        ],
    )
    cvr = models.CharField(max_length=8, unique=True)
    irregular_name = models.CharField(max_length=80, blank=True)

    objects = MunicipalityQuerySet.as_manager()  # type: ignore[assignment, misc]  # narrower

    class Meta:
        ordering = ["code"]

    @property
    def full_name(self) -> str:
        """As in "Albertslund Kommune"; what does not follow the pattern is stored."""
        return self.irregular_name or f"{self.name} Kommune"

    def clean(self) -> None:
        if not cvr_number.is_valid(self.cvr):
            message = _("%(cvr)s is not a CVR number: eight digits with a right check digit.")
            raise ValidationError({"cvr": message % {"cvr": self.cvr}})

    def region_on(self, day: date) -> Area | None:
        """The region it lies in on `day`."""
        return self.area.within_on(day, AreaKind.REGION)


def scopes_of(body: Body, day: date) -> list[str]:
    """The slugs of the councils a change to `body` concerns; none stands for all of them."""
    if body.kind == BodyKind.COUNCIL:
        return [body.slug]
    if body.kind == BodyKind.MUNICIPALITY:
        return list(Council.objects.of_municipality(body.pk, day).values_list("slug", flat=True))
    if body.kind == BodyKind.COMMITTEE:
        return list(Council.objects.filter(committees=body.pk).values_list("slug", flat=True))
    return []
