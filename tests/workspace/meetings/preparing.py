"""What the tests of the meetings' desk do again and again."""

from typing import Any

from django.urls import reverse
from tests.cast import HOUSE, Cast
from tests.workspace.conftest import MORNING

from kkr.meetings.models import AgendaItem, Attachment, Meeting

BY = {"by": HOUSE, "at": MORNING}
MEETINGS = "/arbejde/hovedstaden/moeder/"
STRANGERS = [name for name in Cast.NAMES if name not in {"citizen", "secretary", "administrator"}]


def at(thing: Meeting | AgendaItem | Attachment, route: str, *more: Any) -> str:
    """The address of a page about a meeting, an item or a file."""
    if isinstance(thing, Attachment):
        return at(thing.item, route, thing.public_id)
    if isinstance(thing, AgendaItem):
        return at(thing.meeting, route, thing.public_id, *more)
    return reverse(f"workspace:{route}", args=[thing.council.slug, thing.slug, *more])


def words(**changes: Any) -> dict[str, Any]:
    """What the form of an item sends."""
    return {"section": "3", "kind": "matter", "title": "Turisme", "html": "<p>Tekst</p>", **changes}


def text_of(answer: Any) -> str:
    """The page, with plain spaces in its dates."""
    return str(answer.content.decode()).replace("\xa0", " ")
