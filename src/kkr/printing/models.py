from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.common.among import among
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.meetings.models import Attachment, Edition, EditionContent
from kkr.meetings.models.who import councils_read_by

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=24))
"""How long to wait after the first, second ... time that an edition could not be printed."""


class Audience(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("print", "Everybody")
    MEMBERS = "members", pgettext_lazy("print", "Members")


def content_path(made: "Print", _filename: str) -> str:
    """Where the bytes lie: under their digest, apart from what people upload, which may be thrown away."""
    return f"prints/{made.sha256[:2]}/{made.sha256}"


class PrintQuerySet(models.QuerySet["Print"]):
    def public(self) -> "PrintQuerySet":
        """Made for everybody, of what everybody may read to this day."""
        return self.filter(self._for_everybody())

    def visible_to(self, viewer: Any) -> "PrintQuerySet":
        """The public ones, and in one's own council those of nothing but what one may read to this day."""
        own = self._says_what_one_may_read(viewer)
        shut = Print.objects.exclude(self._says_what_all_may_read() | own)
        return self.filter(self._for_everybody() | (own & self._holds_none_of(shut)))

    def withdrawn(self) -> "PrintQuerySet":
        """Made for everybody, of something that not everybody may read any more."""
        return self.filter(~self._for_everybody(), audience=Audience.PUBLIC)

    def of_edition(self, edition: Edition) -> "PrintQuerySet":
        return self.filter(edition=edition)

    def newest_first(self) -> "PrintQuerySet":
        return self.order_by("-pk")

    def _for_everybody(self) -> Q:
        shut = Print.objects.exclude(self._says_what_all_may_read())
        return self._says_what_all_may_read() & self._holds_none_of(shut)

    def _holds_none_of(self, shut: "PrintQuerySet") -> Q:
        """The condition that none of these lies in a print; prints that lie in others hold none themselves."""
        within = Print.within.through.objects.filter(from_print=OuterRef("pk"))
        return ~Q(Exists(within.filter(among(shut, "to_print"))))

    def _says_what_all_may_read(self) -> Q:
        shown = self._shows_only(EditionContent.objects.public(), Attachment.objects.public())
        return Q(audience=Audience.PUBLIC) & shown

    def _says_what_one_may_read(self, viewer: Any) -> Q:
        shown = self._shows_only(
            EditionContent.objects.visible_to(viewer), Attachment.objects.visible_to(viewer)
        )
        here = Q(edition__meeting__council__in=councils_read_by(viewer).values("pk"))
        return Q(audience=Audience.MEMBERS) & here & shown

    def _shows_only(self, contents: Any, attachments: Any) -> Q:
        """The condition that nothing stands in a print but these; a withdrawn file is for nobody."""
        standing = attachments.filter(published_at__isnull=False, withdrawn_at=None)
        in_print = {"print": OuterRef("pk")}
        more = Print.contents.through.objects.filter(**in_print)
        files = Print.attachments.through.objects.filter(**in_print)
        return ~Q(Exists(more.exclude(among(contents, "editioncontent")))) & ~Q(
            Exists(files.exclude(among(standing, "attachment")))
        )


class Print(models.Model):
    """One PDF of an edition as it was made for one audience: it never changes, and is never deleted.

    `shows` is what was chosen for it, so that it can be made again (`Chosen`); `key` is the part of that which
    decides for whom it is. `contents`, `attachments` and `within`, the minutes that an agenda has attached, are
    the same as rows, for the gate: a print is read only by those who may still read all that stands in it.
    `says` is the digest of its words, `typst`, `fonts` and `paper` are what it was set with.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="prints")
    audience = models.CharField(_("for whom"), max_length=7, choices=Audience)
    shows = models.JSONField()
    key = models.CharField(max_length=64)
    contents = models.ManyToManyField(EditionContent, related_name="prints")
    attachments = models.ManyToManyField(Attachment, related_name="prints")
    within = models.ManyToManyField("self", symmetrical=False, related_name="around")
    site = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    content = models.FileField(upload_to=content_path, max_length=200)
    says = models.CharField(max_length=64)
    typst = models.CharField(max_length=20)
    fonts = models.CharField(max_length=64)
    paper = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    objects = PrintQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "audience", "key"], name="printed_once"),
            NeverDeleted(name="print_stays"),
            Fixed(
                fields=[
                    *("edition", "audience", "shows", "key", "site", "sha256", "size", "content"),
                    *("says", "typst", "fonts", "paper", "made_at"),
                ],
                name="print_never_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.audience}"

    @property
    def path(self) -> str:
        """Its address without a language: for good everybody's print, or why it is no more; members read
        theirs of the newest edition at work."""
        if self.audience == Audience.MEMBERS:
            return f"/arbejde{PurePosixPath(self.edition.path).parent}.pdf"
        return f"{self.edition.path}{self.sha256}.pdf"


class OrderQuerySet(models.QuerySet["Order"]):
    def due_at(self, instant: datetime) -> "OrderQuerySet":
        """Not done since it was last asked for, and not put off beyond then."""
        waiting = self.filter(wanted__gt=F("done"))
        return waiting.filter(Q(not_before=None) | Q(not_before__lte=instant)).order_by("pk")


class Order(models.Model):
    """That an edition is to be printed: written with the act that published it, so that no kill loses it.

    `wanted` counts how often it was asked for, `done` up to which of these it is done.
    """

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="print_order")
    wanted = models.PositiveIntegerField(default=1)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.done} of {self.wanted}"
