"""What the tests of meetings do again and again."""

from datetime import UTC, date, datetime
from typing import Any

from django.core.files.base import ContentFile
from tests.cast import HOUSE

from kkr.documents.actions import store_file
from kkr.documents.models import File
from kkr.meetings.actions import decide, end_meeting, publish_agenda, publish_minutes
from kkr.meetings.models import Decision, Edition, Meeting
from kkr.meetings.registries import startable

NOON = datetime(2017, 1, 20, 12, 0, tzinfo=UTC)
LATER = datetime(2017, 1, 23, 12, 0, tzinfo=UTC)
AFTER = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
DAY = date(2017, 2, 6)
BY = {"by": HOUSE, "at": NOON}
STRANGERS = ("other_secretary", "chair", "mayor", "official", "contact", "newcomer")


def a_file(name: str = "bilag.txt", content: bytes = b"Tal") -> File:
    return store_file(ContentFile(content, name=name), **BY)


def held(meeting: Meeting) -> Meeting:
    """The meeting after it was called, everything on it approved, and ended."""
    publish_agenda(meeting, **BY)
    for item in meeting.items.standing():
        if not item.decisions.exists():
            decide(item, kind="approved", html="<p>Godkendt.</p>", by=HOUSE, at=AFTER)
    return end_meeting(meeting, by=HOUSE, at=AFTER)


def minuted(meeting: Meeting) -> Edition:
    """The minutes of the meeting after all that."""
    return publish_minutes(held(meeting), by=HOUSE, at=AFTER)


def offered(decision: Decision, viewer: Any) -> list[str]:
    """The keys of what the viewer can begin with a decision."""
    return [each.key for each in startable([decision], viewer).get(decision.pk, [])]
