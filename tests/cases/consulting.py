"""What the tests of consultations do again and again."""

from datetime import UTC, date, datetime
from typing import Any

from tests.cast import HOUSE
from tests.rounds.asking_around import area

from kkr.cases.actions import consult, open_case, publish_case
from kkr.cases.models import Case, Consultation
from kkr.council.models import Council
from kkr.rounds.actions import Said, open_round, reply
from kkr.rounds.models import Asked, Reply, Way
from kkr.rounds.steps import step_of

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
BY: dict[str, Any] = {"by": HOUSE, "at": NOON}
FIRST, FINAL = date(2017, 3, 15), date(2017, 5, 1)
TWO_STEPS = [("Første svar", FIRST), ("Endeligt svar", FINAL)]


def a_case(council: Council, *, is_public: bool = True) -> Case:
    facts = {"summary": "Fælles mål.", "opened_on": date(2016, 9, 1)}
    case = open_case(council=council, title="Mål for sundhed", **facts, **BY)
    return publish_case(case, **BY) if is_public else case


def consulted(case: Case, council: Council, *slugs: str, **facts: Any) -> Consultation:
    """A consultation to these municipalities that is not sent out; without names to all of them."""
    given: dict[str, Any] = {
        "title": "Høring om mål",
        "html": "<p>Hvad mener I om målene?</p>",
        "deadlines": [("", FINAL)],
        "areas": [area(slug) for slug in slugs] if slugs else None,
    }
    return consult(case, council=council, **given | facts, **BY)


def sent_out(*args: Any, **facts: Any) -> Consultation:
    made = consulted(*args, **facts)
    open_round(made.round, **BY)
    made.refresh_from_db()
    return made


def asked_in(made: Consultation, name: str) -> Asked:
    return next(each for each in made.round.asked.all() if each.name == name)


def responded(made: Consultation, name: str, remark: str = "", **facts: Any) -> Reply:
    """A response with these words, or with a file, or that there are no remarks."""
    answer = "response" if remark or facts.get("file") else "no_remarks"
    asked = asked_in(made, name)
    facts = {"way": Way.SECRETARY, "step": step_of(asked)} | BY | facts
    return reply(asked, Said(answer, remark=remark), **facts)
