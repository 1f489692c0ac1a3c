"""What the tests of written hearings do again and again."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from tests.cases.consulting import BY, NOON, a_case
from tests.cast import HOUSE, LONG_AGO, Cast, acting

from kkr.accounts.models import User
from kkr.council.actions import add_person, start_membership
from kkr.documents.models import File
from kkr.meetings.actions import hear_members, send_hearing
from kkr.meetings.models import WrittenHearing
from kkr.rounds.actions import Said, enclose, reply
from kkr.rounds.models import Asked, Reply, Way

__all__ = [
    "BY", "LAST_DAY", "NOON", "a_case", "answered", "asked_of", "drafted", "seated", "sent",
    "sent_with_a_file",
]  # fmt: skip
LAST_DAY = date(2017, 2, 20)


def seated(cast: Cast, name: str) -> User:
    """Somebody with a seat of their own, supplementary, and an account that follows from it."""
    seat = start_membership(
        body=cast.council,
        person=add_person(name=name, by=HOUSE, at=LONG_AGO),
        role="supplementary",
        municipality=cast.municipality,
        starts_on=date(2014, 1, 1),
        by=HOUSE,
        at=LONG_AGO,
    )
    return acting(name.lower(), "member", cast.council, membership=seat)


def drafted(cast: Cast, case: Any = None, **facts: Any) -> WrittenHearing:
    """A hearing of the council's members that is not sent out."""
    given: dict[str, Any] = {
        "title": "Tilskud til messen",
        "html": "<p>Det indstilles, at tilskuddet gives.</p>",
        "deadline_on": LAST_DAY,
    }
    case = case or a_case(cast.council)
    return hear_members(case, **{"council": cast.council} | given | BY | facts)


def sent(cast: Cast, *args: Any, **facts: Any) -> WrittenHearing:
    """One that is sent out to the mayor and to Bo, who have accounts, and to Eva, who has none."""
    cast.mayor, seated(cast, "Bo")
    start_membership(
        body=cast.council,
        person=add_person(name="Eva", by=HOUSE, at=LONG_AGO),
        role="supplementary",
        starts_on=date(2014, 1, 1),
        by=HOUSE,
        at=LONG_AGO,
    )
    return send_hearing(drafted(cast, *args, **facts), **BY)


def sent_with_a_file(cast: Cast) -> tuple[WrittenHearing, File]:
    """One that is sent out to the mayor and to Bo with a file."""
    cast.mayor, seated(cast, "Bo")
    made = drafted(cast)
    upload: Any = ContentFile(b"1.000 kr.", name="budget.txt")
    file = enclose(made.round, upload, title="Budget", **BY).file
    return send_hearing(made, **BY), file


def asked_of(made: WrittenHearing, name: str) -> Asked:
    rows = made.round.asked.select_related("member__person", "round__council")
    return rows.get(member__person__name=name)


def answered(
    made: WrittenHearing, name: str, answer: str = "agrees", remark: str = "", **facts: Any
) -> Reply:
    facts = {"way": Way.SECRETARY} | BY | facts
    return reply(asked_of(made, name), Said(answer, remark=remark), **facts)
