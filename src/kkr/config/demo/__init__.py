"""The content of the demo: KKR Hovedstaden as it stood on 13 February 2017, and the four other councils.

Real facts only, each with its source; what could not be found is left unknown.
"""

from collections.abc import Iterator
from datetime import datetime


def load(*, password: str, at: datetime, set_password: bool = False) -> Iterator[str]:
    """Load what is missing, saying after each part what there is; safe to run again."""
    from kkr.config.demo import (
        cases,
        contacts,
        council,
        lines,
        meetings,
        news,
        recommendations,
        users,
    )
    from kkr.council.actions import load_register
    from kkr.ledger.actors import System

    by = System("demo")
    load_register(by=by, at=at)
    yield "the register: 5 councils, 98 municipalities, parties, terms"
    council.load(by=by, at=at)
    yield "who chaired, and the mayors of Hovedstaden"
    cases.load(by=by, at=at)
    yield "the cases of 6 February 2017"
    meetings.load(by=by, at=at)
    yield "meetings, agendas, and what is known of their decisions"
    lines.load(by=by, at=at)
    yield "what the municipalities stand for"
    contacts.load(by=by, at=at)
    yield "contacts of some municipalities, at addresses that lead nowhere"
    recommendations.load(by=by, at=at)
    yield "what was recommended to the municipalities, and how far each is"
    news.load(by=by, at=at)
    yield "news"
    users.load(password=password, by=by, at=at)
    if set_password:
        users.set_password(password, by=by, at=at)
    yield "people to sign in as"
