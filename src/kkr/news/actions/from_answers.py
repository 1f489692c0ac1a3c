"""What the answers of the municipalities have to tell: a draft when they carry a recommendation, or it is lost."""

from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from kkr.common.text import shortened
from kkr.ledger.actors import Actor
from kkr.news.actions.from_minutes import LONGEST_TITLE
from kkr.news.actions.items import draft_news
from kkr.news.models import NewsItem
from kkr.recommendations.counting import standing_of
from kkr.recommendations.models import Outcome, OutcomeKind


def draft_of_outcome(outcome: Outcome, *, by: Actor, at: datetime) -> NewsItem:
    """Begin an item that says what came of a recommendation; asked twice it gives the first one back.

    Refuses an actor without `news.draft_newsitem` for the council.
    """
    made = outcome.recommendation
    with override(settings.LANGUAGE_CODE):  # it is for readers, whatever language somebody works in
        words = (
            _("The municipalities have approved: %(title)s")
            if outcome.kind == OutcomeKind.CARRIED
            else _("The municipalities have not approved: %(title)s")
        )
        title, html, label = words % {"title": made.round.title}, text_of(outcome), _("Answers")
    return draft_news(
        public_id=named_after(outcome),
        council=made.round.council,
        title=shortened(title, LONGEST_TITLE),
        html=html,
        label=label,
        by=by,
        at=at,
    )


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
