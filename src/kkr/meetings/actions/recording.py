"""What the acts of this room share: the row as it stands now, and the entry that says what was done."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models.roles import day_of
from kkr.documents.cpr import without_numbers, without_numbers_in
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor
from kkr.meetings.models import AgendaItem, Attachment, Meeting

Facts = TypeVar("Facts", bound=Mapping[str, Any])


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, held until the act is done, so that two acts never mix."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("council", "opened_by")
    return rows.get(pk=meeting.pk)


def held(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """An item as it stands now, with its meeting held."""
    meeting = locked(item.meeting)
    found = AgendaItem.objects.select_related("document").get(pk=item.pk)
    found.meeting = meeting
    return meeting, found


def refuse_day_that_is_over(
    thing: AgendaItem | Attachment, before: date | None, at: datetime
) -> None:
    """Refuse a new day to open on what is closed that has come already: then it would not be closed."""
    day = thing.opens_on
    if thing.is_closed and day is not None and day != before and day <= day_of(at):
        message = _("Choose a day after today. What everybody may read already is not closed.")
        raise ValidationError({"opens_on": message})


def recorded(
    verb: str,
    subject: models.Model,
    meeting: Meeting,
    *,
    by: Actor,
    at: datetime,
    said: Mapping[str, Any] | None = None,
    passed: Mapping[str, Any] | None = None,
    why: str = "",
    public: bool = False,
) -> None:
    """An entry about a meeting or what is on it; of what the public does not see it says no word.

    What the guards found and why it was let pass, `passed`, is always said; a personal number that was
    let pass is not, for nothing is taken out of the history.
    """
    content = {key: str(value) for key, value in (said or {}).items()} if public else {}
    content = without_numbers_in(content) | dict(passed or {})
    record(
        verb=f"meetings.{verb}",
        subject=subject,
        by=by,
        at=at,
        content=content,
        why=without_numbers(why),
        public=public,
        scopes=meeting.scopes,
    )


def as_said(passed: Mapping[str, Any]) -> dict[str, Any]:
    """What `pass_guards` gives, as an entry says it beside a reason of its own."""
    return {"guards": passed["guards"], "override": passed["why"]} if passed else {}


def tidied(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with each text on one line."""
    return {
        name: one_line(value) if isinstance(value, str) else value for name, value in facts.items()
    }
