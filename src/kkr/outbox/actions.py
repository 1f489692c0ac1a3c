"""Putting mails into the queue, delivering them, and what an operator may do with them.

`enqueue`, `deliver` and `record_bounce` ask for no permission: the room above knows who may. A mail
that ends badly writes a ledger entry, so that a room above can listen for it.
"""

import logging
import os
import socket
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kkr.common.text import UNFIT_FOR_A_LINE, UNFIT_FOR_A_TEXT
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, System, require
from kkr.outbox.models import BACK_OFF, Attempt, Mail, Outcome, State, TextGone, WrongState
from kkr.outbox.sending import Refused, in_words, our_domain, send

logger = logging.getLogger(__name__)
HOUSE = System("outbox")
WORN_OUT = "Whoever tried to send it fell, every time."
OUTLIVED = "The link in it was worth nothing any more."
RESTORED = "It waited when the backup was made, and may have been sent since."
ERASED_AT_ONCE = 500


@transaction.atomic
def enqueue(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    reply_to: str = "",
    unsubscribe: str = "",
    about: models.Model | None = None,
    key: str = "",
    confidential: bool = False,
    useless_at: datetime | None = None,
    at: datetime,
) -> Mail:
    """Queue one mail to one address; it leaves when the surrounding transaction has committed.

    The same `key` is queued once, whatever else is said, and gives the first mail back. What lets
    its reader in is `confidential`: its text is kept until it is sent, and at most until the real
    time `useless_at`. Raises
    ValidationError, in words, for what is no address and for a subject of more than one line.
    """
    if key and (earlier := Mail.objects.filter(key=key).first()):
        return earlier
    mail = Mail(
        to=to.strip(),
        reply_to=reply_to.strip(),
        unsubscribe=unsubscribe,
        subject=subject.strip(),
        text=text,
        html=html,
        about_label=about._meta.label_lower if about else "",
        about_id=str(about.pk) if about else "",
        key=key or None,
        confidential=confidential,
        useless_at=useless_at,
        created_at=at,
    )
    mail.message_id = f"<{mail.public_id}@{our_domain()}>"
    _refuse_what_no_mail_can_carry(mail)
    mail.clean_fields()
    return _queued_once(mail)


def _refuse_what_no_mail_can_carry(mail: Mail) -> None:
    if UNFIT_FOR_A_LINE.search(mail.subject):
        raise ValidationError(
            {"subject": _("A subject stands on one line, without invisible characters.")}
        )
    for name in ("text", "html"):
        if UNFIT_FOR_A_TEXT.search(getattr(mail, name)):
            raise ValidationError({name: _("The text holds a character that no mail can carry.")})


def _queued_once(mail: Mail) -> Mail:
    """Write the row, or give back the one that somebody else wrote under its key meanwhile."""
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        earlier = Mail.objects.filter(key=mail.key).first() if mail.key else None
        if earlier is None:
            raise
        return earlier
    return mail


def deliver(mail_id: int | None = None, *, now: datetime) -> Mail | None:
    """Take a mail that is due, that one or the longest waiting, and hand it to the mail server.

    Gives the mail as it stands afterwards, or None if none was due or others hold it. `now` is the
    real time. Three steps of which only the middle one is slow, and it holds no lock: take it,
    send it, write what came of it. Whoever falls between them leaves it to the next after the lease.
    """
    mail = _taken(mail_id, now)
    if mail is None or mail.state != State.SENDING:
        return mail
    try:
        send(mail)
    except Refused as refusal:
        return _ended(mail, State.BOUNCED, Outcome.REFUSED, str(refusal), now)
    except OSError as failure:  # smtplib's are among these
        return _put_off(mail, in_words(failure), now)
    except Exception as failure:
        logger.exception("mail %s could not be made", mail.message_id)
        return _put_off(mail, in_words(failure), now)
    return _ended(mail, State.SENT, Outcome.SENT, "", now)


def _taken(mail_id: int | None, now: datetime) -> Mail | None:
    """One due mail, ours until the lease is over; committed before anything is sent."""
    due = Mail.objects.due_at(now)
    if mail_id is not None:
        due = due.filter(pk=mail_id)
    if not due.exists():  # an idle queue takes no lock
        return None
    with transaction.atomic(durable=True):
        mail = due.select_for_update(skip_locked=True).order_by("pk").first()
        if mail is None:
            return None
        if mail.is_worn_out:
            return _closed(mail, State.FAILED, Outcome.PUT_OFF, WORN_OUT, now)
        return mail if _took(mail, due, now) else None


