from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.common.among import among
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.council.models.roles import day_of
from kkr.documents.models import DocumentVersion
from kkr.meetings.models.decisions import Decision
from kkr.meetings.models.items import AgendaItem, Attachment
from kkr.meetings.models.meetings import Meeting


class EditionKind(models.TextChoices):
    AGENDA = "agenda", pgettext_lazy("edition", "Agenda")
    MINUTES = "minutes", pgettext_lazy("edition", "Minutes")


class EditionQuerySet(models.QuerySet["Edition"]):
    def public(self) -> "EditionQuerySet":
        """All: an edition is made when it is published, and what of it is closed stands in its contents."""
        return self.all()

    def visible_to(self, viewer: Any) -> "EditionQuerySet":  # noqa: ARG002 -- the gate's one shape
        return self.public()

    def of_kind(self, kind: EditionKind) -> "EditionQuerySet":
        return self.filter(kind=kind)

    def newest_first(self) -> "EditionQuerySet":
        return self.order_by("-number")

    def current(self) -> "EditionQuerySet":
        """The newest of each kind of each meeting."""
        newer = Edition.objects.filter(
            meeting=OuterRef("meeting"), kind=OuterRef("kind"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer))

    def after_approval(self) -> "EditionQuerySet":
        """Minutes that were corrected after a meeting had approved them; that meeting has not seen these."""
        corrected = self.filter(kind=EditionKind.MINUTES, number__gt=1)
        return corrected.filter(published_at__date__gt=F("meeting__approved_in__held_on"))

    def telling(self) -> "EditionQuerySet":
        """The one to read of each meeting: its newest minutes, or its newest agenda where it has none."""
        minuted = Edition.objects.filter(kind=EditionKind.MINUTES, meeting=OuterRef("meeting"))
        return self.current().exclude(Q(Exists(minuted)), kind=EditionKind.AGENDA)


class Edition(models.Model):
    """An agenda or minutes as it was published: it never changes. `head` is what stands above the items:
    time, place and in minutes who was there; `why` is what a later edition says of its reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="editions")
    kind = models.CharField(max_length=7, choices=EditionKind)
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    why = models.CharField(_("why there is a new edition"), max_length=400, blank=True)
    head = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "number"], name="one_edition_per_number"
            ),
            NeverDeleted(name="edition_stays"),
            Fixed(
                fields=["meeting", "kind", "number", "published_at", "why", "head"],
                name="edition_never_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.kind} {self.number}"

    @property
    def is_approved(self) -> bool:
        """Whether a later meeting approved the minutes as this edition has them; a correction after it is not."""
        approving = self.meeting.approved_in
        if approving is None or self.kind != EditionKind.MINUTES:
            return False
        is_seen = approving.held_on is None or day_of(self.published_at) <= approving.held_on
        return self.number == 1 or is_seen

    @property
    def path(self) -> str:
        """Its address for good, without a language, e.g. `/hovedstaden/moeder/2017-02-06/dagsorden/2/`."""
        part = "dagsorden" if self.kind == EditionKind.AGENDA else "referat"
        return f"{self.meeting.path}{part}/{self.number}/"

    @property
    def paper_path(self) -> str:
        """Where it is read as PDF, without a language, e.g. `/hovedstaden/moeder/2017-02-06/referat/1.pdf`."""
        return f"{self.path.removesuffix('/')}.pdf"


class EditionItemQuerySet(models.QuerySet["EditionItem"]):
    def public(self) -> "EditionItemQuerySet":
        """All: a row says no more than everybody may read."""
        return self.all()

    def visible_to(self, viewer: Any) -> "EditionItemQuerySet":  # noqa: ARG002 -- the gate's one shape
        return self.public()


class EditionItem(models.Model):
    """That an item stands in an edition: its number, and the heading that everybody may read."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="in_editions")
    place = models.PositiveIntegerField()
    section = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=10)
    heading = models.CharField(max_length=250)
    is_closed = models.BooleanField()
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects = EditionItemQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "place"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "item"], name="item_once_in_an_edition"),
            NeverDeleted(name="edition_item_stays"),
            Fixed(
                fields=[
                    "edition",
                    "item",
                    "place",
                    "section",
                    "number",
                    "heading",
                    "is_closed",
                    "withdrawn_why",
                ],
                name="edition_item_never_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"


class EditionContentQuerySet(models.QuerySet["EditionContent"]):
    def public(self) -> "EditionContentQuerySet":
        """What stands under the items that are open now."""
        return self.filter(among(AgendaItem.objects.open_to_all(), "row__item"))

    def visible_to(self, viewer: Any) -> "EditionContentQuerySet":
        """The same, and what stands under the closed ones that the viewer may read."""
        return self.filter(among(AgendaItem.objects.readable_by(viewer), "row__item"))


class EditionContent(models.Model):
    """What an edition says under an item, apart from its row because it may be closed.

    `facts` has title, kind, proposal, presenter, minutes, case, illustrative, lines that other rooms add, in
    minutes with `without` who took no part, and with `approves` the edition of minutes that is attached by
    itself; texts are versions, which never change; of the attachments each is shown only where it may be read.
    """

    row = models.OneToOneField(EditionItem, on_delete=models.PROTECT, related_name="content")
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    body = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    attachments = models.ManyToManyField(Attachment, related_name="in_contents")

    objects = EditionContentQuerySet.as_manager()

    class Meta:
        constraints = [
            NeverDeleted(name="edition_content_stays"),
            Fixed(fields=["row", "facts", "body"], name="edition_content_never_changes"),
        ]

    def __str__(self) -> str:
        return str(self.row)


class EditionDecisionQuerySet(models.QuerySet["EditionDecision"]):
    def public(self) -> "EditionDecisionQuerySet":
        return self.filter(among(EditionContent.objects.public(), "content"))

    def visible_to(self, viewer: Any) -> "EditionDecisionQuerySet":
        return self.filter(among(EditionContent.objects.visible_to(viewer), "content"))

    def current(self) -> "EditionDecisionQuerySet":
        """As the newest minutes of each meeting tell them."""
        return self.filter(among(Edition.objects.current(), "content__row__edition"))

    def kind_told_of(self, decision: Decision) -> str:
        """What kind it is as everybody reads it: a change is public with the next edition only; "" before."""
        told = self.current().filter(decision=decision).values_list("kind", flat=True)
        return told.first() or ""

    def told_as(self, kinds: Iterable[str]) -> Any:
        """The keys of the decisions that everybody reads as one of the kinds."""
        return self.current().filter(kind__in=kinds).values("decision")

    def kind_told_at(self, path: str) -> Any:
        """The same as a column of rows that have the decision at `path`."""
        return models.Subquery(self.current().filter(decision=OuterRef(path)).values("kind")[:1])

    def in_full(self) -> "EditionDecisionQuerySet":
        """With all that a line about a decision shows, in one query."""
        return self.select_related(
            "version", "decision", "content__row__item__meeting__council", "content__row__edition"
        )


class EditionDecision(models.Model):
    """A decision as an edition of minutes tells it, with the wishes it lists."""

    content = models.ForeignKey(EditionContent, on_delete=models.PROTECT, related_name="decisions")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="in_editions")
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    dissent = models.CharField(max_length=2000, blank=True)
    wishes = models.JSONField(default=list)
    place = models.PositiveSmallIntegerField()

    objects = EditionDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["content", "place"]
        constraints = [
            NeverDeleted(name="edition_decision_stays"),
            Fixed(
                fields=["content", "decision", "version", "kind", "dissent", "wishes", "place"],
                name="edition_decision_never_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.content}"
