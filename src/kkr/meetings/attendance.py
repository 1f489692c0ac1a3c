"""Who was there, as minutes begin with it: by municipality, a line for each thing to be said."""

from typing import Any

from kkr.meetings.models import Attendance, Capacity, Meeting, Standing


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


def members_present(meeting: Meeting) -> int:
    """How many seats were filled: members who were there, and those who stood in for one."""
    there = Attendance.objects.filter(meeting=meeting, standing=Standing.PRESENT)
    members = there.filter(capacity=Capacity.MEMBER)
    return members.count() + there.filter(stands_in_for__isnull=False).count()
