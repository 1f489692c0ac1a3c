from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.council.models.guards import NoOverlap
from kkr.council.models.periods import Period, PeriodQuerySet, running, starts_before_it_ends


class AreaKind(models.TextChoices):
    COUNTRY = "country", pgettext_lazy("area", "Country")
    REGION = "region", pgettext_lazy("area", "Region")
    COUNCIL = "council", pgettext_lazy("area", "Council area")
    MUNICIPALITY = "municipality", pgettext_lazy("area", "Municipality")


class AreaQuerySet(PeriodQuerySet["Area"]):
    def of_kind(self, kind: str) -> "AreaQuerySet":
        """Countries, regions, council areas or municipalities."""
        return self.filter(kind=kind)

    def containing(self, area: "Area", day: date) -> "AreaQuerySet":
        """The areas that `area` lies directly within on `day`."""
        return self.filter(running(day, "contents__"), contents__area=area)


class Area(Period):
    """A piece of the map under a name, for as long as it has it. No start: it was there before all we keep."""

    kind = models.CharField(max_length=20, choices=AreaKind)
    code = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="one_area_per_address"),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~Q(code=""), name="one_area_per_code"
            ),
            starts_before_it_ends("area_starts_before_it_ends"),
        ]

    def __str__(self) -> str:
        return self.name

    def within_on(self, day: date, kind: str) -> "Area | None":
        """The area of `kind` that this one lies directly within on `day`."""
        return Area.objects.containing(self, day).of_kind(kind).first()


class AreaPlacementQuerySet(PeriodQuerySet["AreaPlacement"]):
    pass


class AreaPlacement(Period):
    """That one area lies within another, and from when to when; at most one of a kind at a time."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="placements")
    within = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="contents")
    within_kind = models.CharField(max_length=20, choices=AreaKind)

    objects = AreaPlacementQuerySet.as_manager()

    class Meta:
        ordering = ["area", "within_kind", "starts_on"]
        constraints = [
            starts_before_it_ends("placement_starts_before_it_ends"),
            models.CheckConstraint(condition=~Q(area=models.F("within")), name="not_within_itself"),
            NoOverlap(
                fields=["area", "within_kind"],
                name="one_placement_at_a_time",
                violation_error_message=_(
                    "The area lies in another one of this kind in that period; end that first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} < {self.within}"

    def clean(self) -> None:
        if self.within_id and self.within_kind != self.within.kind:
            raise ValidationError(
                {"within_kind": _("The kind must be the one of the area it lies within.")}
            )
