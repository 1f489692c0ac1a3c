"""What a meeting waits for: the one next step, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kkr.council.models import Council
from kkr.meetings.models import AgendaItem, Edition, EditionKind, Meeting, Procedure, State
from kkr.workspace.meetings.door import at, at_if_there, named


@dataclass(frozen=True)
class NextStep:
    """What is to be done next, where, and by which day; without `href` it is told and not done here."""

    words: str
    href: str = ""
    by: date | None = None


def with_what_is_out(meetings: Any) -> Any:
    """The meetings, each with what of it is published and how many items its agenda has."""
    of_it = Edition.objects.filter(meeting=OuterRef("pk"))
    standing = Q(items__withdrawn_at=None)
    return meetings.select_related("council").annotate(
        has_agenda=Exists(of_it.filter(kind=EditionKind.AGENDA)),
        has_minutes=Exists(of_it.filter(kind=EditionKind.MINUTES)),
        on_agenda=Count("items", filter=standing),
    )


def agreed_in(council: Council) -> Procedure:
    """What the council has agreed on, or what holds until it has."""
    return Procedure.objects.filter(council=council).first() or Procedure(council=council)


def next_step(meeting: Any, agreed: Procedure, today: date) -> NextStep | None:
    """The one next step of a meeting from `with_what_is_out`; None where nothing is left to do."""
    if meeting.state == State.CANCELLED or (meeting.has_minutes and meeting.state == State.HELD):
        return None
    day = meeting.held_on
    if meeting.state == State.PLANNED:
        by = agreed.agenda_by(meeting.kind, day) if day else None
        words = (
            _("Finish the agenda and publish it") if meeting.on_agenda else _("Begin the agenda")
        )
        return NextStep(words, at(meeting, "agenda"), by)
    if meeting.state == State.CALLED and (day is None or day > today):
        return NextStep(_("Go on with the agenda"), at(meeting, "agenda"))
    by = day + timedelta(days=agreed.minutes_days) if day else None
    return NextStep(_("Write the minutes"), at_if_there(meeting, "minute"), by)


def rows(meetings: Iterable[Any], agreed: Procedure, today: date) -> list[dict[str, Any]]:
    """Each meeting as a line of the list."""
    return [
        {
            "meeting": each,
            "title": named(each),
            "href": at(each),
            "step": next_step(each, agreed, today),
            "is_announced": each.is_public,
        }
        for each in meetings
    ]


def standing_items(meeting: Meeting) -> Any:
    """What is on the agenda, published or not."""
    return AgendaItem.objects.filter(meeting=meeting, withdrawn_at=None)
