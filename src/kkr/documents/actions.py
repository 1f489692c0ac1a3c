"""The mechanism under every room that keeps texts, files and addresses.

These functions ask for no permission and write no ledger entry: the room above knows who may, and
records the one act that this is a part of (`news.edited`, and not a second entry for its text).
Each is atomic, so it stands or falls with that act.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.base import File as Upload
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.common.locks import hold
from kkr.documents.filetypes import media_type_of, refuse_too_large
from kkr.documents.images import FORMATS, tidied_picture
from kkr.documents.models import (
    Address,
    Document,
    DocumentVersion,
    EditLock,
    File,
    FileUse,
    UnsavedText,
    content_path,
)
from kkr.documents.richtext import files_in, has_image_without_text, plain_text, sanitise
from kkr.ledger.actors import Actor, System

IMAGE_ENDINGS = {".jpg", ".jpeg", ".png"}
LARGEST_IMAGE = 20 * 2**20


class StaleEdit(Exception):
    """Somebody wrote a newer version meanwhile. Nothing was written; both texts are here."""

    def __init__(self, *, based_on: DocumentVersion, theirs: DocumentVersion, mine: str) -> None:
        super().__init__(f"version {theirs.number} is newer than {based_on.number}")
        self.based_on = based_on
        self.theirs = theirs
        self.mine = mine


class HeldByAnother(StaleEdit):
    """Somebody else is writing the text, or took it over. Nothing was written; `lock` says who and since when."""

    def __init__(self, *, lock: EditLock, **texts: Any) -> None:
        super().__init__(**texts)
        self.lock = lock


class StaleUnsaved(Exception):
    """The same person wrote on meanwhile in another window; `unsaved` is what stands there."""

    def __init__(self, unsaved: UnsavedText) -> None:
        super().__init__(unsaved.revision)
        self.unsaved = unsaved


class PathTaken(Exception):
    """The path belongs, or once belonged, to another object, and an address is for ever."""


@transaction.atomic
def create_document(html: str, *, by: Actor, at: datetime, change_note: str = "") -> Document:
    """Begin a document with its version 1, e.g. `create_document("<p>Hej</p>", by=..., at=...)`.

    Raises ValidationError for an image without its text, and for a file that `by` may not see.
    """
    document = Document.objects.create(begun_at=at)
    _append(document, 1, _accepted(html), by=by, at=at, change_note=change_note)
    return document


@transaction.atomic
def write_version(
    document: Document,
    html: str,
    *,
    based_on: int,
    by: Actor,
    at: datetime,
    change_note: str = "",
    again: bool = False,
) -> DocumentVersion:
    """Write the next version; `based_on` is the number of the version the writer had before them.

    Raises StaleEdit if there is a newer one, HeldByAnother where somebody else holds the lock on the
    document; the writer's own lock is opened. Raises ValidationError if an image lacks its text or a
    file is not there for `by`, so that nobody makes public what they may not see. The same text
    writes nothing and gives the newest version back, unless `again` says that something beside
    the text, a title say, changed with it.
    """
    Document.objects.select_for_update().get(pk=document.pk)
    newest = document.latest
    html = _accepted(html)
    if html == newest.html and not again:
        return newest
    if newest.number != based_on:
        raise StaleEdit(based_on=document.version(based_on), theirs=newest, mine=html)
    if lock := held_by_another(document, by=by, at=at):
        raise HeldByAnother(lock=lock, based_on=newest, theirs=newest, mine=html)
    open_lock(document, by=by)
    return _append(document, newest.number + 1, html, by=by, at=at, change_note=change_note)


@transaction.atomic
def take_lock(document: Document, *, by: User, at: datetime, over: bool = False) -> EditLock:
    """Say that `by` writes the document, or go on saying it; gives the lock that holds, perhaps another's.

    A running lock of somebody else is left as it is, unless `over` takes it over.
    """
    Document.objects.select_for_update().get(pk=document.pk)
    lock = EditLock.objects.filter(document=document).select_related("holder").first()
    if lock is None:
        return EditLock.objects.create(document=document, holder=by, since=at, seen_at=at)
    runs = lock.until > at
    if lock.holder_id == by.pk:
        lock.seen_at, lock.since = at, lock.since if runs else at
    elif runs and not over:
        return lock
    else:
        lock.taken_from = lock.holder if runs else None
        lock.holder, lock.since, lock.seen_at = by, at, at
    lock.save()
    return lock


def held_by_another(document: Document, *, by: Actor, at: datetime) -> EditLock | None:
    """The running lock of somebody else, if there is one."""
    locks = EditLock.objects.running_at(at).filter(document=document).select_related("holder")
    lock = locks.first()
    return lock if lock and lock.holder.actor_key != by.actor_key else None


def open_lock(document: Document, *, by: Actor) -> None:
    """Say that `by` writes no more; the lock of somebody else stays."""
    if isinstance(by, User):
        EditLock.objects.filter(document=document, holder=by).delete()


@transaction.atomic
def keep_unsaved(
    place: str,
    *,
    fields: Mapping[str, str],
    based_on: int = 0,
    over: int | None = None,
    window: str = "",
    by: User,
    at: datetime,
) -> UnsavedText:
    """Keep what `by` is writing and has not saved, over what was kept before; no history is made.

    `over` is the revision it was written on; raises StaleUnsaved where another is kept, unless the same
    `window` wrote that and never heard that it was kept.
    """
    kept = {**fields, "html": sanitise(fields.get("html", ""))}
    first = {"fields": kept, "based_on": based_on, "window": window, "saved_at": at}
    rows = UnsavedText.objects.select_for_update(of=("self",))
    unsaved, is_new = rows.get_or_create(user=by, place=place, defaults=first)
    if is_new or unsaved.fields == kept:
        return unsaved
    is_own = bool(window) and window == unsaved.window
    if over is not None and over != unsaved.revision and not is_own:
        raise StaleUnsaved(unsaved)
    unsaved.fields, unsaved.based_on, unsaved.saved_at = kept, based_on, at
    unsaved.revision, unsaved.window = unsaved.revision + 1, window
    unsaved.save()
    return unsaved


def forget_unsaved_text(place: str, *, revision: int | None = None, by: Actor) -> None:
    """Throw away what `by` has not saved there; everybody may throw away their own.

    With a `revision` only that one: another was written in another window, and is not saved by this.
    """
    if not isinstance(by, User):
        return
    kept = UnsavedText.objects.filter(user=by, place=place)
    (kept if revision is None else kept.filter(revision=revision)).delete()


def forget_writing_of(user: User) -> None:
    """Throw away what a user is writing and has not saved; a part of erasing the user, so it asks nobody."""
    UnsavedText.objects.filter(user=user).delete()
    EditLock.objects.filter(holder=user).delete()
    EditLock.objects.filter(taken_from=user).update(taken_from=None)


def forget_old_unsaved_texts(*, before: datetime) -> int:
    """Throw away what nobody has gone on writing since then; gives how many."""
    return UnsavedText.objects.filter(saved_at__lt=before).delete()[0]


def _accepted(html: str) -> str:
    if has_image_without_text(html):
        raise ValidationError(
            _("An image needs a text that says what it shows, for those who cannot see it."),
            code="image_without_text",
        )
    return sanitise(html)


def _append(
    document: Document, number: int, html: str, *, by: Actor, at: datetime, change_note: str
) -> DocumentVersion:
    version = DocumentVersion(
        document=document,
        number=number,
        html=html,
        text=plain_text(html),
        author=by.actor_key,
        at=at,
        change_note=change_note,
    )
    version.clean_fields(exclude=["document"])
    version.save(force_insert=True)
    files = _files_for(files_in(html), by)
    FileUse.objects.bulk_create([FileUse(version=version, file=file) for file in files])
    return version


def _files_for(named: set[UUID], by: Actor) -> list[File]:
    """The files with these ids; all must be there, and be seen by the writer."""
    if not named:
        return []
    there = File.objects.filter(public_id__in=named)
    files = list(there if isinstance(by, System) else there.visible_to(by))
    if len(files) < len(named):
        raise ValidationError(
            _("The text shows a file that is not here. Take it out, and put it in again."),
            code="unknown_file",
        )
    return files


@transaction.atomic
def store_file(
    upload: "Upload[bytes]", *, by: Actor, at: datetime, alt_text: str = "", name: str = ""
) -> File:
    """Keep a file under its digest, after checking that it is what its name says.

    Raises ValidationError, in words, for a kind not on the list, a content of another kind, and a
    file that is empty or too large. Of an image only the picture is kept. Equal bytes are stored
    once, but each upload keeps a row and a name of its own: the name of a closed attachment must
    not show on an open one.
    """
    refuse_too_large(upload.size or 0)
    content = upload.read()
    file = File(
        name=(name or upload.name or "").replace("\\", "/").rsplit("/", 1)[-1].strip(),
        alt_text=alt_text.strip(),
        stored_by=by.actor_key,
        stored_at=at,
    )
    file.media_type = media_type_of(file.name, content)
    if file.media_type in FORMATS:
        picture = tidied_picture(content, file.media_type)
        content, file.width, file.height = picture.content, picture.width, picture.height
    file.digest, file.size = hashlib.sha256(content).hexdigest(), len(content)
    hold(content_path(file, ""))
    file.content.name = _stored(content_path(file, ""), content)
    file.full_clean()
    file.save()
    return file


def store_image(upload: "Upload[bytes]", *, alt_text: str, by: Actor, at: datetime) -> File:
    """Keep a picture for a text; raises ValidationError at `image` or `alt_text`, in words.

    A picture in a text is never decoration: it has words for those who cannot see it.
    """
    if not alt_text.strip():
        words = _("Write what the image shows, for those who cannot see it.")
        raise ValidationError({"alt_text": words})
    if PurePath(upload.name or "").suffix.lower() not in IMAGE_ENDINGS:
        raise ValidationError({"image": _("An image must be a JPEG or PNG file, .jpg or .png.")})
    if (upload.size or 0) > LARGEST_IMAGE:
        words = _("The image is larger than %(size)s. Make it smaller, and try again.")
        raise ValidationError({"image": words % {"size": filesizeformat(LARGEST_IMAGE)}})
    try:
        return store_file(upload, alt_text=alt_text, by=by, at=at)
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict"):  # the length of its name or its words
            raise
        raise ValidationError({"image": refusal}) from refusal


def forget_unused_files(*, before: datetime) -> int:
    """Throw away uploads of before then that are in no version of a text; gives how many.

    The bytes go when no other row has the same. It asks for no permission.
    """
    return erase_files(File.objects.unused().filter(stored_at__lt=before))


@transaction.atomic
def erase_files(files: "models.QuerySet[File]") -> int:
    """Delete rows that no version uses, and after the commit the bytes that no other row has."""
    rows = list(files.select_for_update(of=("self",)))
    File.objects.filter(pk__in=[file.pk for file in rows]).delete()
    for name in {str(file.content.name) for file in rows}:
        transaction.on_commit(partial(_drop_bytes, name))
    return len(rows)


@transaction.atomic
def _drop_bytes(name: str) -> None:
    """Delete what no row has any more; somebody may have stored the same bytes anew meanwhile."""
    hold(name)
    if not File.objects.filter(content=name).exists():
        default_storage.delete(name)


def _stored(path: str, content: bytes) -> str:
    """Store the bytes unless they lie there, whole; a writer killed midway leaves them short."""
    if default_storage.exists(path):
        if default_storage.size(path) == len(content):
            return path
        default_storage.delete(path)
    return default_storage.save(path, ContentFile(content))


@transaction.atomic
def claim_address(subject: models.Model, path: str, *, at: datetime) -> Address:
    """Let the object live at `path`, and its former paths redirect there.

    Raises PathTaken where another object lives or lived, ValidationError for no path of ours.
    """
    address = Address.objects.select_for_update().filter(path=path).first()
    own = Address.objects.of(subject)
    if address is None:
        address = Address(path=path, model=subject._meta.label_lower, object_id=subject.pk)
        address.claimed_at = at
        address.full_clean(validate_unique=False, validate_constraints=False)  # the index decides
    elif not own.filter(pk=address.pk).exists():
        raise PathTaken(path)
    own.current().exclude(pk=address.pk).update(is_current=False)
    address.is_current = True
    try:
        with transaction.atomic():
            address.save()
    except IntegrityError as clash:  # somebody claimed it in this very moment
        raise PathTaken(path) from clash
    return address
