"""The stops on a case's way. Rooms above register theirs: a decision, an answer, a measured effect."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from kkr.cases.models import Answer, Case, Consultation, PaperVersion, Wish
from kkr.cases.reading import commissions_read_by, seen, versions_read_by, wishes_read_by
from kkr.common.registry import Registry
from kkr.council.models.roles import day_of
from kkr.rounds.models import Asked, Reply


@dataclass(frozen=True)
class Stop:
    """One thing that happened: `kind` is `room.what`, `subject` what it happened to; no day, no date known.

    `order` puts what happened on one day in its order; `others` are the rest of the same stop.
    """

    kind: str
    on: date | None
    subject: Any
    order: int = 0
    others: tuple[Any, ...] = ()


Source = Callable[[Case, Any], Iterable[Stop]]
stops: Registry[Source] = Registry()
"""Called with the case and the viewer, None for everybody; gives only what this viewer may see."""


def journey_of(case: Case, viewer: Any = None) -> list[Stop]:
    """Every stop, the earliest first; what was asked for on a day that is not known begins it."""
    found = [stop for source in stops for stop in source(case, viewer)]
    return sorted(found, key=lambda stop: (stop.on or date.min, stop.order))


@stops.register
def commissions(case: Case, viewer: Any) -> Iterator[Stop]:
    """What was asked for, and of whom."""
    for each in commissions_read_by(viewer, case):
        yield Stop("cases.commissioned", each.asked_on, each)


@stops.register
def written_and_sent_back(case: Case, viewer: Any) -> Iterator[Stop]:
    """The versions of papers and the wishes with which the case came back, read together."""
    wishes = wishes_read_by(viewer, case)
    yield from versions(case, viewer, wishes)
    yield from sent_back([each for each in wishes if each.is_told_here])


def versions(case: Case, viewer: Any, wishes: list[Wish]) -> Iterator[Stop]:
    """Each version of each paper, with the wishes it answers."""
    answered: dict[int | None, list[Wish]] = {}
    for wish in wishes:
        if wish.answer != Answer.OPEN:
            answered.setdefault(wish.answered_in_id, []).append(wish)
    for each in versions_read_by(viewer, case):
        kind = "cases.drafted" if each.version.number == 1 else "cases.revised"
        own = tuple(answered.get(each.pk, ()))
        order = 5 if _is_reply(each, own, wishes) else 1
        yield Stop(kind, each.dated_on, each, order=order, others=own)


def _is_reply(version: PaperVersion, answered: Iterable[Wish], wishes: Iterable[Wish]) -> bool:
    """Whether the case was sent back on the day of the version and before it: it answers that, or was written later."""
    written = version.version.at
    that_day = [wish for wish in wishes if wish.wanted_on == version.dated_on]
    later = (wish.released_at and wish.released_at < written for wish in that_day)
    return any(wish in that_day for wish in answered) or any(later)


def sent_back(wishes: list[Wish]) -> Iterator[Stop]:
    """The wishes of one body on one day are one stop."""
    groups: dict[tuple[date, int], list[Wish]] = {}
    for wish in wishes:
        groups.setdefault((wish.wanted_on, wish.wanted_by_id), []).append(wish)
    for (on, _body), found in groups.items():
        yield Stop("cases.sent_back", on, found[0], order=2, others=tuple(found))


@stops.register
def consultations(case: Case, viewer: Any) -> Iterator[Stop]:
    """That comments were asked for, of those that were sent out."""
    rows = seen(Consultation.objects.filter(case=case), viewer)
    replies = Reply.objects.valid().filter(asked=OuterRef("pk"))
    asked = Asked.objects.with_names().annotate(has_answered=Exists(replies))
    sent = rows.sent_out().with_rounds().prefetch_related(Prefetch("round__asked", asked))
    for each in sent:
        others = tuple(each.round.asked.all())
        yield Stop("cases.consulted", day_of(each.round.opened_at), each, order=3, others=others)
