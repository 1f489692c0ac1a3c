from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kkr.meetings.models.editions import Edition
from kkr.meetings.models.items import AgendaItem
from kkr.meetings.models.meetings import Meeting


class OwnQuerySet(models.QuerySet[Any]):
    """What is somebody's own, and nobody else's, whatever their role."""

    def public(self) -> Any:
        return self.none()

    def visible_to(self, viewer: Any) -> Any:
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(user=viewer)


class Note(models.Model):
    """What somebody notes for themselves under an item: theirs alone, overwritten, in no history."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes"
    )
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("note"), max_length=20000)
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "item"], name="one_note_an_item")]

    def __str__(self) -> str:
        return self.text[:40]


class Reading(models.Model):
    """Which edition of a meeting somebody read last, so that they are told what is new since."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings"
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "meeting"], name="one_reading")]

    def __str__(self) -> str:
        return f"{self.edition_id}"
