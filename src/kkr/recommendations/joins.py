"""What hangs on the answers: the count, what waits on a desk, the stops of a journey, what the next meeting is told."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kkr.cases.journey import Stop, seen, stops
from kkr.cases.models import Case
from kkr.council.models.roles import day_of
from kkr.documents.gates import Gate, gates
from kkr.documents.guarding import Piece
from kkr.documents.models import DocumentVersion
from kkr.ledger.listeners import listeners, tick_jobs
from kkr.ledger.models import Entry
from kkr.meetings.models import AgendaItem, EditionDecision, Meeting
from kkr.meetings.models.decisions import DecisionQuerySet
from kkr.meetings.models.who import councils_written_by
from kkr.meetings.registries import Happened, Starter, marked, opened_with, since_last, starters
from kkr.recommendations import answers, presentation  # noqa: F401 -- register on import
from kkr.recommendations.actions import recount
from kkr.recommendations.counting import standings_of
from kkr.recommendations.models import OutcomeKind, Recommendation
from kkr.recommendations.tasks import recount_missed
from kkr.rounds.models import Reply, Round, RoundStep
from kkr.rounds.publication import asked_pieces, pieces_given

COUNTED = {"rounds.replied", "rounds.reply_corrected"}
CLOSED = {"rounds.closed", "rounds.opened", "rounds.deadline_moved"}


@listeners.register
def count(entry: Entry) -> None:
    """Count when an answer came, when no more can come, and when there is more time."""
    rows = Recommendation.objects.select_related("round__council")
    if entry.verb in COUNTED:
        reply = Reply.objects.select_related("asked").get(pk=entry.subject_id)
        for each in rows.filter(round=reply.asked.round_id):
            recount(each, reply=reply, at=entry.at)
    elif entry.verb in CLOSED:
        for each in rows.filter(round_id=int(entry.subject_id)):
            recount(each, has_moved=entry.verb == "rounds.deadline_moved", at=entry.at)


tick_jobs.register(recount_missed)


def questions_for(viewer: Any) -> Any:
    """What is asked, as it was sent out; to who asks also what they wrote before."""
    read = _questions(Recommendation.objects.visible_to(viewer)).newest()
    return read | _questions(Recommendation.objects.kept_by(viewer))


def _questions(recommendations: Any) -> Any:
    return DocumentVersion.objects.filter(document__in=recommendations.values("question"))


gates.register(
    Gate(
        public=lambda: _questions(Recommendation.objects.public()).newest(),
        visible_to=questions_for,
    )
)


@opened_with.register
def opened(item: AgendaItem) -> Iterator[Piece]:
    """What was asked with the decisions of an item, and answered: it is public where they are."""
    rows = Recommendation.objects.filter(decision__item=item)
    for each in rows.filter(round__in=Round.objects.public().values("pk")).select_related("round"):
        yield from asked_pieces(each.round)
        replies = Reply.objects.filter(asked__round=each.round_id)
        yield from pieces_given(replies.select_related("file"))


def to_recommend(decisions: DecisionQuerySet, viewer: Any) -> Any:
    """Those with which the viewer can ask the municipalities, as everybody reads them now."""
    own = decisions.filter(item__meeting__council__in=councils_written_by(viewer).values("pk"))
    return own.filter(pk__in=EditionDecision.objects.public().told_as({"recommended"}))


starters.register(
    Starter(
        "recommendations.recommend",
        pgettext_lazy("decision", "Ask the municipal councils"),
        to_recommend,
    )
)


@stops.register
def asked(case: Case, viewer: Any) -> Iterator[Stop]:
    """That the municipalities were asked, and what came of it."""
    rows = seen(Recommendation.objects.filter(decision__item__case=case), viewer)
    sent = rows.filter(round__opened_at__isnull=False).select_related("round__council")
    steps = RoundStep.objects.all()
    known: Any = sent.annotate(last_step=steps.last_step(), last_on=steps.last_day())
    found = list(known.prefetch_related("outcomes"))
    standings = standings_of(found, {each.round_id: each.last_step for each in found})
    for each in found:
        told = (standings[each.pk], each.last_on)
        opened = day_of(each.round.opened_at)
        yield Stop("recommendations.asked", opened, each, order=5, others=told)
        if gone := each.withdrawn_at:
            yield Stop("recommendations.withdrawn", day_of(gone), each, order=6)
        elif last := each.newest:
            standing = standings[each.pk]
            yield Stop(
                f"recommendations.{last.kind}", day_of(last.at), last, order=6, others=(standing,)
            )


SINCE_LAST = {
    OutcomeKind.CARRIED: pgettext_lazy("since last", "The recommendation is carried: %(title)s"),
    OutcomeKind.LOST: pgettext_lazy("since last", "%(words)s: %(title)s"),
    OutcomeKind.REOPENED: pgettext_lazy("since last", "%(words)s: %(title)s"),
}


@since_last.register
def outcomes(meeting: Meeting, since: date, until: date) -> Iterator[Happened]:
    """What became of recommendations since then: of each what holds on the day, and nothing that was overtaken."""
    rows = Recommendation.objects.public().of_council(meeting.council)
    for each in rows.select_related("round__council").prefetch_related("outcomes"):
        title = {"title": each.round.title}
        if (gone := each.withdrawn_at) and day_of(gone) <= until:
            day, text = day_of(gone), _("Withdrawn: %(title)s") % title
        else:
            told = [one for one in each.outcomes.all() if day_of(one.at) <= until]
            if not told:
                continue
            last = told[-1]
            day = day_of(last.at)
            text = SINCE_LAST[OutcomeKind(last.kind)] % {"words": last.words, **title}
        if since <= day:
            yield Happened(day, marked(text, each.round.illustrative), each.path)
