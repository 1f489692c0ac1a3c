import json
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

GENESIS = "0" * 64
ERASED = "ledger.payload_erased"


def key_of(subject: models.Model) -> str:
    """How an entry names an object within what it says, e.g. `council.membership:12`."""
    return f"{subject._meta.label_lower}:{subject.pk}"


class ClockStart(models.Model):
    """When the clock of this database was set, and what it showed then. One row, or none in production."""

    singleton = models.BooleanField(primary_key=True, default=True)
    set_at = models.DateTimeField()
    shows = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(singleton=True), name="one_clock_start")
        ]


class Head(models.Model):
    """The newest link of the chain; whoever appends locks this row."""

    singleton = models.BooleanField(primary_key=True, default=True)
    position = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(singleton=True), name="one_head")]


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: models.Model) -> "EntryQuerySet":
        """The history of one object."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def with_a_part_of(
        self, subject: models.Model, *, verbs: Iterable[str], whole: str
    ) -> "EntryQuerySet":
        """Larger acts of these verbs, each on one of the model `whole`, that did something to the object too."""
        return self.filter(
            subject_type=whole, verb__in=verbs, payload__text__contains=f'"{key_of(subject)}"'
        )

    def public(self) -> "EntryQuerySet":
        """Entries that changed what the public sees."""
        return self.filter(public=True)


class Entry(models.Model):
    """One link: who did what to which object, when by the clock and when really.

    `scopes` are the slugs of the councils it concerns, none meaning all. What was written and why
    stands apart, in `Payload`, so that it can be erased without breaking the chain.
    """

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    scopes = models.JSONField(default=list)
    public = models.BooleanField(default=False)
    payload_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="entry_by_subject"),
            models.Index(fields=["actor"], name="entry_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.verb} {self.subject_type}:{self.subject_id}"

    @property
    def subject(self) -> models.Model | None:
        """The object itself, or None where it was never stored or its kind is gone."""
        try:
            model = apps.get_model(self.subject_type)
        except LookupError:
            return None
        return model._default_manager.filter(pk=self.subject_id).first()


def _is_visible(subject: models.Model, viewer: Any) -> bool:
    """Whether its gate lets the viewer see it; what has no gate nobody sees. The row is named first: gates of files
    are asked of each file that is meant."""
    gate = getattr(type(subject)._default_manager.filter(pk=subject.pk), "visible_to", None)
    return gate is not None and gate(viewer).exists()


class PayloadQuerySet(models.QuerySet["Payload"]):
    def of(self, entry: Entry, *, viewer: Any) -> "Payload | None":
        """The payload of `entry` if `viewer` may see its object, which is the only way to read one."""
        subject = entry.subject
        if subject is None:
            return None
        if not _is_visible(subject, viewer):
            return None
        return self.filter(entry=entry).first()

    def about(self, subject: models.Model, *, viewer: Any) -> "PayloadQuerySet":
        """Those of the whole history of an object, if `viewer` may see it; else none."""
        if not _is_visible(subject, viewer):
            return self.none()
        entries = Entry.objects.about(subject).values("pk")
        return self.filter(entry__in=entries)


class Payload(models.Model):
    """What an entry says, as canonical JSON, and the salt that keeps its digest from being guessed."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    salt = models.CharField(max_length=32)
    text = models.TextField()

    objects = PayloadQuerySet.as_manager()

    @property
    def content(self) -> dict[str, Any]:
        """What was done, in full; `why` holds the reason given."""
        value: dict[str, Any] = json.loads(self.text)
        return value
