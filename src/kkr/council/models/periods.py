"""Half-open periods [starts_on, ends_on) of days; an empty date is unbounded."""

from datetime import date, timedelta
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound=models.Model)


def running(day: date, path: str = "") -> Q:
    """The condition that the period at `path` (e.g. `placements__`) has `day` in it."""
    begun = Q((f"{path}starts_on", None)) | Q((f"{path}starts_on__lte", day))
    not_over = Q((f"{path}ends_on", None)) | Q((f"{path}ends_on__gt", day))
    return begun & not_over


def starts_before_it_ends(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lt=F("ends_on")),
        name=name,
        violation_error_message=_("The end must be later than the start."),
    )


class PublicQuerySet(models.QuerySet[Row]):
    """Rows of a noun that is public as a whole."""

    def public(self) -> Self:
        """What anybody may see: all of it."""
        return self.all()

    def visible_to(self, viewer: Any) -> Self:  # noqa: ARG002 -- the gate's one shape
        """What `viewer` may see: what anybody may."""
        return self.public()


class PeriodQuerySet(PublicQuerySet[Row]):
    def running_on(self, day: date) -> Self:
        """Rows in whose period `day` is."""
        return self.filter(running(day))


class Period(models.Model):
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """The last day in the period; `ends_on` is the first one after."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def runs_on(self, day: date) -> bool:
        """Whether `day` is in the period; `ends_on` itself is not."""
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_on is None or day < self.ends_on)
