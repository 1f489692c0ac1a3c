import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Case, PaperVersion
from kkr.common.among import among
from kkr.council.models import Person
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.council.models.roles import people_who_are
from kkr.documents.models import Document, File
from kkr.meetings.kinds.base import ItemKind, item_kinds
from kkr.meetings.models.meetings import Meeting, State
from kkr.meetings.models.who import councils_read_by, councils_written_by

OPEN = Q(is_closed=False) | Q(opened_at__isnull=False)
SHUT = Q(is_closed=True, opened_at=None)
DUE = SHUT & Q(held_at=None)
HELD = SHUT & Q(held_at__isnull=False)


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def public(self) -> "AgendaItemQuerySet":
        """That there is such an item: its number and heading; `open_to_all` are those whose content is public."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, viewer: Any) -> "AgendaItemQuerySet":
        """The public ones, and to those who prepare the meeting all."""
        return self.public() | self.written_by(viewer)

    def written_by(self, viewer: Any) -> "AgendaItemQuerySet":
        """Of the meetings that the viewer prepares."""
        return self.filter(meeting__council__in=councils_written_by(viewer).values("pk"))

    def open_to_all(self) -> "AgendaItemQuerySet":
        """Those whose content everybody may read."""
        return self.public().filter(OPEN)

    def readable_by(self, viewer: Any) -> "AgendaItemQuerySet":
        """Those whose content the viewer may read: the open ones, in one's own council the closed ones that
        were sent out and one is not excluded from, and what one prepares."""
        return self.open_to_all() | self.sent_to(viewer) | self.written_by(viewer)

    def sent_to(self, viewer: Any) -> "AgendaItemQuerySet":
        """Those that were sent out to the viewer, of one's own council and without what one is excluded from."""
        return self.public().filter(
            ~excluding(viewer), meeting__council__in=councils_read_by(viewer).values("pk")
        )

    def standing(self) -> "AgendaItemQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def due_to_open(self, day: date) -> "AgendaItemQuerySet":
        """Closed until that day, and neither held back nor withdrawn; a cancelled meeting opens nothing."""
        return (
            self.public()
            .standing()
            .filter(DUE, opens_on__lte=day)
            .exclude(meeting__state=State.CANCELLED)
        )

    def held_back(self) -> "AgendaItemQuerySet":
        """Those whose day came, but a guard found something."""
        return self.standing().filter(HELD)

    def holding_back(self) -> "AgendaItemQuerySet":
        """Those that are held back, or have a file that is."""
        files = Attachment.objects.held_back().filter(item=OuterRef("pk"))
        return self.standing().filter(HELD | Q(Exists(files)))

    def in_order(self) -> "AgendaItemQuerySet":
        """As they stand on the agenda."""
        return self.order_by("section", "position", "pk")


def excluding(viewer: Any, item: str = "pk") -> Exists:
    """The condition that the viewer is excluded from the item that a row has at `item`."""
    excluded = Exclusion.objects.filter(item=OuterRef(item), person__in=people_who_are(viewer))
    return Exists(excluded)


