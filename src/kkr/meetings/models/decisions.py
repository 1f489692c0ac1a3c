import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Answer, Wish
from kkr.common.among import among
from kkr.council.models import Body
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.council.models.roles import Role, acted_on
from kkr.documents.models import Document
from kkr.meetings.kinds.base import DecisionKind, decision_kinds
from kkr.meetings.models.items import AgendaItem, OfItemQuerySet
from kkr.meetings.models.meetings import Meeting
from kkr.meetings.models.who import councils_written_by


class DecisionQuerySet(models.QuerySet["Decision"]):
    def public(self) -> "DecisionQuerySet":
        """What stands in published minutes, under an open item."""
        open_ = among(AgendaItem.objects.open_to_all(), "item")
        return self.filter(open_, published_at__isnull=False)

    def visible_to(self, viewer: Any) -> "DecisionQuerySet":
        """What stands in published minutes under an item one may read, and all of what one writes."""
        readable = among(AgendaItem.objects.readable_by(viewer), "item")
        own = Q(item__meeting__council__in=councils_written_by(viewer).values("pk"))
        return self.filter(Q(readable, published_at__isnull=False) | own)

    def in_order(self) -> "DecisionQuerySet":
        return self.order_by("item", "position", "pk")

    def newest_first(self) -> "DecisionQuerySet":
        return self.order_by("-item__meeting__held_on", "-pk")


class Decision(models.Model):
    """What the council did with an item; its text is a document, for minutes are corrected, not overwritten.

    Consensus is the norm and no votes are counted: `dissent` is what somebody wanted written in the minutes.
    Published minutes hold a decision for good; what is changed in it after that is public with the next edition.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=24)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="decision")
    dissent = models.CharField(_("dissent or statement"), max_length=2000, blank=True)
    is_newsworthy = models.BooleanField(_("worth a news item"), default=False)
    illustrative = models.CharField(_("what is illustrative"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="one_decision_per_place"),
            Fixed(fields=["public_id", "item", "document"], name="decision_is_whose_it_is"),
            Fixed(fields=["published_at"], once="published_at", name="decision_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_of.title}: {self.item}"

    @property
    def kind_of(self) -> DecisionKind:
        return decision_kinds()[self.kind]

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.published_at is not None and self.item.is_open

    @property
    def identifier(self) -> str:
        """What programs know it by."""
        return self.public_id.urn

    @property
    def wishes_listed(self) -> list[str]:
        """What it wants otherwise as it is written now; what minutes tell of it stands in their edition."""
        return [each.text for each in self.wishes.all() if each.place]

    def clean(self) -> None:
        if self.kind not in decision_kinds():
            raise ValidationError({"kind": _("Choose what the council did with the item.")})


class DecisionWishQuerySet(models.QuerySet["DecisionWish"]):
    def public(self) -> "DecisionWishQuerySet":
        """Nothing: an edition of minutes has them as it tells them, and a case once they are told."""
        return self.none()

    def visible_to(self, viewer: Any) -> "DecisionWishQuerySet":
        """To those who write the minutes."""
        council = "decision__item__meeting__council__in"
        return self.filter(**{council: councils_written_by(viewer).values("pk")})

    def standing(self) -> "DecisionWishQuerySet":
        """Those that the decision lists now, in its order."""
        return self.filter(place__gt=0).order_by("decision", "place", "pk")


class DecisionWish(models.Model):
    """One thing that a decision which sends a case back wants otherwise; a `wish` of the case once minutes tell it.

    `place` is where it stands in the list, 0 of what was taken out again; `dropped_at` is when corrected
    minutes came out without it.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="wishes")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(_("wish"), max_length=400)
    wish = models.ForeignKey(
        Wish, on_delete=models.PROTECT, null=True, blank=True, related_name="decided"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionWishQuerySet.as_manager()

    class Meta:
        ordering = ["decision", "place", "pk"]
        constraints = [
            Fixed(fields=["decision"], name="decision_wish_is_whose_it_is"),
            Fixed(fields=["wish"], once="wish", name="decision_wish_told_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def told(self) -> str:
        """What readers know it as; until minutes tell it, what it is listed as."""
        return self.wish.text if self.wish else self.text

    @property
    def can_be_reworded(self) -> bool:
        """Whether it may become another text: nobody has answered it, and no other row tells it too."""
        if self.wish is None:
            return True
        others = DecisionWish.objects.filter(wish=self.wish).exclude(pk=self.pk)
        return self.wish.answer == Answer.OPEN and not others.exists()


class CorrectionQuerySet(OfItemQuerySet):
    """Corrections of what stands above the items are for everybody, the others are read where their item is."""

    def public(self) -> "CorrectionQuerySet":
        return self.filter(Q(item=None) | Q(among(AgendaItem.objects.open_to_all(), "item")))

    def visible_to(self, viewer: Any) -> "CorrectionQuerySet":
        readable = among(AgendaItem.objects.readable_by(viewer), "item")
        return self.filter(Q(item=None) | Q(readable))


class Correction(models.Model):
    """What was corrected in published minutes, by which meeting, and why; the earlier edition stays readable.

    Without an `item` it is what stands above the items: time, place, who was there.
    """

    edition = models.ForeignKey(
        "meetings.Edition", on_delete=models.PROTECT, related_name="corrections"
    )
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    what = models.CharField(_("what was corrected"), max_length=600)
    why = models.CharField(_("why"), max_length=600)
    decided_in = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [
            NeverDeleted(name="correction_stays"),
            Fixed(
                fields=["edition", "item", "what", "why", "decided_in"],
                name="correction_never_changes",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def public(self) -> "FollowUpQuerySet":
        """What follows from decisions that everybody may read."""
        return self.filter(among(Decision.objects.public(), "decision"))

    def visible_to(self, viewer: Any) -> "FollowUpQuerySet":
        """What follows from decisions that the viewer may read."""
        return self.filter(among(Decision.objects.visible_to(viewer), "decision"))

    def finished_by(self, viewer: Any) -> "FollowUpQuerySet":
        """What the viewer can say is done: as secretary of the council, or for the body that is to do it."""
        works = acted_on(viewer, Role.OFFICIAL, Role.CONTACT)
        council = "decision__item__meeting__council__in"
        own = Q(**{council: councils_written_by(viewer).values("pk")})
        return self.visible_to(viewer).filter(own | Q(body__in=works))

    def undone(self) -> "FollowUpQuerySet":
        """What is still to be done, the nearest day first."""
        return self.filter(done_on=None).order_by("due_on", "pk")


class FollowUp(models.Model):
    """Who does what by when after a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="follow_ups")
    what = models.CharField(_("what is to be done"), max_length=400)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField(_("by"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=400, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [NeverDeleted(name="follow_up_stays")]

    def __str__(self) -> str:
        return self.what

    def is_overdue_on(self, day: date) -> bool:
        """Whether it should have been done before `day` and is not."""
        return self.done_on is None and self.due_on < day
