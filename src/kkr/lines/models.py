import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kkr.common.among import among
from kkr.council.models import Council
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.documents.models import Document
from kkr.meetings.models import Decision, EditionDecision

ESTABLISHING = ("approved", "recommended")
"""The kinds of decisions that can establish a line."""


class CommonLineQuerySet(models.QuerySet["CommonLine"]):
    def public(self) -> "CommonLineQuerySet":
        """Those from a decision that everybody may read."""
        return self.filter(among(Decision.objects.public(), "decision"))

    def visible_to(self, viewer: Any) -> "CommonLineQuerySet":
        """Those from a decision that the viewer may read."""
        return self.filter(among(Decision.objects.visible_to(viewer), "decision"))

    def of_council(self, council: Council) -> "CommonLineQuerySet":
        return self.filter(council=council)

    def in_force_on(self, day: date) -> "CommonLineQuerySet":
        """What the municipalities stood for on that day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), in_force_from__lte=day)

    def over_on(self, day: date) -> "CommonLineQuerySet":
        """What held before that day and no longer does."""
        return self.filter(ends_on__lte=day)

    def newest_first(self) -> "CommonLineQuerySet":
        return self.order_by("-in_force_from", "-pk")

    def with_sources(self) -> "CommonLineQuerySet":
        """With all that a line about one shows, in one query; of decisions the kind as the minutes tell it."""
        meeting = "item__meeting__council"
        told = EditionDecision.objects.all()
        kinds = {
            "decision_kind": told.kind_told_at("decision"),
            "ended_kind": told.kind_told_at("ended_by"),
        }
        return self.annotate(**kinds).select_related(
            *("council", f"decision__{meeting}", f"ended_by__{meeting}"),
            *("replaced_by__council", "replaced_by__decision__item"),
        )


class CommonLine(models.Model):
    """One thing the municipalities of a council have agreed to stand for, by a decision, from a day.

    It holds until the day before `ends_on`: another line replaced it, or a decision ended it. Its text
    never changes; who agrees on something else establishes another line in its place.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="lines")
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=120)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="common_line")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="lines")
    in_force_from = models.DateField(_("in force from"))
    ends_on = models.DateField(_("no longer in force from"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    ended_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="lines_ended"
    )
    illustrative = models.CharField(_("what is illustrative"), max_length=300, blank=True)

    decision_kind: str | None  # from with_sources
    ended_kind: str | None

    objects = CommonLineQuerySet.as_manager()

    class Meta:
        ordering = ["council", "-in_force_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="one_line_per_address"),
            models.CheckConstraint(
                condition=Q(ends_on=None, replaced_by=None, ended_by=None)
                | Q(ends_on__isnull=False, replaced_by__isnull=False, ended_by=None)
                | Q(ends_on__isnull=False, replaced_by=None, ended_by__isnull=False),
                name="line_ends_by_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("in_force_from")),
                name="line_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk")),
                name="line_replaced_by_another",
            ),
            NeverDeleted(name="line_stays"),
            Fixed(
                fields=[
                    *("public_id", "council", "title", "slug", "document"),
                    *("decision", "in_force_from", "illustrative"),
                ],
                name="line_is_what_was_agreed",
            ),
            Fixed(
                fields=["ends_on", "replaced_by", "ended_by"], once="ends_on", name="line_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def html(self) -> str:
        """What the municipalities stand for."""
        return self.document.latest.html

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.decision.is_public

    @property
    def scopes(self) -> list[str]:
        """The council whose pages change with it, by slug."""
        return [self.council.slug]

    @property
    def path(self) -> str:
        """Its address without a language, e.g. `/hovedstaden/faelles-linjer/kkr-maal-for-sundhed/`."""
        return f"/{self.council.slug}/faelles-linjer/{self.slug}/"

    @property
    def identifier(self) -> str:
        """What programs know it by."""
        return self.public_id.urn

    def is_in_force_on(self, day: date) -> bool:
        """Whether the municipalities stand for it on that day."""
        return self.in_force_from <= day and (self.ends_on is None or day < self.ends_on)

    def clean(self) -> None:
        if self.ends_on and self.ends_on < self.in_force_from:
            raise ValidationError({"on": _("It cannot end before it came into force.")})
