from django.conf import settings
from django.db import models

from kkr.meetings.models.items import AgendaItem
from kkr.meetings.models.reading import OwnQuerySet


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

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "item"], name="one_unsaved_decision_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.revision}"
