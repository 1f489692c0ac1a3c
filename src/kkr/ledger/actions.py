import logging
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from kkr.ledger.actors import Actor, require
from kkr.ledger.chain import Link, canonical, payload_digest
from kkr.ledger.listeners import listeners
from kkr.ledger.models import ERASED, Entry, Head, Payload, key_of

logger = logging.getLogger(__name__)


@transaction.atomic
def record(
    *,
    verb: str,
    subject: models.Model,
    by: Actor,
    at: datetime,
    why: str = "",
    content: Mapping[str, Any] | None = None,
    public: bool = False,
    scopes: Iterable[str] = (),
) -> Entry:
    """Append one entry to the chain and tell the listeners; the last line of every action.

    `verb` reads `room.done` (`news.published`), `at` is the clock's time, `public` says that the
    public pages of the councils in `scopes` (slugs; none means all) change with it. It locks the
    head of the chain until the surrounding transaction ends, so nothing slow may follow it.
    """
    text = canonical({**(content or {}), **({"why": why} if why else {})})
    salt = secrets.token_hex(16)
    head = Head.objects.select_for_update().get()
    link = Link(
        position=head.position + 1,
        at=at,
        recorded_at=timezone.now(),
        actor=by.actor_key,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        scopes=tuple(sorted(scopes)),
        public=public,
        payload_digest=payload_digest(salt, text),
        previous=head.digest,
    )
    entry = Entry.objects.create(**(vars(link) | {"scopes": list(link.scopes)}), digest=link.digest)
    Payload.objects.create(entry=entry, salt=salt, text=text)
    Head.objects.filter(pk=head.pk).update(position=link.position, digest=link.digest)
    _tell_listeners(entry)
    return entry


@dataclass
class Parts:
    """Acts that make up a larger one: a list within its one entry, in place of an entry each."""

    told: list[dict[str, Any]] = field(default_factory=list)
    scopes: set[str] = field(default_factory=set)
    public: bool = False
    is_for_all: bool = False

    def add(
        self,
        *,
        verb: str,
        subject: models.Model,
        content: Mapping[str, Any] | None = None,
        public: bool = False,
        scopes: Iterable[str] = (),
        **_of_the_whole: Any,
    ) -> None:
        """One act more; who did it, when and why is said of the whole."""
        scopes = set(scopes)
        self.told.append({"verb": verb, "of": key_of(subject), **(content or {})})
        self.scopes |= scopes
        self.public |= public
        self.is_for_all |= public and not scopes

    def take(self, others: "Parts") -> None:
        """Add all of theirs."""
        self.told += others.told
        self.scopes |= others.scopes
        self.public |= others.public
        self.is_for_all |= others.is_for_all

    def record(self, *, content: Mapping[str, Any], scopes: Iterable[str], **whole: Any) -> Entry:
        """Append the one entry: public if a part is, and of every council that one of them is of."""
        everywhere = () if self.is_for_all else self.scopes | set(scopes)
        content = {**content, "parts": self.told}
        return record(content=content, public=self.public, scopes=everywhere, **whole)


def tell(within: Parts | None, **act: Any) -> None:
    """`record` an act, or add it to the parts of the larger one that it is `within`."""
    if within is None:
        record(**act)
    else:
        within.add(**act)


def _tell_listeners(entry: Entry) -> None:
    for listener in listeners:
        try:
            with transaction.atomic():
                listener(entry)
        except Exception:
            if transaction.get_rollback():  # lost as a whole: SQLite gives up on a full disk
                raise
            logger.exception("a listener failed on entry %s", entry.position)


@transaction.atomic
def erase_payload(entry: Entry, *, by: Actor, at: datetime, why: str) -> Entry:
    """Erase what `entry` says and keep that it was said; the erasure is an entry itself.

    Refuses an actor without `ledger.erase_payload`. The chain still verifies, and says "erased".
    """
    require(by, "ledger.erase_payload", entry)
    erasure = record(verb=ERASED, subject=entry, by=by, at=at, why=why)
    Payload.objects.filter(entry=entry).delete()
    return erasure
