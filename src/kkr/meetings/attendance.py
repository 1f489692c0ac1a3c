"""Who was there, as minutes begin with it: by municipality, a line for each thing to be said."""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from kkr.meetings.models import AgendaItem, Attendance, Meeting, Standing


def attendance_lines(meeting: Meeting) -> list[dict[str, Any]]:
    """A row for each, by municipality: names and standing as values, for pages and prints to put into words."""
    rows = list(Attendance.objects.filter(meeting=meeting).by_municipality())
    return [
        {
            "person": each.person.name,
            "municipality": each.municipality.full_name if each.municipality else "",
            "capacity": each.capacity,
            "standing": each.standing,
            "stands_in_for": each.stands_in_for.name if each.stands_in_for else "",
            "came_at": each.came_at.number if each.came_at else "",
            "left_at": each.left_at.number if each.left_at else "",
        }
        for each in rows
    ]


def seats_filled(meeting: Meeting) -> int:
    """How many seats somebody sat in at any time: the member, or who stood in for them."""
    return len({each.seat_id for each in _there(meeting)} - {None})


def seats_at_items(meeting: Meeting) -> list[tuple[AgendaItem, int]]:
    """The items that are decided on in their order, each with how many seats are filled when it comes."""
    places = places_of(meeting)
    spans = [(each.seat_id, span(each, places)) for each in _there(meeting) if each.seat_id]
    items = meeting.items.standing().in_order()
    return [
        (item, len({seat for seat, there in spans if places[item.pk] in there}))
        for item in items
        if item.kind_of.is_decided
    ]


def sharing_a_seat(meeting: Meeting, seats: Iterable[int]) -> tuple[Attendance, Attendance] | None:
    """Two who would sit at the same time in one of these seats, named by the member's primary key, if any do."""
    places = places_of(meeting)
    for seat in seats:
        rows = [each for each in _there(meeting) if each.seat_id == seat]
        for one, other in combinations(rows, 2):
            if set(span(one, places)) & set(span(other, places)):
                return one, other
    return None


def places_of(meeting: Meeting) -> dict[int, int]:
    """The place of each item on the agenda, by its primary key."""
    return {key: n for n, key in enumerate(meeting.items.in_order().values_list("pk", flat=True))}


def span(row: Attendance, places: Mapping[int, int]) -> range:
    """The places of the items somebody is there for: from the one they came at to the one before they left.

    Who came and left at the same item was there for that one. A meeting without items is one place.
    """
    begin = places[row.came_at_id] if row.came_at_id else 0
    if row.left_at_id is None:
        return range(begin, max(len(places), 1))
    end = places[row.left_at_id]
    return range(begin, end + 1 if row.came_at_id == row.left_at_id else end)


def _there(meeting: Meeting) -> list[Attendance]:
    rows = Attendance.objects.filter(meeting=meeting, standing=Standing.PRESENT)
    return list(rows.select_related("person", "stands_in_for").order_by("capacity", "pk"))
