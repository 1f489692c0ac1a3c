from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from kkr.accounts.holdings import Erasure, Holding, Row, holdings
from kkr.accounts.models import User
from kkr.documents.actions import erase_files, forget_writing_of
from kkr.documents.models import EditLock, File, UnsavedText
from kkr.documents.tasks import forget_unsaved_texts, forget_unused
from kkr.ledger.listeners import tick_jobs

tick_jobs.register(forget_unused)
tick_jobs.register(forget_unsaved_texts)


def brought_by(user: User) -> models.QuerySet[File]:
    return File.objects.filter(stored_by=user.actor_key).order_by("pk")


def files(user: User) -> Iterator[Row]:
    for file in brought_by(user):
        yield {
            "name": file.name,
            "stored_at": file.stored_at,
            "media_type": file.media_type,
            "size": file.size,
            "alt_text": file.alt_text,
        }


def contents(user: User) -> Iterator[tuple[str, bytes]]:
    for file in brought_by(user):
        with file.content.open("rb") as content:
            yield f"{file.public_id}-{file.name}", content.read()


def erase_unused(user: User, _erasure: Erasure) -> None:
    erase_files(File.objects.unused().filter(stored_by=user.actor_key))


holdings.register(
    Holding(
        key="files",
        title=_("Uploaded files"),
        columns={
            "name": _("Name"),
            "stored_at": _("When"),
            "media_type": _("Kind"),
            "size": _("Bytes"),
            "alt_text": _("What the image shows"),
        },
        rows=files,
        files=contents,
        erase=erase_unused,
        erased=_("Files that are in no text."),
        kept=_("Files that stand in a text of a council, without a name for who brought them."),
    )
)


def unsaved_texts(user: User) -> Iterator[Row]:
    """What somebody is writing and has not saved."""
    for text in UnsavedText.objects.filter(user=user).order_by("pk"):
        yield {"place": text.place, "saved_at": text.saved_at, "words": text.fields}


def locks(user: User) -> Iterator[Row]:
    """Which texts they are writing just now."""
    for lock in EditLock.objects.filter(holder=user).order_by("pk"):
        yield {"document": lock.document_id, "since": lock.since, "seen_at": lock.seen_at}


def erase_writing(user: User, _erasure: Erasure) -> None:
    forget_writing_of(user)


holdings.register(
    Holding(
        key="unsaved_texts",
        title=_("Texts not saved"),
        models=("documents.UnsavedText",),
        columns={"place": _("Where"), "saved_at": _("When"), "words": _("Words")},
        rows=unsaved_texts,
        erase=erase_writing,
        erased=_("All of it."),
    )
)
holdings.register(
    Holding(
        key="locks",
        title=_("Texts being written"),
        models=("documents.EditLock",),
        columns={"document": _("Text"), "since": _("Since"), "seen_at": _("Last seen")},
        rows=locks,
        erase=erase_writing,
        erased=_("All of it."),
    )
)
