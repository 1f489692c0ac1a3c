"""Reminders go with the tick; what waits for a contact; who may read files of replies; what is held of a writer."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kkr.accounts.holdings import Holding, Row, holdings
from kkr.accounts.models import User
from kkr.common.text import shortened
from kkr.council.desk import DeskEntry, desk_entries
from kkr.council.models.roles import day_of
from kkr.documents.gates import FileGate, file_gates
from kkr.documents.models import File
from kkr.ledger.listeners import tick_jobs
from kkr.rounds.models import (
    Asked,
    Enclosure,
    ProgramToken,
    Reply,
    Round,
    SentNotice,
    State,
    UnconfirmedReply,
)
from kkr.rounds.tasks import forget_unconfirmed, remind_unanswered

tick_jobs.register(remind_unanswered)
tick_jobs.register(forget_unconfirmed)


def _waiting() -> Any:
    """Answers with a file that are not confirmed yet."""
    return UnconfirmedReply.objects.exclude(file=None)


def _files(rows: Any) -> Any:
    return File.objects.filter(pk__in=rows.values("file"))


file_gates.register(
    FileGate(
        public=lambda: _files(Reply.objects.public()),
        visible_to=lambda viewer: _files(Reply.objects.visible_to(viewer)),
        kept=lambda: _files(Reply.objects.exclude(file=None)) | _files(_waiting()),
    )
)


file_gates.register(
    FileGate(
        public=lambda: _files(Enclosure.objects.public()),
        visible_to=lambda viewer: _files(Enclosure.objects.visible_to(viewer)),
        kept=lambda: _files(Enclosure.objects.all()),
    )
)


def entered_replies(user: User) -> Iterator[Row]:
    """Which answers of municipalities somebody entered, and which tokens they gave out."""
    for each in Reply.objects.filter(entered_by=user.actor_key).select_related(
        "asked__area", "asked__committee", "asked__member__person"
    ):
        yield {"what": str(each), "at": each.entered_at}
    for token in ProgramToken.objects.filter(made_by=user.actor_key):
        yield {"what": token.label, "at": token.made_at}


holdings.register(
    Holding(
        key="replies",
        title=_("Answers of municipalities"),
        models=("rounds.Reply", "rounds.ProgramToken"),
        columns={"what": _("What"), "at": _("When")},
        rows=entered_replies,
        kept=_(
            "What a municipality answered, and when, entered by the account without a name "
            "(GDPR art. 17(3)(b) and (d))."
        ),
    )
)


def end_of(day: date) -> datetime:
    """When a last day is over."""
    return timezone.make_aware(datetime.combine(day, time.max))


@desk_entries.register
def to_answer(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """To a municipality's contact, a committee's officials and a member the reports they have not given."""
    rows = Asked.objects.answered_by(viewer).filter(round__state=State.OPEN).due_next()
    for each in rows.filter(due_on__isnull=False).with_names().select_related("round__council"):
        yield DeskEntry(
            kind=each.round.kind_of.waits_as,
            subject=each,
            title=each.round.title,
            sender=f"{each.round.council.short_name}, {each.name}",
            since=each.round.opened_at,
            deadline=end_of(each.due_on),
        )


@desk_entries.register
def to_follow(viewer: Any, now: datetime) -> Iterator[DeskEntry]:
    """To whoever asks what each kind of question wants of them: to send it, to look at what is missing, to end it."""
    for each in Round.objects.kept_by(viewer).for_desk(day_of(now)):
        if entry := each.kind_of.to_do(each, now):
            yield entry


LONGEST = 120
"""How long the names of whom a mail did not reach may be on a desk."""


@desk_entries.register
def mails_lost(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """To whoever asks the open questions of which a mail did not arrive, until it is sent again."""
    lost_anywhere = SentNotice.objects.undelivered()
    if not lost_anywhere.exists():  # as on most days; then nobody's rights are asked
        return
    rows = lost_anywhere.visible_to(viewer)
    names = ("asked__area", "asked__member__person", "asked__round__council")
    lost: dict[Round, list[SentNotice]] = {}
    for each in rows.select_related(*names).order_by("sent_at", "pk"):
        lost.setdefault(each.asked.round, []).append(each)
    for asked_round, notices in lost.items():
        who = ", ".join(dict.fromkeys(each.asked.name for each in notices))
        if made := asked_round.kind_of.asking(asked_round):
            yield DeskEntry(
                kind=f"rounds.mails_lost_of_{asked_round.kind}",
                subject=made,
                title=f"{asked_round.title}: {shortened(who, LONGEST)}",
                sender=asked_round.council.short_name,
                since=notices[0].sent_at,
            )
