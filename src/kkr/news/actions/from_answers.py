"""What the answers of the municipalities have to tell: a draft when they carry a recommendation, or it is lost."""

from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from kkr.common.text import shortened
from kkr.ledger.actors import Actor
from kkr.ledger.models import Entry
from kkr.meetings.registries import marked
from kkr.news.actions.from_minutes import LONGEST_TITLE
from kkr.news.actions.items import discard_news, draft_news
from kkr.news.models import NewsItem, State
from kkr.recommendations.counting import standing_of
from kkr.recommendations.models import Outcome, OutcomeKind, Recommendation


def draft_of_outcome(outcome: Outcome, *, by: Actor, at: datetime) -> NewsItem:
    """Begin an item that says what came of a recommendation; asked twice it gives the first one back.

    Refuses an actor without `news.draft_newsitem` for the council.
    """
    made = outcome.recommendation
    with override(settings.LANGUAGE_CODE):  # it is for readers, whatever language somebody works in
        title, html, label = title_of(outcome), text_of(outcome), _("Recommendation")
        teaser = teaser_of(outcome.recommendation)
    return draft_news(
        public_id=named_after(outcome),
        council=made.round.council,
        title=shortened(title, LONGEST_TITLE),
        teaser=teaser,
        html=html,
        label=label,
        outcome=outcome,
        by=by,
        at=at,
    )


@transaction.atomic
def discard_overtaken(made: Recommendation, *, by: Actor, at: datetime) -> int:
    """Throw away the drafts nobody has touched of outcomes that do not hold any more; gives how many.

    What somebody has written on stays, and a guard warns of it; what is published is corrected by people.
    Refuses an actor without `news.edit_newsitem`.
    """
    stale = Outcome.objects.overtaken().filter(recommendation=made)
    drafts = NewsItem.objects.filter(outcome__in=stale.values("pk"), state=State.DRAFT)
    # one that somebody holds is being written on; nobody is waited for from the ledger's head
    free = drafts.select_for_update(of=("self",), skip_locked=True)
    rows = free.select_related("council", "outcome__recommendation")
    found = [each for each in rows if is_untouched(each)]
    with override(settings.LANGUAGE_CODE):
        why = _("What it tells does not hold any more: the outcome is another now.")
    for each in found:
        discard_news(each, why=why, by=by, at=at)
    return len(found)


def is_untouched(item: NewsItem) -> bool:
    """Whether it was drafted by itself, nothing has happened to it since, and nobody has begun to write on it.

    A copy is somebody's, and so is what was thrown away and brought back, or scheduled and taken off again.
    """
    is_own = item.outcome is not None and item.public_id == named_after(item.outcome)
    return is_own and Entry.objects.about(item).count() == 1 and not item.private_drafts.exists()


def title_of(outcome: Outcome) -> str:
    """What came of it, and of which recommendation."""
    title = outcome.recommendation.round.title
    if outcome.kind == OutcomeKind.CARRIED:
        return _("The municipalities have approved: %(title)s") % {"title": title}
    if outcome.because:
        return f"{outcome.words}: {title}"
    return _("The municipalities have not approved: %(title)s") % {"title": title}


def teaser_of(made: Recommendation) -> str:
    """How many have approved, and what share of the inhabitants it concerns they have, where those are counted."""
    found = standing_of(made)
    facts = {
        "favour": found.in_favour,
        "asked": found.asked,
        "share": found.share_of_inhabitants,
    }
    words = (
        _("%(favour)s of %(asked)s have approved, with %(share)s%% of the inhabitants it concerns.")
        if found.inhabitants
        else _("%(favour)s of %(asked)s have approved.")
    )
    return marked(words % facts, made.round.illustrative)


def text_of(outcome: Outcome) -> SafeString:
    """How many have approved, the way to all answers, and what of it is made up."""
    made = outcome.recommendation
    found = standing_of(made)
    facts = {"asked": found.asked, "answered": found.answered, "favour": found.in_favour}
    said = _("%(answered)s of %(asked)s have answered, and %(favour)s have approved.") % facts
    html = format_html(
        '<p>{} <a href="{}">{}</a></p>', said, made.path, _("See what each has answered")
    )
    if not made.round.illustrative:
        return html
    return html + format_html("<p>{}: {}</p>", _("Partly illustrative"), made.round.illustrative)


def named_after(outcome: Outcome) -> UUID:
    """The same for the same outcome, so that it is told once."""
    return uuid5(outcome.recommendation.public_id, f"news of outcome {outcome.number}")
