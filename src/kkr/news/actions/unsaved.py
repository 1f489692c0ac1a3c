"""What somebody is writing and has not saved: kept for them alone, in no history, and thrown away."""

from collections.abc import Mapping
from datetime import datetime

from django.core.files.base import File as Upload
from django.db import transaction

from kkr.accounts.models import User
from kkr.council.models import Council
from kkr.documents.actions import store_image
from kkr.documents.models import File
from kkr.documents.richtext import sanitise
from kkr.ledger.actors import Actor, require
from kkr.news.models import NewsItem, PrivateDraft, no_number_before


class StaleDraft(Exception):
    """The same person wrote on meanwhile in another window; `draft` is what stands there."""

    def __init__(self, draft: PrivateDraft) -> None:
        super().__init__(draft.revision)
        self.draft = draft


@transaction.atomic
def keep_private_draft(
    *,
    council: Council | None,
    item: NewsItem | None = None,
    fields: Mapping[str, str],
    based_on: int = 0,
    over: int | None = None,
    window: str = "",
    by: User,
    at: datetime,
) -> PrivateDraft:
    """Keep what `by` is writing and has not saved, over what was kept before; no history is made.

    `over` is the revision it was written on; raises StaleDraft where another is kept, unless the same
    `window` wrote that and never heard that it was kept. Refuses an actor who could not save it: without
    `news.edit_newsitem`, or for a new item without `news.draft_newsitem`.
    """
    _require_writer(council, item, by=by)
    kept = {**fields, "html": sanitise(fields.get("html", ""))}
    whose = {"user": by, "item": item, "council": item.council if item else council}
    first = {"fields": kept, "based_on": based_on, "window": window, "saved_at": at}
    drafts = PrivateDraft.objects.select_for_update(of=("self",))
    draft, is_new = drafts.get_or_create(**whose, defaults=first)
    if is_new or draft.fields == kept:
        return draft
    is_own = bool(window) and window == draft.window
    if over is not None and over != draft.revision and not is_own:
        raise StaleDraft(draft)
    draft.fields, draft.based_on, draft.saved_at = kept, based_on, at
    draft.revision, draft.window = no_number_before(), window
    draft.save()
    return draft


def store_news_image(
    upload: "Upload[bytes]",
    *,
    council: Council | None,
    item: NewsItem | None = None,
    alt_text: str,
    by: User,
    at: datetime,
) -> File:
    """Keep a picture for an item; only `by` sees it until a version of the item shows it.

    Refuses an actor who could not save the item, and says in words what is wrong with the picture.
    No history is made: that is of the version.
    """
    _require_writer(council, item, by=by)
    return store_image(upload, alt_text=alt_text, by=by, at=at)


def _require_writer(council: Council | None, item: NewsItem | None, *, by: Actor) -> None:
    if item:
        require(by, "news.edit_newsitem", item)
    else:
        require(by, "news.draft_newsitem", council)


def forget_private_draft(
    *, council: Council | None, item: NewsItem | None = None, by: Actor
) -> None:
    """Throw away what `by` has not saved; everybody may throw away their own."""
    forget(item, council, by=by)


def forget_drafts_of(user: User) -> int:
    """Throw away all that a user has not saved; a part of erasing the user, so it asks nobody."""
    return PrivateDraft.objects.filter(user=user).delete()[0]


def forget_old_drafts(*, before: datetime) -> int:
    """Throw away what nobody has gone on writing since then; gives how many. It asks nobody."""
    return PrivateDraft.objects.filter(saved_at__lt=before).delete()[0]


def forget(
    item: NewsItem | None, council: Council | None, *, revision: int | None = None, by: Actor
) -> None:
    """Throw away what `by` has not saved of it; a part of saving it, so it asks nobody.

    With a `revision` only that one: another was written in another window, and is not saved by this.
    """
    if not isinstance(by, User):
        return
    kept = PrivateDraft.objects.visible_to(by).on(council, item)
    (kept if revision is None else kept.filter(revision=revision)).delete()