def _took(mail: Mail, due: "models.QuerySet[Mail]", now: datetime) -> bool:
    mail.step(State.SENDING)
    mail.attempts += 1
    mail.taken_at = now
    mail.taken_by = f"{socket.gethostname()[:60]}:{os.getpid()}/{mail.attempts}"
    ours = {name: getattr(mail, name) for name in ("state", "attempts", "taken_at", "taken_by")}
    # SQLite has no row locks: what is no longer due is no longer ours to take
    return due.filter(pk=mail.pk).update(**ours, next_attempt_at=None) == 1


def _put_off(mail: Mail, reply: str, now: datetime) -> Mail:
    if mail.is_worn_out:
        return _ended(mail, State.FAILED, Outcome.PUT_OFF, reply, now)
    return _ended(mail, State.QUEUED, Outcome.PUT_OFF, reply, now)


@transaction.atomic
def _ended(mail: Mail, state: State, outcome: Outcome, reply: str, now: datetime) -> Mail:
    """Write what came of an attempt; where the lease was lost meanwhile only good news counts."""
    held = Mail.objects.select_for_update().get(pk=mail.pk)
    is_ours = (held.state, held.taken_by) == (State.SENDING, mail.taken_by)
    is_good_news = state == State.SENT and held.state in {State.QUEUED, State.SENDING}
    if not (is_ours or is_good_news):
        held.history.create(at=now, outcome=outcome, reply="" if held.erased_at else reply)
        return held
    return _closed(held, state, outcome, reply, now)


def _closed(mail: Mail, state: State, outcome: Outcome, reply: str, at: datetime) -> Mail:
    mail.step(state)
    mail.last_error = reply
    mail.next_attempt_at = at + BACK_OFF[mail.attempts - 1] if state == State.QUEUED else None
    mail.sent_at = at if state == State.SENT else mail.sent_at
    if mail.confidential and state == State.SENT:
        mail.say_no_more()
    mail.save()
    mail.history.create(at=at, outcome=outcome, reply=reply)
    if state in {State.FAILED, State.BOUNCED}:
        _recorded(state.value, mail, by=HOUSE, at=at)
    return mail


@transaction.atomic
def record_bounce(message_id: str, reason: str, *, at: datetime) -> Mail:
    """Write down that a mail came back; raises Mail.DoesNotExist for a Message-ID that is not ours.

    A second bounce of the same mail is kept too, but changes nothing else.
    """
    mail = Mail.objects.select_for_update().get(message_id=f"<{message_id.strip().strip('<>')}>")
    if mail.taken_at is None:
        raise WrongState(mail)
    if mail.state == State.BOUNCED or mail.erased_at:
        mail.history.create(at=at, outcome=Outcome.BOUNCED, reply="" if mail.erased_at else reason)
        return mail
    return _closed(mail, State.BOUNCED, Outcome.BOUNCED, reason, at)


@transaction.atomic
def retry(mail: Mail, *, by: Actor, at: datetime) -> Mail:
    """Queue again what failed or bounced, with all its attempts before it and the same Message-ID.

    Refuses an actor without `outbox.retry_mail`, a mail that was sent, waits, or was erased, and
    one whose text is gone.
    """
    require(by, "outbox.retry_mail", mail)
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.erased_at:
        raise WrongState(mail)
    if mail.confidential and mail.is_wordless:
        raise TextGone
    mail.step(State.QUEUED)
    mail.attempts = 0
    mail.next_attempt_at = mail.settled_at = None
    mail.save()
    return _recorded("retried", mail, by=by, at=at)


@transaction.atomic
def settle(mail: Mail, *, by: Actor, at: datetime) -> Mail:
    """Note that somebody has looked to a mail that failed or came back; the second time changes nothing.

    Refuses an actor without `outbox.retry_mail`, and a mail that did not end badly.
    """
    require(by, "outbox.retry_mail", mail)
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.state not in {State.FAILED, State.BOUNCED}:
        raise WrongState(mail)
    if mail.settled_at is not None:
        return mail
    mail.settled_at = at
    mail.save(update_fields=["settled_at"])
    return _recorded("settled", mail, by=by, at=at)


