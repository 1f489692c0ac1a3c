"""The arithmetic of the chain: what is digested, and in which form."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


def canonical(value: Any) -> str:
    """One JSON text for one value: sorted keys, no spaces, dates as ISO 8601."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def instant(value: datetime) -> str:
    """An instant in UTC to the microsecond, the same whatever database kept it."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Link:
    """What the digest of an entry covers."""

    position: int
    at: datetime
    recorded_at: datetime
    actor: str
    verb: str
    subject_type: str
    subject_id: str
    scopes: tuple[str, ...]
    public: bool
    payload_digest: str
    previous: str

    @property
    def digest(self) -> str:
        """SHA-256 over every field in this order, the previous digest last."""
        return sha256(
            canonical(
                [
                    self.position,
                    instant(self.at),
                    instant(self.recorded_at),
                    self.actor,
                    self.verb,
                    self.subject_type,
                    self.subject_id,
                    list(self.scopes),
                    self.public,
                    self.payload_digest,
                    self.previous,
                ]
            )
        )


def payload_digest(salt: str, text: str) -> str:
    """The digest of a payload; without the salt nobody can test a guess at what was erased."""
    return sha256(salt + text)
