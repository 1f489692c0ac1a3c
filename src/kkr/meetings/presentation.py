"""What meetings say in words: a decision in a sentence, and the stops on a case's way."""

from collections.abc import Iterable
from datetime import time

from django.utils.formats import date_format, time_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kkr.cases.journey import Stop
from kkr.cases.models import Wish
from kkr.cases.presentation import AddressOf, Line, made_up, tells, wanted
from kkr.common.languages import in_language
from kkr.documents.showing import shown
from kkr.ledger import clock
from kkr.meetings.differences import What
from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.models import AgendaItem, EditionDecision, FollowUp, Meeting

CHANGED = {
    What.ADDED: gettext_lazy("is new"),
    What.WITHDRAWN: gettext_lazy("is withdrawn"),
    What.CLOSED: gettext_lazy("is closed now"),
    What.OPENED: gettext_lazy("is open now"),
    What.HEADING: gettext_lazy("has another heading"),
    What.TEXT: gettext_lazy("has another text"),
    What.PROPOSAL: gettext_lazy("has another proposal"),
    What.ATTACHMENTS: gettext_lazy("has other files"),
    What.DECISION: gettext_lazy("has another decision"),
    What.WITHOUT: gettext_lazy("says otherwise who took no part"),
    What.ORDER: gettext_lazy("the items stand in another order"),
    What.OTHER: gettext_lazy("has something else changed"),
}
"""What changed with an item, as the end of a sentence about it."""


def in_words(kinds: Iterable[str]) -> str:
    """What was decided, as one sentence would have it: `Drøftet, anbefalet kommunerne`."""
    words = ", ".join(str(decision_kinds()[kind].title).lower() for kind in dict.fromkeys(kinds))
    return words[:1].upper() + words[1:]


@tells("meetings.scheduled")
def scheduled(stop: Stop, _address_of: AddressOf) -> Line:
    """What is illustrative is what the agenda says so of, not what is written of the item since."""
    item: AgendaItem = stop.subject
    (content,) = stop.others
    edition = content.row.edition
    invented = content.facts.get("illustrative") or edition.head.get("illustrative", "")
    heading = _("On the agenda of %(council)s")
    return {
        **when_of(item.meeting),
        "heading": heading % {"council": item.meeting.council.name},
        "told": [_("As item %(number)s.") % {"number": item.number}, *made_up(invented)],
        "href": in_language(item.path),
        "link": _("Read the item"),
    }


@tells("meetings.decided")
def decided(stop: Stop, _address_of: AddressOf) -> Line:
    """What a council did, in words, with the text and the wishes; several decisions on one item are one."""
    rows = [each for each in stop.others if isinstance(each, EditionDecision)]
    wishes = [each for each in stop.others if isinstance(each, Wish)]
    item = rows[0].content.row.item
    decision = in_words(each.kind for each in rows)
    facts = {"council": item.meeting.council.name, "decision": decision}
    return {
        **when_of(item.meeting),
        "heading": _("%(council)s decided: %(decision)s") % facts,
        "told": [words for each in rows for words in made_up(each.decision.illustrative)],
        "bodies": [mark_safe(shown(each.version.html)) for each in rows],  # noqa: S308 -- sanitised
        "dissents": [each.dissent for each in rows if each.dissent],
        "wishes": [wanted(wish) for wish in wishes],
        "href": in_language(item.path),
        "link": _("Read the decision"),
    }


@tells("meetings.followed_up")
def followed_up(stop: Stop, _address_of: AddressOf) -> Line:
    """What was done after a decision, or is still to be done by the day that stands above it."""
    made: FollowUp = stop.subject
    if made.done_on:
        heading = _("%(body)s has followed up")
    elif made.is_overdue_on(clock.today()):
        heading = _("%(body)s should have followed up by this day")
    else:
        heading = _("%(body)s is to follow up by this day")
    return {
        "heading": heading % {"body": made.body.name},
        "told": [
            *filter(None, (made.what, made.outcome)),
            *made_up(made.decision.illustrative),
        ],
        "href": in_language(made.decision.item.path),
        "link": _("Read the decision"),
    }


def hours(begins: time | None, ends: time | None) -> str:
    """`kl. 10.00-12.00`, or from when; empty where no time is known."""
    if begins is None:
        return ""
    written = pgettext("how a time is written", "H:i")
    span = time_format(begins, written)
    if ends is not None:
        span = f"{span}–{time_format(ends, written)}"
    return _("at %(hours)s") % {"hours": span}


def before_councils(items: Iterable[AgendaItem]) -> list[Line]:
    """Where a version of a paper was before a council: what a list of versions says, each with its address."""
    words = _("before %(council)s %(day)s, item %(number)s")
    return [
        {
            "words": words
            % {
                "council": each.meeting.council.name,
                "day": date_format(on) if (on := each.meeting.held_on) else each.meeting.known_as,
                "number": each.number,
            },
            "href": in_language(each.path),
        }
        for each in items
    ]


def when_of(meeting: Meeting) -> Line:
    """What is known of the time, where the day is not."""
    return {} if meeting.held_on else {"when": meeting.known_as}