class AgendaItem(models.Model):
    """One item of an agenda. Its number comes with its publication and never changes.

    `title` is what it is called where its content is read; of a closed item everybody reads `public_heading`,
    which is written for them. `about` is the meeting whose minutes it approves. It opens by itself on
    `opens_on`, and else when somebody says that `opens_when` has happened; `held_at` is when a guard found
    something and it did not.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    section = models.PositiveSmallIntegerField(_("section"))
    position = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=10, blank=True)
    kind = models.CharField(_("kind"), max_length=24)
    title = models.CharField(_("title"), max_length=250)
    is_closed = models.BooleanField(_("closed"), default=False)
    public_heading = models.CharField(_("heading for everybody"), max_length=250, blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    opens_when = models.CharField(_("opens when"), max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    paper = models.ForeignKey(
        PaperVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    about = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="approving"
    )
    proposal = models.CharField(_("proposal"), max_length=2000, blank=True)
    presenter = models.CharField(_("presented by"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="agenda_item")
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    illustrative = models.CharField(_("what is illustrative"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "section", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                condition=~Q(number=""),
                name="one_item_per_number",
            ),
            models.CheckConstraint(
                condition=Q(number="", published_at=None)
                | (~Q(number="") & Q(published_at__isnull=False)),
                name="item_numbered_when_published",
            ),
            models.CheckConstraint(
                condition=Q(is_closed=False) | ~Q(public_heading=""),
                name="closed_item_has_a_heading",
            ),
            NeverDeleted(name="item_stays"),
            Fixed(fields=["public_id", "meeting", "document"], name="item_is_whose_it_is"),
            Fixed(
                fields=["number", "section", "published_at"],
                once="published_at",
                name="item_keeps_its_number",
            ),
            Fixed(fields=["opened_at"], once="opened_at", name="item_stays_open"),
        ]
        indexes = [models.Index(fields=["case", "published_at"], name="items_of_case")]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    @property
    def heading(self) -> str:
        """What everybody may read of it."""
        return self.title if self.is_open else self.public_heading

    @property
    def is_open(self) -> bool:
        """Whether its content is for everybody, once it is published."""
        return not self.is_closed or self.opened_at is not None

    @property
    def kind_of(self) -> ItemKind:
        return item_kinds()[self.kind]

    @property
    def path(self) -> str:
        """Its address once it is published, e.g. `/hovedstaden/moeder/2017-02-06/3.1/`."""
        return f"{self.meeting.path}{self.number}/"

    def clean(self) -> None:
        if self.kind not in item_kinds():
            raise ValidationError({"kind": _("Choose one of the kinds.")})
        if self.section not in self.meeting.template.numbers:
            raise ValidationError({"section": _("The agenda has no such section.")})
        if self.is_closed and not self.public_heading:
            message = _("Write the heading that everybody reads of the closed item.")
            raise ValidationError({"public_heading": message})


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def public(self) -> "AttachmentQuerySet":
        """What is published, open, and under an open item."""
        return self.published().filter(OPEN, among(AgendaItem.objects.open_to_all(), "item"))

    def visible_to(self, viewer: Any) -> "AttachmentQuerySet":
        """The public ones, the closed ones of what was sent out to one, and all of what one prepares."""
        council = "item__meeting__council__in"
        sent_out = self.published().filter(
            ~excluding(viewer, "item"), **{council: councils_read_by(viewer).values("pk")}
        )
        return self.public() | sent_out | self.written_by(viewer)

    def written_by(self, viewer: Any) -> "AttachmentQuerySet":
        """Of the meetings that the viewer prepares."""
        return self.filter(item__meeting__council__in=councils_written_by(viewer).values("pk"))

    def published(self) -> "AttachmentQuerySet":
        """Sent out with an agenda or minutes, and not withdrawn since."""
        return self.filter(published_at__isnull=False, withdrawn_at=None)

    def due_to_open(self, day: date) -> "AttachmentQuerySet":
        """Closed until that day, and neither held back nor withdrawn with or without their item."""
        rows = self.published().filter(DUE, opens_on__lte=day, item__withdrawn_at=None)
        return rows.exclude(item__meeting__state=State.CANCELLED)

    def held_back(self) -> "AttachmentQuerySet":
        """Those whose day came, but a guard found something."""
        rows = self.published().filter(HELD)
        return rows.filter(item__withdrawn_at=None)

    def standing(self) -> "AttachmentQuerySet":
        """Not withdrawn, with the file and in order."""
        rows = self.filter(withdrawn_at=None).select_related("file")
        return rows.order_by("item", "position", "pk")


class Attachment(models.Model):
    """A file under an item; it may be closed under an open one, and is replaced by another, never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="attachments")
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveIntegerField()
    is_closed = models.BooleanField(_("closed"), default=False)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["item", "position", "pk"]
        constraints = [
            NeverDeleted(name="attachment_stays"),
            Fixed(fields=["public_id", "item", "file"], name="attachment_is_what_it_is"),
            Fixed(fields=["published_at"], once="published_at", name="attachment_published_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is for everybody, where its item is."""
        return not self.is_closed or self.opened_at is not None

    @property
    def is_seen(self) -> bool:
        """Whether it was sent out to everybody; then they read why it is taken away too."""
        return self.published_at is not None and self.is_open and self.item.is_open


class OfItemQuerySet(models.QuerySet[Any]):
    """Rows that are read where the content of their item is."""

    def public(self) -> Any:
        return self.filter(among(AgendaItem.objects.open_to_all(), "item"))

    def visible_to(self, viewer: Any) -> Any:
        return self.filter(among(AgendaItem.objects.readable_by(viewer), "item"))


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    def public(self) -> "ExclusionQuerySet":
        """Nothing: the minutes say in words who did not take part."""
        return self.none()

    def visible_to(self, viewer: Any) -> "ExclusionQuerySet":
        """To those who prepare the meeting, and those who are excluded."""
        written = councils_written_by(viewer).values("pk")
        own = Q(person__in=people_who_are(viewer), item__published_at__isnull=False)
        return self.filter(Q(item__meeting__council__in=written) | own)


class Exclusion(models.Model):
    """That a member does not take part in an item, and does not read what of it is closed."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="exclusions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exclusions")
    why = models.CharField(_("why"), max_length=300)
    since = models.DateTimeField()

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="excluded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.item_id}"
