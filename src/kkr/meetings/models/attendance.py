from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from kkr.council.models import Municipality, Person
from kkr.meetings.models.items import AgendaItem
from kkr.meetings.models.meetings import Meeting
from kkr.meetings.models.who import councils_written_by


class Capacity(models.TextChoices):
    MEMBER = "member", pgettext_lazy("attendance", "Member")
    SUBSTITUTE = "substitute", pgettext_lazy("attendance", "Substitute")


class Standing(models.TextChoices):
    PRESENT = "present", pgettext_lazy("attendance", "Present")
    APOLOGIES = "apologies", pgettext_lazy("attendance", "Sent apologies")
    ABSENT = "absent", pgettext_lazy("attendance", "Absent")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def public(self) -> "AttendanceQuerySet":
        """Nothing: the minutes say who was there, as they were published."""
        return self.none()

    def visible_to(self, viewer: Any) -> "AttendanceQuerySet":
        """To those who write the minutes."""
        return self.filter(meeting__council__in=councils_written_by(viewer).values("pk"))

    def by_municipality(self) -> "AttendanceQuerySet":
        """As the minutes list them."""
        rows = self.select_related("person", "municipality", "stands_in_for", "came_at", "left_at")
        return rows.order_by("municipality__name", "capacity", "person__name")


class Attendance(models.Model):
    """Whether somebody was at a meeting, for which municipality, and from and to which item."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendance")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    capacity = models.CharField(max_length=10, choices=Capacity)
    standing = models.CharField(max_length=10, choices=Standing)
    stands_in_for = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    came_at = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_at = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "municipality", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attends_once"),
            models.UniqueConstraint(
                fields=["meeting", "stands_in_for"],
                condition=Q(stands_in_for__isnull=False),
                name="one_stands_in",
            ),
            models.CheckConstraint(
                condition=Q(capacity=Capacity.SUBSTITUTE) | Q(stands_in_for=None),
                name="only_substitutes_stand_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_standing_display()}"

    @property
    def seat_id(self) -> int | None:
        """The member whose seat it is, by primary key; none of a substitute who stands in for nobody."""
        is_member = self.capacity == Capacity.MEMBER
        return self.person_id if is_member else self.stands_in_for_id
