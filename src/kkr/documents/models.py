import re
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kkr.documents.gates import file_gates, gates

LOCK_LASTS = timedelta(minutes=15)
"""After the last sign of life of whoever writes."""
PATH = re.compile(r"(/[a-z0-9]+(-[a-z0-9]+)*)+/")


def no_number_before() -> int:
    """A number that nothing kept before had; counted from 1 two drafts one after the other would share them."""
    return 1 + secrets.randbelow(10**9 - 1)


class Document(models.Model):
    """A text with a history; what it says is its newest version."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    begun_at = models.DateTimeField()

    @property
    def latest(self) -> "DocumentVersion":
        """The version that holds now."""
        return self.versions.latest("number")

    def version(self, number: int) -> "DocumentVersion":
        """The version with this number, or DoesNotExist."""
        return self.versions.get(number=number)


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def newest(self) -> "DocumentVersionQuerySet":
        """What each document says now; what it said before is for those who write it."""
        later = DocumentVersion.objects.filter(
            document=OuterRef("document"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))


class DocumentVersion(models.Model):
    """What the document said from `at` on; the database refuses to change or delete it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    author = models.CharField(max_length=100)
    at = models.DateTimeField()
    change_note = models.CharField(_("what was changed"), max_length=200, blank=True)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}.{self.number}"


class EditLockQuerySet(models.QuerySet["EditLock"]):
    def running_at(self, instant: datetime) -> "EditLockQuerySet":
        """Those that have not expired."""
        return self.filter(seen_at__gt=instant - LOCK_LASTS)

    def public(self) -> "EditLockQuerySet":
        """Nothing: who is writing is for those who write."""
        return self.none()

    def visible_to(self, viewer: Any) -> "EditLockQuerySet":
        """On documents of which the viewer may read a version."""
        readable = Q(pk__in=[])
        for gate in gates:
            seen = gate.visible_to(viewer).filter(document=OuterRef("document"))
            readable |= Q(Exists(seen))
        return self.filter(readable) if viewer.is_authenticated else self.none()


class EditLock(models.Model):
    """That somebody is writing the next version of a document: who, since when, and when last seen at it.

    It expires by itself when they are not seen any more, and somebody else may take it over: then it is
    theirs, `taken_from` says whose it was, and the former writer's save is refused.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="lock")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="edit_locks"
    )
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    taken_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = EditLockQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.document_id}: {self.holder_id}"

    @property
    def until(self) -> datetime:
        """When it expires if its holder is not seen again."""
        return self.seen_at + LOCK_LASTS


class UnsavedTextQuerySet(models.QuerySet["UnsavedText"]):
    def public(self) -> "UnsavedTextQuerySet":
        """Nothing: what somebody has not saved is theirs alone."""
        return self.none()

    def visible_to(self, viewer: Any) -> "UnsavedTextQuerySet":
        """One's own, and nobody else's, whatever their role."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(user=viewer)


class UnsavedText(models.Model):
    """What somebody is writing and has not saved, so that a lost connection costs nothing.

    `place` is what the room above calls the thing that is written. One a person and place, overwritten
    and thrown away: no version, and not in the ledger. `revision` counts how often it was, and `window` says
    from where, so that one window does not write over what another wrote.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsaved_texts"
    )
    place = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    based_on = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=no_number_before)
    window = models.CharField(max_length=36, blank=True)
    saved_at = models.DateTimeField()

    objects = UnsavedTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "place"], name="one_unsaved_text_a_place")
        ]

    def __str__(self) -> str:
        return self.place


def content_path(file: "File", _filename: str) -> str:
    """Where the bytes lie: under their digest, so that equal bytes lie once."""
    return f"{file.digest[:2]}/{file.digest}"


class FileQuerySet(models.QuerySet["File"]):
    """The gates are asked one by one, of the few files that are meant: name them first. One question with all
    gates in it takes PostgreSQL seconds to plan."""

    def public(self) -> "FileQuerySet":
        """What stands in a text that everybody may read, or is put before them by itself."""
        return self.filter(pk__in=let_through(set(self.values_list("pk", flat=True)), *for_all()))

    def visible_to(self, viewer: Any) -> "FileQuerySet":
        """What stands in a version the viewer may read, or is put before them; until then one's own upload."""
        meant = set(self.values_list("pk", flat=True))
        seen = let_through(meant, *for_viewer(viewer))
        if seen == meant or not (viewer.is_authenticated and viewer.is_active):
            return self.filter(pk__in=seen)
        own = File.objects.unused().filter(pk__in=meant - seen, stored_by=viewer.actor_key)
        return self.filter(pk__in=seen | set(own.values_list("pk", flat=True)))

    def unused(self) -> "FileQuerySet":
        """In no version of any text, and put before nobody by itself."""
        kept = Q(pk__in=[])
        for gate in file_gates:
            kept |= Q(pk__in=gate.kept().values("pk"))
        return self.filter(~Exists(FileUse.objects.filter(file=OuterRef("pk"))) & ~kept)


