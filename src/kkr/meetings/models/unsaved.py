from typing import Any

from django.conf import settings
from django.db import models

from kkr.meetings.models.items import AgendaItem
from kkr.meetings.models.reading import OwnQuerySet
from kkr.meetings.models.who import councils_written_by


class UnsavedDecisionQuerySet(OwnQuerySet):
    def begun_by_others(self, viewer: Any) -> Any:
        """That others have not saved something of the minutes that the viewer writes: who and where, for what they
        wrote is their own."""
        own = councils_written_by(viewer).values("pk")
        rows = self.filter(item__meeting__council__in=own).exclude(user=viewer)
        return rows.defer("words").order_by("user__name", "item")


class UnsavedDecision(models.Model):
    """What somebody is writing of the decisions on an item and has not saved, so that a lost connection costs nothing.

    One a person and item, overwritten and thrown away: no version, and not in the ledger. `words` has what
    was written by the `public_id` of each decision; `revision` counts how often, so that one window does not
    write over what another wrote.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsaved_decisions"
    )
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="unsaved")
    words = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    objects = UnsavedDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "item"], name="one_unsaved_decision_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.revision}"
