from datetime import datetime, timedelta
from functools import partial

from kkr.common.one_by_one import all_done
from kkr.ledger.actors import System
from kkr.meetings.models import Decision, Edition, EditionKind
from kkr.news.actions import (
    draft_of_decision,
    draft_of_minutes,
    draft_of_outcome,
    forget_old_drafts,
    publish_scheduled,
)
from kkr.news.actions.from_answers import named_after
from kkr.news.models import NewsItem, PrivateDraft, WrongState
from kkr.recommendations.models import Outcome, OutcomeKind

KEPT_UNSAVED = timedelta(days=180)
STILL_NEWS = timedelta(days=14)
UNDRAFTED = "news that could not be drafted"


def publish_due(now: datetime) -> int:
    """Publish what is scheduled for now or earlier, the earliest first; gives how many.

    One that cannot be published does not keep the others back; it is raised when they are done. What
    the guards hold back is not counted and stands on the desk.
    """
    published = 0
    failed: list[Exception] = []
    for item in NewsItem.objects.due_at(now).order_by("publish_at", "pk"):
        try:
            done = publish_scheduled(item, by=System("tick"), at=now)
        except WrongState:  # another tick, or a secretary, was faster
            continue
        except Exception as fault:  # noqa: BLE001 -- whatever it is, the others go out on time
            fault.add_note(f"news item {item.pk}")
            failed.append(fault)
        else:
            published += done.is_public
    if failed:
        raise ExceptionGroup("news that could not be published", failed)
    return published


def forget_unsaved(now: datetime) -> int:
    """Throw away what somebody began to write half a year ago and never saved; gives how many."""
    before = now - KEPT_UNSAVED
    if not PrivateDraft.objects.filter(saved_at__lt=before).exists():
        return 0
    return forget_old_drafts(before=before)


def draft_from_minutes(now: datetime) -> int:
    """Draft what minutes of the last fortnight have to tell and no item tells yet; gives how many.

    Once a decision and once a meeting, whatever was made of the draft and however often the minutes
    are corrected. Minutes that were out before, such as those brought from elsewhere, are no news.
    """
    lately = {"published_at__gt": now - STILL_NEWS, "published_at__lte": now}
    related = "item__meeting__council"
    worth_it = Decision.objects.filter(is_newsworthy=True, news=None, **lately)
    out = Edition.objects.of_kind(EditionKind.MINUTES).filter(
        number=1, meeting__news=None, **lately
    )
    by = System("tick")
    return all_done(
        [
            *(
                partial(draft_of_decision, each, by=by, at=now)
                for each in worth_it.select_related(related)
            ),
            *(
                partial(draft_of_minutes, each, by=by, at=now)
                for each in out.select_related("meeting__council")
            ),
        ],
        failing=UNDRAFTED,
    )


def draft_from_answers(now: datetime) -> int:
    """Draft what came of recommendations in the last fortnight and no item tells yet; gives how many.

    Once an outcome, whatever was made of the draft; one that does not hold any more is not told.
    """
    lately = Outcome.objects.public().filter(at__gt=now - STILL_NEWS, at__lte=now)
    rows = lately.select_related("recommendation__round__council")
    settled = rows.exclude(kind=OutcomeKind.REOPENED)
    found = {named_after(each): each for each in settled if not each.is_overtaken}
    known = NewsItem.objects.filter(public_id__in=found).values_list("public_id", flat=True)
    told = set(known)
    by = System("tick")
    untold = [each for key, each in found.items() if key not in told]
    return all_done(
        (partial(draft_of_outcome, each, by=by, at=now) for each in untold), failing=UNDRAFTED
    )
