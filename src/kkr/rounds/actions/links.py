"""Links that answer one question, and the tokens of programs. Only digests are kept; a stranger learns nothing."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models import Contact, Municipality
from kkr.documents.models import File
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.recording import digest_of, locked, recorded
from kkr.rounds.actions.replying import (
    look_at_reply,
    note_stage,
    refuse_reply,
    refuse_stage,
    reply,
)
from kkr.rounds.models import (
    Asked,
    ProgramToken,
    Reply,
    ReplyLink,
    RoundStep,
    Stage,
    State,
    UnconfirmedReply,
    Way,
    WrongState,
)
from kkr.rounds.saying import Said
from kkr.rounds.steps import report_of

CONFIRM_WITHIN = timedelta(days=3)


class NoSuchLink(Exception):
    """No question can be answered with this token: mistyped, revoked, used up or of a closed round."""


class TooLate(NoSuchLink):
    """What would be confirmed with this token was said in time, and its question takes no more answers."""

    def __init__(self, unconfirmed: UnconfirmedReply) -> None:
        super().__init__()
        self.unconfirmed = unconfirmed


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


def answer_by_link(
    link: ReplyLink,
    said: Said,
    *,
    step: RoundStep | None = None,
    file: File | None = None,
    over: str | None = None,
    tell: Callable[[str], object] = str,
    at: datetime,
) -> str:
    """Keep an answer that came by a link until it is confirmed; gives the token for that.

    `tell` is called with the token as it is kept, to mail it. A later answer by the same link takes the place
    of one that is not confirmed. Refuses what `reply` refuses, so that nobody has to confirm what cannot count.
    """
    step = step or report_of(link.asked)
    facts: dict[str, Any] = {"step": step, "way": Way.LINK, "file": file, "over": over}
    refuse_reply(link.asked, said, by=ByLink(link), at=at, **facts)
    return _wait(link, _as_json(said), tell, step=step, file=file, at=at)


def note_stage_by_link(
    link: ReplyLink,
    *,
    stage: Stage,
    on: date | None = None,
    tell: Callable[[str], object] = str,
    at: datetime,
) -> str:
    """Keep how far somebody says they are until that is confirmed, for everybody sees it; otherwise as an answer.

    Refuses what `note_stage` refuses.
    """
    refuse_stage(link.asked, stage=stage, on=on, by=ByLink(link))
    said = {"stage": stage, "on": on.isoformat() if on else None}
    now = Asked.objects.get(pk=link.asked_id)
    return _wait(link, said | {"over": _stage_of(now)}, tell, at=at)


def _stage_of(asked: Asked) -> list[str]:
    """How far it stands that somebody is, and the day, to see whether it still does."""
    return [asked.stage, asked.stage_on.isoformat() if asked.stage_on else ""]


def _wait(
    link: ReplyLink,
    said: dict[str, Any],
    tell: Callable[[str], object],
    *,
    step: RoundStep | None = None,
    file: File | None = None,
    at: datetime,
) -> str:
    """Keep what was said by a link in place of what waits already, an answer of an answer and a stage of a stage;
    gives the token that confirms it."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        asked_round = locked(link.asked.round)
        if asked_round.state != State.OPEN:
            raise WrongState(asked_round)
        link.unconfirmed.filter(confirmed_at=None, step__isnull=step is None).delete()
        UnconfirmedReply.objects.create(
            asked=link.asked,
            link=link,
            step=step,
            said=said,
            file=file,
            digest=digest_of(token),
            made_at=at,
            expires_at=at + CONFIRM_WITHIN,
        )
        tell(token)
    return token


def find_unconfirmed(token: str, *, at: datetime) -> UnconfirmedReply:
    """The answer that a token confirms; raises NoSuchLink alike whatever is wrong with it, and TooLate where nothing
    is but that its question is closed or withdrawn."""
    return _confirmable(at, digest=digest_of(token))


def _confirmable(at: datetime, **which: Any) -> UnconfirmedReply:
    rows = UnconfirmedReply.objects.select_related(
        "link__contact", "asked__round__council", "step", "file", "reply"
    )
    good = {"link__revoked_at": None, "link__contact__ended_at": None, "expires_at__gt": at}
    found = rows.filter(**good, **which).first()
    if found is None:
        raise NoSuchLink
    if found.confirmed_at is None and found.asked.round.state != State.OPEN:
        raise TooLate(found)
    return found


def confirm_reply(unconfirmed: UnconfirmedReply, *, why: str = "", at: datetime) -> Reply | None:
    """Let an answer that came by a link count; confirmed twice it counts once, and undoes no correction.

    Refuses what `reply` refuses; raises NoSuchLink where the link was taken back meanwhile, TooLate where the question
    was closed.
    """
    asked, said = unconfirmed.asked, _from_json(unconfirmed.said)
    facts: dict[str, Any] = {
        "step": unconfirmed.step or report_of(asked),
        "file": unconfirmed.file,
        "why": one_line(why) or _("Answered anew by a link"),
    }
    looked = look_at_reply(asked, said, **facts)  # before anything is locked
    with transaction.atomic():
        locked(asked.round)
        found = _confirmable(at, pk=unconfirmed.pk)
        if found.confirmed_at is None:
            by = ByLink(found.link)
            found.reply = reply(asked, said, way=Way.LINK, looked=looked, by=by, at=at, **facts)
            found.confirmed_at = at
            found.save()
        return found.reply


@transaction.atomic
def confirm_stage(unconfirmed: UnconfirmedReply, *, at: datetime) -> Asked:
    """Let what was said by a link of how far one is count; confirmed twice it is noted once.

    Refuses what `note_stage` refuses, and where something else was noted meanwhile; raises NoSuchLink where the
    link was taken back, TooLate where the question was closed.
    """
    locked(unconfirmed.asked.round)
    found = _confirmable(at, pk=unconfirmed.pk)
    assert found.stage is not None, "an answer is confirmed with confirm_reply"
    if found.confirmed_at is None:
        if found.said.get("over") != _stage_of(Asked.objects.get(pk=found.asked_id)):
            words = _(
                "Something else was noted meanwhile. Look at it, and say it anew by the link."
            )
            raise ValidationError(words, code="stale")
        facts: dict[str, Any] = {"stage": found.stage, "on": found.stage_on, "at": at}
        note_stage(found.asked, by=ByLink(found.link), **facts)
        found.confirmed_at = at
        found.save()
    return found.asked


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
