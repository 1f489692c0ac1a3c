"""What somebody is writing of decisions and has not saved: kept for them alone, in no history, and thrown away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kkr.accounts.models import User
from kkr.ledger.actors import Actor, require
from kkr.meetings.models import AgendaItem, UnsavedDecision


class StaleWords(Exception):
    """The same person wrote on meanwhile in another window; `unsaved` is what stands there."""

    def __init__(self, unsaved: UnsavedDecision) -> None:
        super().__init__(unsaved.revision)
        self.unsaved = unsaved


@transaction.atomic
def keep_unsaved(
    item: AgendaItem,
    *,
    words: Mapping[str, Any],
    over: int | None = None,
    by: User,
    at: datetime,
) -> UnsavedDecision | None:
    """Keep what `by` is writing on an item, over what was kept before; no words take it away.

    `over` is the revision it was written on; raises StaleWords where another is kept. Refuses an
    actor without `meetings.write_minutes` on the meeting.
    """
    require(by, "meetings.write_minutes", item.meeting)
    kept = dict(words)
    rows = UnsavedDecision.objects.select_for_update(of=("self",))
    found = rows.filter(user=by, item=item).first()
    if found and found.words != kept and over is not None and over != found.revision:
        raise StaleWords(found)
    if not kept:
        forget_unsaved(item, by=by)
        return None
    if found is None:
        first = {"words": kept, "saved_at": at}
        found, _is_new = rows.get_or_create(user=by, item=item, defaults=first)
    if found.words != kept:
        found.words, found.saved_at = kept, at
        found.revision += 1
        found.save()
    return found


def forget_unsaved(item: AgendaItem, *, by: Actor) -> None:
    """Throw away what `by` has not saved of an item; everybody may throw away their own."""
    if isinstance(by, User):
        UnsavedDecision.objects.filter(user=by, item=item).delete()


def forget_old_unsaved(*, before: datetime) -> int:
    """Throw away what nobody has gone on writing since then; gives how many. It asks nobody."""
    return UnsavedDecision.objects.filter(saved_at__lt=before).delete()[0]
