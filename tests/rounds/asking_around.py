"""What the tests of rounds and recommendations do again and again."""

from datetime import UTC, date, datetime
from typing import Any

from django.test import Client
from tests.cast import HOUSE

from kkr.council.actions import add_contact
from kkr.council.models import Area, Municipality
from kkr.rounds.actions import Said, Weight, ask, draft_round, open_round, reply
from kkr.rounds.asking import AnswerKind, RoundKind, round_kinds
from kkr.rounds.models import Asked, Reply, Round, Way
from kkr.rounds.steps import step_of

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
LATER = datetime(2017, 3, 20, 12, 0, tzinfo=UTC)
BY = {"by": HOUSE, "at": NOON}
DAY = date(2017, 5, 1)
YES, NO = AnswerKind("yes", "Ja", "✓"), AnswerKind("no", "Nej", "✕", needs_remark=True)
KIND = RoundKind("test", "Spørgsmål", (YES, NO))

round_kinds.register(KIND)


def municipality(slug: str) -> Municipality:
    return Municipality.objects.get(slug=slug)


def area(slug: str) -> Area:
    return municipality(slug).area


def opened(council, *slugs: str, **facts) -> Round:
    """A round to these municipalities, each with 10 inhabitants, sent out."""
    made = draft_round(
        council=council, kind="test", title="Mål", deadlines=[("", DAY)], **facts, **BY
    )
    areas = [area(slug) for slug in slugs]
    ask(made, areas, weights={each.pk: Weight(10, "test") for each in areas}, **BY)
    return open_round(made, **BY)


def asked_of(made: Round, slug: str) -> Asked:
    return made.asked.select_related("area", "round__council").get(area__slug=slug)


def answered(made: Round, slug: str, answer: str = "yes", **facts) -> Reply:
    asked = asked_of(made, slug)
    facts = {"by": HOUSE, "at": LATER, "way": Way.SECRETARY, "step": step_of(asked)} | facts
    return reply(asked, Said(answer, remark=facts.pop("remark", "")), **facts)


def filled_in(client: Client, page: str) -> dict[str, Any]:
    """What a browser sends unseen with the form of an answer: to which report, and what held when it was opened."""
    form = client.get(page).context["form"]
    return {"step": form.report.number, "over": form.stands}


def contact_of(slug: str, email: str = "kontakt@example.dk"):
    return add_contact(municipality=municipality(slug), name="Kontakt", email=email, **BY)
