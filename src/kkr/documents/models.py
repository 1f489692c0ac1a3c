import re
import uuid
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

PATH = re.compile(r"(/[a-z0-9]+(-[a-z0-9]+)*)+/")


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


class DocumentVersion(models.Model):
    """What the document said from `at` on; the database refuses to change or delete it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    author = models.CharField(max_length=100)
    at = models.DateTimeField()
    change_note = models.CharField(_("what was changed"), max_length=200, blank=True)

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.document_id}.{self.number}"


def content_path(file: "File", _filename: str) -> str:
    """Where the bytes lie: under their digest, so that equal bytes lie once."""
    return f"{file.digest[:2]}/{file.digest}"


class File(models.Model):
    """One file as somebody attached it; who may read it, the room that attached it knows."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("file name"), max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    content = models.FileField(upload_to=content_path, max_length=200)
    alt_text = models.CharField(_("what the image shows"), max_length=250, blank=True)
    stored_by = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Its address, which ends in the name so that a browser saves it under that."""
        return f"/filer/{self.public_id}/{quote(self.name)}"


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
