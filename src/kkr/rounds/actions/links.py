"""Links that answer one question, and the tokens of programs. Only digests are kept; a stranger learns nothing."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models import Contact, Municipality
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.recording import digest_of, locked, recorded
from kkr.rounds.actions.replying import reply
from kkr.rounds.models import (
    Asked,
    ProgramToken,
    Reply,
    ReplyLink,
    State,
    UnconfirmedReply,
    Way,
    WrongState,
)
from kkr.rounds.saying import Said

CONFIRM_WITHIN = timedelta(days=3)


class NoSuchLink(Exception):
    """No question can be answered with this token: mistyped, revoked, used up or of a closed round."""


@dataclass(frozen=True)
class ByLink:
    """Whoever answers by a link: may answer for the one it was made for, and the ledger says which link."""

    link: ReplyLink

    @property
    def actor_key(self) -> str:
        return f"link:{self.link.pk}"

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return perm == "rounds.reply" and obj is not None and obj.pk == self.link.asked_id


def make_link(asked: Asked, contact: Contact, *, at: datetime) -> str:
    """A link for a contact to one question; gives its token, which is kept nowhere. Asks for no permission."""
    token = secrets.token_urlsafe(32)
    ReplyLink.objects.create(asked=asked, contact=contact, digest=digest_of(token), made_at=at)
    return token


def find_link(token: str) -> ReplyLink:
    """The link of a token that can still be used; raises NoSuchLink alike whatever is wrong with it."""
    rows = ReplyLink.objects.select_related(
        "asked__round__council", "asked__area", "asked__committee", "contact"
    )
    found = rows.filter(
        digest=digest_of(token),
        revoked_at=None,
        contact__ended_at=None,
        asked__round__state=State.OPEN,
    ).first()
    if found is None:
        raise NoSuchLink
    return found


@transaction.atomic
def open_link(link: ReplyLink, *, is_new_browser: bool, at: datetime) -> ReplyLink:
    """Note that a link was opened, and whether in a browser it was not opened in before."""
    rows = ReplyLink.objects.filter(pk=link.pk)
    rows.filter(opened_at=None).update(opened_at=at)
    if is_new_browser:
        rows.update(browsers=F("browsers") + 1)
    link.refresh_from_db()
    return link


@transaction.atomic
def revoke_link(link: ReplyLink, *, by: Actor, at: datetime) -> ReplyLink:
    """Let a link open nothing any more; twice is once. Refuses an actor without `rounds.change_round`."""
    require(by, "rounds.change_round", link.asked.round)
    asked_round = locked(link.asked.round)
    link = ReplyLink.objects.get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save()
        recorded("link_revoked", link.asked, asked_round, by=by, at=at)
    return link


@transaction.atomic
def answer_by_link(link: ReplyLink, said: Said, *, at: datetime) -> str:
    """Keep an answer that came by a link until it is confirmed; gives the token for that, to be mailed.

    A later answer by the same link takes the place of one that is not confirmed. Refuses what `reply`
    refuses, so that nobody has to confirm what cannot count.
    """
    asked_round = locked(link.asked.round)
    if asked_round.state != State.OPEN:
        raise WrongState(asked_round)
    sid = transaction.savepoint()
    try:
        reply(link.asked, said, way=Way.LINK, why=_("By a link"), by=ByLink(link), at=at)
    finally:
        transaction.savepoint_rollback(sid)  # it was tried, and does not count yet
    link.unconfirmed.filter(confirmed_at=None).delete()
    token = secrets.token_urlsafe(32)
    UnconfirmedReply.objects.create(
        asked=link.asked,
        link=link,
        said=_as_json(said),
        digest=digest_of(token),
        made_at=at,
        expires_at=at + CONFIRM_WITHIN,
    )
    return token


def find_unconfirmed(token: str, *, at: datetime) -> UnconfirmedReply:
    """The answer that a token confirms; raises NoSuchLink alike whatever is wrong with it."""
    rows = UnconfirmedReply.objects.select_related("link__contact", "asked__round__council")
    found = rows.filter(digest=digest_of(token), expires_at__gt=at, link__revoked_at=None).first()
    if found is None or found.asked.round.state != State.OPEN:
        raise NoSuchLink
    return found


@transaction.atomic
def confirm_reply(unconfirmed: UnconfirmedReply, *, why: str = "", at: datetime) -> Reply:
    """Let an answer that came by a link count; twice is once. Refuses what `reply` refuses."""
    locked(unconfirmed.asked.round)
    unconfirmed = UnconfirmedReply.objects.select_related("link", "asked__round").get(
        pk=unconfirmed.pk
    )
    said = _from_json(unconfirmed.said)
    why = one_line(why) or _("Answered anew by a link")
    made = reply(unconfirmed.asked, said, way=Way.LINK, why=why, by=ByLink(unconfirmed.link), at=at)
    unconfirmed.confirmed_at = unconfirmed.confirmed_at or at
    unconfirmed.save()
    return made


@transaction.atomic
def give_token(
    municipality: Municipality, *, label: str, by: Actor, at: datetime
) -> tuple[ProgramToken, str]:
    """A token for a municipality's own system, and its words, which are shown once and kept nowhere.

    Refuses an actor without `rounds.give_token` on the municipality.
    """
    require(by, "rounds.give_token", municipality)
    words = secrets.token_urlsafe(32)
    made = ProgramToken(
        municipality=municipality,
        label=one_line(label),
        digest=digest_of(words),
        made_at=at,
        made_by=by.actor_key,
    )
    made.full_clean()
    made.save(force_insert=True)
    record(verb="rounds.token_given", subject=made, by=by, at=at, content={"label": made.label})
    return made, words


@transaction.atomic
def revoke_token(token: ProgramToken, *, by: Actor, at: datetime) -> ProgramToken:
    """Let a token open nothing any more; twice is once. Refuses an actor without `rounds.give_token`."""
    require(by, "rounds.give_token", token.municipality)
    token = ProgramToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save()
        record(verb="rounds.token_revoked", subject=token, by=by, at=at)
    return token


def find_token(words: str) -> ProgramToken | None:
    """The token with these words that is not revoked, or None."""
    rows = ProgramToken.objects.select_related("municipality")
    return rows.filter(digest=digest_of(words), revoked_at=None).first()


def _as_json(said: Said) -> dict[str, Any]:
    kept = said.as_kept()
    day = kept["decided_on"]
    return {**kept, "decided_on": DjangoJSONEncoder().default(day) if day else None}


def _from_json(kept: dict[str, Any]) -> Said:
    day = kept["decided_on"]
    return Said(**{**kept, "decided_on": date.fromisoformat(day) if day else None})
