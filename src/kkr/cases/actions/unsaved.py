"""What somebody is writing of a paper and has not saved: theirs alone, in no history. And the files of it."""

from collections.abc import Mapping
from datetime import datetime

from django.core.files.base import File as Upload
from django.db import transaction

from kkr.accounts.models import User
from kkr.cases.models import Case, Paper
from kkr.documents.actions import (
    forget_unsaved_text,
    keep_unsaved,
    open_lock,
    store_file,
    store_image,
    take_lock,
)
from kkr.documents.models import EditLock, File, UnsavedText
from kkr.ledger.actors import Actor, require


def place_of(case: Case, paper: Paper | None) -> str:
    """What the unsaved text of a paper, or of one not added to the case yet, is called."""
    return f"cases.paper:{paper.public_id}" if paper else f"cases.new_paper:{case.public_id}"


def keep_unsaved_paper(
    case: Case,
    paper: Paper | None,
    *,
    fields: Mapping[str, str],
    based_on: int = 0,
    over: int | None = None,
    window: str = "",
    by: User,
    at: datetime,
) -> UnsavedText:
    """Keep what `by` is writing; raises StaleUnsaved where they wrote on in another window.

    Refuses an actor without `cases.write_paper` on the case.
    """
    require(by, "cases.write_paper", case)
    place = place_of(case, paper)
    return keep_unsaved(
        place, fields=fields, based_on=based_on, over=over, window=window, by=by, at=at
    )


@transaction.atomic
def forget_unsaved_paper(case: Case, paper: Paper | None, *, by: Actor) -> None:
    """Throw away what `by` has not saved, and let others write; everybody may throw away their own."""
    forget_unsaved_text(place_of(case, paper), by=by)
    if paper:
        open_lock(paper.document, by=by)


def begin_writing(paper: Paper, *, by: User, at: datetime, over: bool = False) -> EditLock:
    """Say that `by` writes a paper, and with `over` take it from whoever does; gives the lock that holds.

    Refuses an actor without `cases.write_paper` on the case.
    """
    require(by, "cases.write_paper", paper.case)
    return take_lock(paper.document, by=by, at=at, over=over)


def store_paper_file(case: Case, upload: "Upload[bytes]", *, by: User, at: datetime) -> File:
    """Keep a file for a paper; only `by` sees it until a version leads to it.

    Refuses an actor without `cases.write_paper` on the case. No history is made: that is of the version.
    """
    require(by, "cases.write_paper", case)
    return store_file(upload, by=by, at=at)


def store_paper_image(
    case: Case, upload: "Upload[bytes]", *, alt_text: str, by: User, at: datetime
) -> File:
    """Keep a picture for a paper, as `store_paper_file` keeps a file."""
    require(by, "cases.write_paper", case)
    return store_image(upload, alt_text=alt_text, by=by, at=at)
