"""What `bench.kill` asks of meetings: one writer takes meetings from their plan to their published minutes."""

import secrets
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

ITEMS, KNOWN = 3, 3000


def write_meeting(say: Callable[[str, int, str], None], chance: Random, at: datetime) -> None:
    """One meeting: each act is said when it is committed."""
    from django.core.exceptions import ValidationError

    from kkr.council.models import Council
    from kkr.ledger.actors import System
    from kkr.meetings.actions import (
        add_item,
        decide,
        end_meeting,
        plan_meeting,
        publish_agenda,
        publish_minutes,
    )

    when: dict[str, Any] = {"by": System("kill"), "at": at}
    day = date(2017, 2, 1) - timedelta(days=chance.randrange(KNOWN))
    council = Council.objects.get(slug="hovedstaden")
    try:
        meeting = plan_meeting(council=council, held_on=day, **when)
    except ValidationError:  # another writer has that day
        return
    for _number in range(ITEMS):
        word = secrets.token_hex(8)
        html = f"<p>{word} {'tekst ' * chance.randint(1, 500)}</p>"
        item = add_item(meeting, section=3, title=f"Punkt {word}", html=html, **when)
        say("put", item.pk, word)
    agenda = publish_agenda(meeting, **when)
    say("called", agenda.pk, str(meeting.pk))
    for item in meeting.items.standing():
        word = secrets.token_hex(8)
        html = f"<p>{word} {'tekst ' * chance.randint(1, 500)}</p>"
        decision = decide(item, kind="approved", html=html, **when)
        say("decided", decision.pk, word)
    end_meeting(meeting, **when)
    minutes = publish_minutes(meeting, **when)
    say("minuted", minutes.pk, str(meeting.pk))


def is_there(verb: str, pk: str, word: str) -> bool:
    """Whether an act that was said to be done is kept whole."""
    from kkr.documents.models import DocumentVersion
    from kkr.meetings.models import Edition, EditionDecision

    versions = DocumentVersion.objects.filter(text__startswith=word)
    if verb == "put":
        return versions.filter(document__agenda_item=pk).exists()
    if verb == "decided":
        return versions.filter(document__decision=pk).exists()
    edition = Edition.objects.filter(pk=pk, meeting=word).first()
    told = EditionDecision.objects.filter(content__row__edition=pk).count()
    return edition is not None and edition.items.count() == ITEMS and told in {0, ITEMS}


ENTRIES = {
    "put": "meetings.item_added",
    "called": "meetings.agenda_published",
    "decided": "meetings.decided",
    "minuted": "meetings.minutes_published",
}


def meetings_half_done(verbs: Counter[str]) -> dict[str, tuple[Any, Any]]:
    """What must be equal, by what it claims."""
    from kkr.meetings.models import AgendaItem, Decision, Edition, EditionDecision, Meeting, State

    minutes = Edition.objects.filter(kind="minutes").count()
    agendas = Edition.objects.filter(kind="agenda").count()
    called = Meeting.objects.exclude(state=State.PLANNED).count()
    published = Decision.objects.filter(published_at__isnull=False).count()
    numbered = AgendaItem.objects.exclude(number="").count()
    return {
        "each meeting was planned by an entry": (
            verbs["meetings.planned"],
            Meeting.objects.count(),
        ),
        "each agenda by an entry": (verbs["meetings.agenda_published"], agendas),
        "each meeting that is called has its agenda": (called, agendas),
        "each item of an agenda has its number": (numbered, ITEMS * agendas),
        "each decision by an entry": (verbs["meetings.decided"], Decision.objects.count()),
        "minutes by an entry": (verbs["meetings.minutes_published"], minutes),
        "minutes tell every decision": (EditionDecision.objects.count(), ITEMS * minutes),
        "and publish it": (published, ITEMS * minutes),
    }
