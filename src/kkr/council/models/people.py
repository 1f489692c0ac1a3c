import uuid
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.common.text import slug
from kkr.council.models.guards import NoOverlap
from kkr.council.models.periods import Period, PeriodQuerySet, PublicQuerySet, starts_before_it_ends
from kkr.council.names import alike


class PartyQuerySet(PublicQuerySet["Party"]):
    pass


class Party(models.Model):
    """A list at local elections. Letters are handed on between parties, so a letter alone names none."""

    letter = models.CharField(max_length=1, blank=True)
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["letter", "name"]

    def __str__(self) -> str:
        return self.name


class TermQuerySet(PeriodQuerySet["Term"]):
    pass


class Term(Period):
    """The four years from 1 January after a local election (kommunal- og regionalvalgloven § 6)."""

    starts_on = models.DateField()
    ends_on = models.DateField()
    election_on = models.DateField(unique=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            starts_before_it_ends("term_starts_before_it_ends"),
            models.CheckConstraint(
                condition=models.Q(election_on__lt=F("starts_on")),
                name="election_before_term",
                violation_error_message=_("The election must be before the term it elects for."),
            ),
            NoOverlap(
                name="one_term_at_a_time",
                violation_error_message=_("Another term has days of this one."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As it is written in Danish: 2014-18."""
        return f"{self.starts_on.year}-{self.ends_on.year % 100:02}"


class PersonQuerySet(models.QuerySet["Person"]):
    def public(self) -> "PersonQuerySet":
        """Whom anybody may see: those who sit or sat in a council."""
        from kkr.council.models.memberships import Membership  # memberships are of people

        return self.filter(pk__in=Membership.objects.public().values("person"))

    def visible_to(self, viewer: Any) -> "PersonQuerySet":
        """The same, and to those who keep a register everybody in it who was not erased."""
        from kkr.council.models.roles import keeps_a_register  # roles follow from memberships

        return self.named() if keeps_a_register(viewer) else self.public()

    def named(self) -> "PersonQuerySet":
        """Everybody who was not erased."""
        return self.exclude(name="")

    def named_like(self, name: str) -> "PersonQuerySet":
        """Those whose name is this one or nearly so, and who may be the same person."""
        names = self.values_list("pk", "name")
        return self.filter(pk__in=[pk for pk, other in names if alike(name, other)])

    def searched(self, words: str) -> "PersonQuerySet":
        """Those in whose name every word begins a word or stands in one; without words all."""
        parts = slug(words).split("-")
        if parts == [""]:
            return self
        names = [(pk, slug(name)) for pk, name in self.values_list("pk", "name")]
        return self.filter(pk__in=[pk for pk, name in names if all(part in name for part in parts)])


class Person(models.Model):
    """Somebody who holds or held a public post. No address, no number: only what the post makes public.

    Who was entered by mistake and erased has no name any more, and no page.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name or gettext("(erased)")