@transaction.atomic
def drop_outlived(*, now: datetime) -> int:
    """Drop the texts of confidential mails whose link opens nothing any more; gives how many.

    What still waited has failed with that. `now` is the real time; it asks for no permission.
    """
    mails = list(Mail.objects.outlived(now).select_for_update(skip_locked=True)[:ERASED_AT_ONCE])
    for mail in mails:
        mail.say_no_more()
        if mail.state in {State.QUEUED, State.SENDING}:
            mail.taken_at = mail.taken_at or now
            _closed(mail, State.FAILED, Outcome.PUT_OFF, OUTLIVED, now)
        else:
            mail.save(update_fields=["text", "html"])
    return len(mails)


@transaction.atomic
def stop_restored(*, now: datetime) -> int:
    """Stop what waits in a restored database, for it may have gone out since; gives how many.

    Each has failed, and waits for somebody to send it or settle it. It asks for no permission, and
    the ledger says nothing of it: it must say what it said in the backup. `now` is the real time.
    """
    waiting = list(Mail.objects.filter(state__in=[State.QUEUED, State.SENDING]).select_for_update())
    for mail in waiting:
        mail.step(State.FAILED)
        mail.last_error = RESTORED
        mail.taken_at, mail.taken_by, mail.next_attempt_at = mail.taken_at or now, "", None
        mail.save()
        mail.history.create(at=now, outcome=Outcome.PUT_OFF, reply=RESTORED)
    return len(waiting)


@transaction.atomic
def erase_mail(*, before: datetime, by: Actor, at: datetime) -> int:
    """Erase the addresses and texts of what came to rest before then; gives how many, 500 at most.

    The rows stay with their times and their Message-ID. Refuses an actor without `outbox.erase_mail`.
    One ledger entry, on the newest of them, stands for them all.
    """
    require(by, "outbox.erase_mail")
    erasable = Mail.objects.erasable(before).select_for_update(skip_locked=True)
    mails = list(erasable.order_by("taken_at", "pk")[:ERASED_AT_ONCE])
    if not mails:
        return 0
    Attempt.objects.filter(mail__in=mails).update(reply="")
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        to="", reply_to="", subject="", text="", html="", last_error="", erased_at=at
    )
    _recorded("erased", mails[-1], by=by, at=at, mails=len(mails), before=before)
    return len(mails)


@transaction.atomic
def erase_mail_to(*addresses: str, by: Actor, at: datetime, now: datetime) -> int:
    """Erase every mail to these addresses, and send none that waits; gives how many. `now` is the real time.

    The rows stay, with their times and their Message-ID. Refuses an actor without `outbox.erase_mail`.
    """
    require(by, "outbox.erase_mail")
    for address in addresses:
        Mail.objects.filter(reply_to__iexact=address).update(reply_to="")
    ids = hold_mail_to(*addresses)
    ours = Mail.objects.filter(pk__in=ids)
    ours.filter(taken_at=None).update(taken_at=now)
    ours.filter(state__in=[State.QUEUED, State.SENDING]).update(
        state=State.FAILED, taken_by="", next_attempt_at=None
    )
    Attempt.objects.filter(mail__in=ids).update(reply="")
    ours.update(to="", reply_to="", subject="", text="", html="", last_error="", erased_at=now)
    if ids:
        _recorded("erased", Mail.objects.get(pk=max(ids)), by=by, at=at, mails=len(ids))
    return len(ids)


def hold_mail_to(*addresses: str) -> list[int]:
    """Let nobody deliver or change a mail to these addresses until this is done; gives which they are.

    Whoever writes more of the history than of the mails does this first.
    """
    to = Q(*(("to__iexact", address) for address in addresses), _connector=Q.OR)
    mails = Mail.objects.filter(to, erased_at=None) if addresses else Mail.objects.none()
    return [mail.pk for mail in mails.order_by("pk").select_for_update()]


def _recorded(verb: str, mail: Mail, *, by: Actor, at: datetime, **content: Any) -> Mail:
    about = {"about": f"{mail.about_label}:{mail.about_id}"} if mail.about_label else {}
    record(verb=f"outbox.{verb}", subject=mail, by=by, at=at, content=content | about)
    return mail
