"""A recommendation in words: by when, what it takes, where it stands, and what came of it."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kkr.common.languages import in_language
from kkr.council.models.roles import day_of
from kkr.ledger.models import Payload
from kkr.recommendations.answers import COUNTS
from kkr.recommendations.carrying import Counts, Standing
from kkr.recommendations.counting import replies_that_count
from kkr.recommendations.models import Because, Outcome, OutcomeKind, Recommendation
from kkr.rounds.models import Round, RoundStep, State

Line = dict[str, Any]


def answered_heading(found: Standing, first: int | None = None) -> str:
    """`21 af 29 har svaret`; of two reports, where `first` have given an earlier one, how many have given which."""
    facts = {"answered": found.answered, "asked": found.asked, "first": first}
    if first is None:
        if not found.answered:
            return _("None of %(asked)s has answered yet") % facts
        words = ngettext(
            "%(answered)s of %(asked)s has answered",
            "%(answered)s of %(asked)s have answered",
            found.asked,
        )
        return words % facts
    final = (
        _("%(answered)s of %(asked)s have given a final answer")
        if found.answered
        else _("None of %(asked)s has given a final answer")
    )
    words = ngettext(
        "%(first)s has given a first answer", "%(first)s have given a first answer", first
    )
    return f"{final}; {words}" % facts


def stands(found: Standing, first: int | None = None) -> str:
    """`21 af 29 har svaret, 19 godkendt; 68 % af borgerne i de spurgte kommuner`; without the last where nobody
    counted them."""
    facts = {
        "answered": answered_heading(found, first),
        "favour": found.in_favour,
        "share": found.share_of_inhabitants,
    }
    if not found.answered:
        return str(facts["answered"])
    if not found.inhabitants:
        return _("%(answered)s, %(favour)s approved") % facts
    if found.outside:
        words = _("%(answered)s, %(favour)s approved; %(share)s%% of the inhabitants it concerns")
        return words % facts
    return (
        _("%(answered)s, %(favour)s approved; %(share)s%% of the inhabitants of those asked")
        % facts
    )


def state_in_words(made: Recommendation, deadline: date | None, today: date) -> str:
    """Where it is: withdrawn, carried, lost, open until a day, or past it."""
    if made.round.state == State.WITHDRAWN:
        return _("Withdrawn")
    if held := made.held:
        return outcome_in_words(held)
    if deadline is None:
        return _("Open")
    if deadline < today:
        return _("Open; the answers were due by %(day)s") % {"day": date_format(deadline)}
    return _("Open until %(day)s") % {"day": date_format(deadline)}


def outcome_in_words(outcome: Outcome) -> str:
    """What came of it and when: `Tiltrådt den 13. februar 2017`."""
    words: dict[tuple[str, str], str] = {
        (OutcomeKind.CARRIED, ""): pgettext("outcome", "Carried on %(day)s"),
        (OutcomeKind.LOST, Because.CLOSED): pgettext(
            "outcome", "Not carried, %(day)s, when no more answers were taken"
        ),
        (OutcomeKind.REOPENED, Because.CORRECTED): pgettext(
            "outcome", "Open again since %(day)s after a correction"
        ),
        (OutcomeKind.REOPENED, Because.MOVED): pgettext(
            "outcome", "Open again since %(day)s, as the last day was moved"
        ),
    }
    found = words.get((outcome.kind, outcome.because), "%(words)s, %(day)s")
    return found % {"words": outcome.words, "day": date_format(day_of(outcome.at))}


def carried_by(made: Recommendation) -> str:
    """`Tiltrådt af 29 kommuner`; empty where it is not carried. A region is none of them."""
    if made.held is None or made.held.kind != OutcomeKind.CARRIED:
        return ""
    replies = replies_that_count().public().filter(asked__round=made.round_id)
    in_favour = [key for key, counts in COUNTS.items() if counts == Counts.FOR]
    number = replies.filter(asked__municipality__isnull=False, answer__in=in_favour).count()
    words = ngettext(
        "Approved by %(number)s municipality",
        "Approved by %(number)s municipalities",
        number,
    )
    return words % {"number": number}


def deadlines(steps: list[RoundStep]) -> list[str]:
    """The day of each report, with its name where there are several."""
    return [
        f"{step.title}: {date_format(step.deadline_on)}"
        if step.title
        else date_format(step.deadline_on)
        for step in steps
    ]


def moved(asked_round: Round, steps: list[RoundStep]) -> list[str]:
    """When the last day of a report was moved, from when to when, and why, as readers were promised."""
    titles = {str(step.number): step.title for step in steps}
    history = Payload.objects.about(asked_round, viewer=AnonymousUser())
    rows = history.filter(entry__verb="rounds.deadline_moved", entry__public=True)
    return [
        moved_in_words(each.content, titles.get(each.content["step"], ""))
        for each in rows.order_by("entry")
    ]


def moved_in_words(told: dict[str, str], report: str) -> str:
    """That a last day was moved; what was moved long ago does not say from when."""
    words = (
        _("The day was moved from %(before)s to %(to)s: %(why)s")
        if told.get("from")
        else _("The day was moved to %(to)s: %(why)s")
    )
    before = date_format(date.fromisoformat(told["from"])) if told.get("from") else ""
    to = date_format(date.fromisoformat(told["to"]))
    said = words % {"before": before, "to": to, "why": told.get("why", "")}
    return f"{report}: {said[:1].lower()}{said[1:]}" if report else said


def link(made: Recommendation, deadline: date | None, today: date) -> Line:
    """The way to it from what it came of."""
    return {
        "made": made,
        "title": made.round.title,
        "href": in_language(made.path),
        "state": state_in_words(made, deadline, today),
    }


def row(
    made: Recommendation,
    found: Standing,
    deadline: date | None,
    today: date,
    first: int | None = None,
) -> Line:
    """One line of the list."""
    return {
        **link(made, deadline, today),
        "stands": stands(found, first),
    }
