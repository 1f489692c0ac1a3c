"""The files that come with a question."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kkr.council.models.guards import Fixed
from kkr.documents.models import File
from kkr.rounds.models.questions import OfRoundQuerySet, Round


class EnclosureQuerySet(OfRoundQuerySet):
    def in_order(self) -> Any:
        """As they were enclosed, each with its file."""
        return self.select_related("file").order_by("position", "pk")


class Enclosure(models.Model):
    """A file that comes with a question: read by those who are asked, and where it is public by everybody.

    It can be taken away until the question is sent out, and never after that.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="enclosures")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="enclosures")
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveIntegerField()

    objects = EnclosureQuerySet.as_manager()

    class Meta:
        ordering = ["round", "position", "pk"]
        constraints = [
            Fixed(fields=["public_id", "round", "file", "title"], name="enclosure_is_what_it_is"),
        ]

    def __str__(self) -> str:
        return self.title
