"""Written hearings: the members of a council answer between two meetings. The replies stand in `rounds`."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Case, PaperVersion
from kkr.council.models import Person
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.documents.models import Document
from kkr.meetings.models.items import AgendaItem
from kkr.meetings.models.who import councils_written_by
from kkr.rounds.models import Round


class WrittenHearingQuerySet(models.QuerySet["WrittenHearing"]):
    def public(self) -> "WrittenHearingQuerySet":
        """Nothing: what comes of it is public with the minutes of the item it ends in."""
        return self.none()

    def visible_to(self, viewer: Any) -> "WrittenHearingQuerySet":
        """To those who ask, and once it is sent out to the members who are asked."""
        return self.filter(round__in=Round.objects.visible_to(viewer).values("pk"))

    def kept_by(self, viewer: Any) -> "WrittenHearingQuerySet":
        """What the viewer asks: those of the councils whose meetings they prepare."""
        return self.filter(round__council__in=councils_written_by(viewer).values("pk"))

    def with_rounds(self) -> "WrittenHearingQuerySet":
        """With all that a line about one shows."""
        due = models.Max("round__steps__deadline_on")
        return self.select_related("round__council", "case").annotate(due_on=due)


class WrittenHearing(models.Model):
    """That all members of a council are asked in writing whether they agree to what is proposed in a case.

    `item` is where it ended: on a written procedure with a decision, or on the agenda of a meeting.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="written_hearing")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="written_hearings")
    about = models.ForeignKey(
        PaperVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    question = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="written_hearing"
    )
    item = models.OneToOneField(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="written_hearing"
    )

    objects = WrittenHearingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            NeverDeleted(name="written_hearing_stays"),
            Fixed(
                fields=["public_id", "round", "case", "about", "question"],
                name="written_hearing_is_what_it_is",
            ),
            Fixed(fields=["item"], once="item", name="written_hearing_ends_once"),
        ]

    def __str__(self) -> str:
        return str(self.round)


class HearingExclusionQuerySet(models.QuerySet["HearingExclusion"]):
    def public(self) -> "HearingExclusionQuerySet":
        """Nothing: what was decided says in words who did not take part."""
        return self.none()

    def visible_to(self, viewer: Any) -> "HearingExclusionQuerySet":
        """To those who ask."""
        return self.filter(hearing__in=WrittenHearing.objects.kept_by(viewer).values("pk"))

    def by_name(self) -> "HearingExclusionQuerySet":
        return self.select_related("person").order_by("person__name", "pk")


class HearingExclusion(models.Model):
    """That a member is not asked in a written hearing, and takes no part in the item it ends in."""

    hearing = models.ForeignKey(WrittenHearing, on_delete=models.PROTECT, related_name="exclusions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="not_heard")
    why = models.CharField(_("why"), max_length=300)
    since = models.DateTimeField()

    objects = HearingExclusionQuerySet.as_manager()

    class Meta:
        ordering = ["hearing", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "person"], name="not_heard_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.hearing_id}"