Texts = Iterable["models.QuerySet[DocumentVersion]"]
Files = Iterable["models.QuerySet[File]"]


def for_all() -> tuple[Texts, Files]:
    """What each gate lets everybody read; none is built before it is asked."""
    return (gate.public() for gate in gates), (gate.public() for gate in file_gates)


def for_viewer(viewer: Any) -> tuple[Texts, Files]:
    """The same for this viewer."""
    texts = (gate.visible_to(viewer) for gate in gates)
    return texts, (gate.visible_to(viewer) for gate in file_gates)


def let_through(meant: set[int], texts: Texts, files: Files) -> set[int]:
    """Which of these files stand in one of the texts or are among the files; it stops where none is left."""
    shown_in: dict[int, set[int]] = {}
    uses = FileUse.objects.filter(file__in=meant)
    for version, file in uses.values_list("version_id", "file_id"):
        shown_in.setdefault(version, set()).add(file)
    left = set(meant)
    for versions in texts if shown_in else ():
        wanted = [version for version, shown in shown_in.items() if shown & left]
        for version in versions.filter(pk__in=wanted).values_list("pk", flat=True):
            left -= shown_in[version]
        if not left:
            return meant
    for rows in files:
        left -= set(rows.filter(pk__in=left).values_list("pk", flat=True))
        if not left:
            return meant
    return meant - left


class File(models.Model):
    """One file as somebody attached it; readable where a text that uses it is. Images have their size."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("file name"), max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    content = models.FileField(upload_to=content_path, max_length=200)
    alt_text = models.CharField(_("what the image shows"), max_length=250, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    stored_by = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Its address, which ends in the name so that a browser saves it under that."""
        return f"/filer/{self.public_id}/{quote(self.name, safe='').replace('~', '%7E')}"

    def is_public(self) -> bool:
        """Whether `FileQuerySet.public` has it."""
        return bool(let_through({self.pk}, *for_all()))

    def is_visible_to(self, viewer: Any) -> bool:
        """Whether `FileQuerySet.visible_to` has it."""
        return File.objects.filter(pk=self.pk).visible_to(viewer).exists()


class FileUse(models.Model):
    """That a version shows a file or leads to it; written with the version, and by nothing else."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="uses")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "version"], name="one_use_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} in {self.version_id}"


class AddressQuerySet(models.QuerySet["Address"]):
    def of(self, subject: models.Model) -> "AddressQuerySet":
        """Every path this object has had."""
        return self.filter(model=subject._meta.label_lower, object_id=subject.pk)

    def current(self) -> "AddressQuerySet":
        """The paths that answer themselves; the others redirect."""
        return self.filter(is_current=True)


class Address(models.Model):
    """A path that an object has or has had; never deleted, never given to another."""

    path = models.CharField(max_length=250, unique=True)
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    is_current = models.BooleanField(default=True)
    claimed_at = models.DateTimeField()

    objects = AddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id"],
                condition=models.Q(is_current=True),
                name="one_current_address",
            )
        ]

    def __str__(self) -> str:
        return self.path

    def clean(self) -> None:
        """Refuse what could not be read aloud: a-z, digits and single hyphens between slashes."""
        if not PATH.fullmatch(self.path):
            raise ValidationError(
                {"path": _("An address may hold only small letters a to z, digits and hyphens.")}
            )
