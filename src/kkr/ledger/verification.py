"""Walking the chain from its first link."""

from collections.abc import Iterator
from dataclasses import dataclass

from kkr.ledger.chain import Link, payload_digest
from kkr.ledger.models import ERASED, GENESIS, Entry, Head, Payload


@dataclass(frozen=True)
class Verification:
    """How far the chain holds: entries read, payloads erased, and the first broken link if any."""

    entries: int
    erased: int
    digest: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def verify() -> Verification:
    """Check every link, every payload and the head; stops at the first that does not hold.

    Others may go on writing meanwhile: it walks to where the head stood when it began.
    """
    newest = Entry.objects.order_by("position").values_list("position", flat=True).last() or 0
    head = Head.objects.get()  # after the newest entry, which is never ahead of it
    previous, count, erased = GENESIS, 0, 0
    for entry, payload in _pairs(head.position):
        reason = _fault(entry, payload, count + 1, previous)
        if reason:
            return Verification(count, erased, previous, broken_at=count + 1, reason=reason)
        previous, count, erased = entry.digest, count + 1, erased + (payload is None)
    reason = _fault_at_the_end(head, newest, count, previous)
    return Verification(count, erased, previous, count + 1 if reason else None, reason)


def _pairs(last: int) -> Iterator[tuple[Entry, Payload | None]]:
    entries = Entry.objects.filter(position__lte=last).select_related("payload")
    for entry in entries.order_by("position").iterator(2000):
        yield entry, getattr(entry, "payload", None)


def _fault_at_the_end(head: Head, newest: int, count: int, digest: str) -> str:
    if newest > head.position:
        return f"the head stands at {head.position}: an entry follows that it does not know"
    if (head.position, head.digest) != (count, digest):
        return f"the head stands at {head.position}: entries are missing from the end"
    return ""


def _fault(entry: Entry, payload: Payload | None, position: int, previous: str) -> str:
    if entry.position != position:
        return f"an entry is missing: {position} was expected, {entry.position} follows"
    if entry.previous != previous:
        return "it does not point to the entry before it"
    if link_of(entry).digest != entry.digest:
        return "what it says was changed after it was written"
    if payload is None:
        return "" if _was_erased(entry) else "its payload is gone and nobody erased it"
    if payload_digest(payload.salt, payload.text) != entry.payload_digest:
        return "its payload was changed after it was written"
    return ""


def _was_erased(entry: Entry) -> bool:
    """Whether an entry says so; asked when the payload was found gone, so that it is committed too."""
    return Entry.objects.about(entry).filter(verb=ERASED).exists()


def link_of(entry: Entry) -> Link:
    """The entry as the chain digests it."""
    return Link(
        position=entry.position,
        at=entry.at,
        recorded_at=entry.recorded_at,
        actor=entry.actor,
        verb=entry.verb,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        scopes=tuple(entry.scopes),
        public=entry.public,
        payload_digest=entry.payload_digest,
        previous=entry.previous,
    )
