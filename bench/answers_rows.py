"""Twenty years of recommendations to all 98 municipalities as rows, in bulk, each answer with one that it replaced."""

from datetime import date, timedelta
from typing import Any

from bench.history_rows import bulk, noon, versions, write_meeting

YEARS, A_YEAR = range(1997, 2017), 12
FILLING = range(2012, 2017)
ANSWERS = ("approved", "approved", "approved_with_remarks", "noted", "not_approved")


def write_answers() -> dict[str, int]:
    """Write it all; gives how many there are of each."""
    from django.db import transaction

    from kkr.council.models import Council, Municipality
    from kkr.recommendations.models import Recommendation
    from kkr.rounds.models import Asked, Reply

    council = Council.objects.get(slug="hovedstaden")
    municipalities = list(Municipality.objects.select_related("area").order_by("code"))
    with transaction.atomic():
        for year in YEARS:
            write_year(council, year, municipalities)
    kinds = {"recommendations": Recommendation, "asked": Asked, "replies": Reply}
    return {name: kind.objects.count() for name, kind in kinds.items()}


def fill_answers() -> None:
    """So many recommendations to its own municipalities that every list and feed has its first page full."""
    from django.db import transaction

    from kkr.council.models import Council, Municipality

    council = Council.objects.get(slug="hovedstaden")
    own = Municipality.objects.in_councils([council.pk], date(2017, 2, 13))
    municipalities = list(own.select_related("area").order_by("code"))
    with transaction.atomic():
        for year in FILLING:
            write_year(council, year, municipalities)


def write_year(council: Any, year: int, municipalities: list[Any]) -> None:
    """A meeting, and a recommendation from every other of its decisions."""
    from kkr.meetings.models import Decision
    from kkr.recommendations.models import Outcome, Recommendation
    from kkr.rounds.models import Round, RoundStep

    held_on = date(year, 9, 3)
    opened = noon(held_on + timedelta(days=7))
    write_meeting(council, held_on, [])
    decided = Decision.objects.filter(item__meeting__held_on=held_on).order_by("pk")[::2][:A_YEAR]
    questions = versions("<p>Vil I godkende det?</p>", opened)[: len(decided)]
    rounds = bulk(
        Round(
            council=council,
            kind="recommendation",
            title=f"Anbefaling {number} fra {year}",
            state="closed",
            opened_at=opened,
            closed_at=opened + timedelta(days=200),
        )
        for number in range(len(decided))
    )
    due = {"number": 1, "deadline_on": held_on + timedelta(days=180)}
    steps = bulk(RoundStep(round=each, **due) for each in rounds)
    rule = {"rule": "municipalities", "percent": 50}
    made = bulk(
        Recommendation(
            round=each,
            decision=decision,
            slug=f"anbefaling-{year}-{number}",
            question=question.document,
            **rule,
        )
        for number, (each, decision, question) in enumerate(
            zip(rounds, decided, questions, strict=True)
        )
    )
    bulk(
        Outcome(recommendation=each, number=1, kind="carried", at=opened + timedelta(days=90))
        for each in made
    )
    for each, step in zip(rounds, steps, strict=True):
        write_replies(each, step, municipalities)


def open_questions(council: Any, many: int) -> list[Any]:
    """So many open recommendations to every municipality; gives everyone that is asked."""
    from kkr.council.models import Municipality
    from kkr.ledger import clock
    from kkr.meetings.models import Decision
    from kkr.recommendations.models import Recommendation
    from kkr.rounds.models import Asked, Round, RoundStep

    now, found = clock.now(), []
    decision = Decision.objects.public().filter(item__meeting__council=council)[0]
    for number, question in enumerate(versions("<p>Vil I godkende det?</p>", now)[:many]):
        facts = {"council": council, "kind": "recommendation", "state": "open", "opened_at": now}
        round_ = Round.objects.create(title=f"Anbefaling {number}", **facts)
        due = now.date() + timedelta(days=60)
        RoundStep.objects.create(round=round_, number=1, deadline_on=due)
        Recommendation.objects.create(
            round=round_,
            decision=decision,
            slug=f"anbefaling-{number}",
            question=question.document,
            rule="all",
        )
        found += bulk(
            Asked(round=round_, area=each.area, municipality=each, weight=1000)
            for each in Municipality.objects.select_related("area").order_by("code")
        )
    return found


def write_replies(round_: Any, step: Any, municipalities: list[Any]) -> None:
    """What each municipality answered, and what it said before that."""
    from kkr.rounds.models import Asked, Reply

    asked = bulk(
        Asked(round=round_, area=each.area, municipality=each, weight=1000 * (1 + number))
        for number, each in enumerate(municipalities)
    )
    told = {"step": step, "way": "page", "entered_by": "system:bench"}
    first, then = (round_.opened_at + timedelta(days=days) for days in (60, 70))
    bulk(
        Reply(asked=each, answer="noted", entered_at=first, replaced_at=then, **told)
        for each in asked
    )
    bulk(
        Reply(
            asked=each,
            answer=ANSWERS[number % len(ANSWERS)],
            remark="Kommunen bemærker det." if ANSWERS[number % len(ANSWERS)].endswith("s") else "",
            decided_on=first.date(),
            entered_at=then,
            why="Kommunalbestyrelsen har nu behandlet sagen.",
            **told,
        )
        for number, each in enumerate(asked)
    )
