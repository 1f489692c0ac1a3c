"""A form that asks is sent again: what it made is given back, where that is what the form says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kkr.common.text import one_line
from kkr.council.actions import refuse_other_words
from kkr.council.models import Area, Committee
from kkr.documents.richtext import sanitise


@dataclass(frozen=True)
class Question:
    """What is asked, of whom, and by when."""

    title: str
    html: str
    days: list[date]
    areas: set[int]
    committees: set[int]

    def __str__(self) -> str:
        return self.title


def refuse_other_question(
    made: Any,
    *,
    title: str,
    html: str,
    deadlines: Sequence[tuple[str, date]],
    areas: Iterable[Area],
    committees: Iterable[Committee] = (),
    **said: Any,
) -> None:
    """Refuse a form that is sent again, where what it made asks something else, or of others, or by another day."""
    asked_round, asked = made.round, list(made.round.asked.all())
    known = Question(
        title=asked_round.title,
        html=made.question.latest.html,
        days=[step.deadline_on for step in asked_round.steps.all()],
        areas={each.area_id for each in asked if each.area_id},
        committees={each.committee_id for each in asked if each.committee_id},
    )
    refuse_other_words(
        known,
        title=one_line(title),
        html=sanitise(html),
        days=[day for _name, day in deadlines],
        areas={each.pk for each in areas},
        committees={each.pk for each in committees},
    )
    refuse_other_words(made, **said)
