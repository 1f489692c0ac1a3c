import uuid
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.council.models import Council, Person
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.documents.cpr import cpr_numbers
from kkr.meetings.kinds.sections import CONSTITUTING, ORDINARY, WRITTEN, Template
from kkr.meetings.models.who import councils_written_by


class MeetingKind(models.TextChoices):
    ORDINARY = "ordinary", pgettext_lazy("meeting", "Ordinary meeting")
    EXTRAORDINARY = "extraordinary", pgettext_lazy("meeting", "Extraordinary meeting")
    CONSTITUTING = "constituting", pgettext_lazy("meeting", "Constituting meeting")
    WRITTEN = "written", pgettext_lazy("meeting", "Written procedure")


class State(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    CALLED = "called", pgettext_lazy("meeting", "Called")
    HELD = "held", pgettext_lazy("meeting", "Held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


TEMPLATES = {MeetingKind.CONSTITUTING: CONSTITUTING, MeetingKind.WRITTEN: WRITTEN}
STEPS: dict[str, set[str]] = {
    State.PLANNED: {State.CALLED, State.CANCELLED},
    State.CALLED: {State.HELD, State.CANCELLED},
    State.HELD: set(),
    State.CANCELLED: set(),
}
LASTS = timedelta(hours=2)


class WrongState(ValidationError):
    """What was asked does not fit the state the meeting is in."""

    def __init__(self, meeting: "Meeting") -> None:
        super().__init__(
            _("This cannot be done while the meeting is “%(state)s”."),
            code="wrong_state",
            params={"state": meeting.get_state_display()},
        )


def _refuse_personal_numbers(row: models.Model, *fields: str) -> None:
    """Refuse a personal number in what everybody will read."""
    for name in fields:
        if cpr_numbers(getattr(row, name)):
            words = _("It holds what looks like a personal number, and everybody will read it.")
            raise ValidationError({name: words})


class Procedure(models.Model):
    """What a council has agreed on how it meets; the real rules of procedure were not found, so all can be set.

    Days count back from the meeting, for the minutes on from it. Without `quorum_percent` none is asked for.
    Place, time and link are those a new meeting begins with; the link is for those who take part.
    """

    council = models.OneToOneField(Council, on_delete=models.PROTECT, related_name="procedure")
    meetings_a_year = models.PositiveSmallIntegerField(_("meetings a year"), default=5)
    matters_days = models.PositiveSmallIntegerField(_("days for matters to be sent in"), default=21)
    agenda_days = models.PositiveSmallIntegerField(_("days for the agenda to be out"), default=7)
    minutes_days = models.PositiveSmallIntegerField(_("days for the minutes to be out"), default=7)
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum in percent of the members"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("until"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to take part"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_percent=None) | Q(quorum_percent__lte=100),
                name="quorum_in_percent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.council}"

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It must end later than it begins.")})
        _refuse_personal_numbers(self, "place")

    def quorum_of(self, members: int) -> int:
        """How many of `members` must be there; 0 where no quorum was agreed on."""
        return -(-members * (self.quorum_percent or 0) // 100)

    def agenda_by(self, kind: str, held_on: date) -> date:
        """By which day the agenda is to be out; that of a written procedure, for which nobody meets, by its own."""
        days = 0 if kind == MeetingKind.WRITTEN else self.agenda_days
        return held_on - timedelta(days=days)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def public(self) -> "MeetingQuerySet":
        """What is announced, and stays so when it is cancelled."""
        return self.filter(announced_at__isnull=False)

    def visible_to(self, viewer: Any) -> "MeetingQuerySet":
        """The public ones, and to those who prepare them all of a council's."""
        own = councils_written_by(viewer)
        return self.filter(Q(announced_at__isnull=False) | Q(council__in=own.values("pk")))

    def written_by(self, viewer: Any) -> "MeetingQuerySet":
        """What the viewer prepares."""
        return self.filter(council__in=councils_written_by(viewer).values("pk"))

    def of_council(self, council: Council) -> "MeetingQuerySet":
        return self.filter(council=council)

    def dated(self) -> "MeetingQuerySet":
        """Those whose day is known."""
        return self.filter(held_on__isnull=False)

    def undated(self) -> "MeetingQuerySet":
        """Those of which no source names the day."""
        return self.filter(held_on=None)

    def standing(self) -> "MeetingQuerySet":
        """Not cancelled."""
        return self.exclude(state=State.CANCELLED)

    def coming_after(self, day: Any) -> "MeetingQuerySet":
        """On that day or later and not cancelled, the next first."""
        return self.standing().filter(held_on__gte=day).order_by("held_on", "starts_at", "pk")

    def newest_first(self) -> "MeetingQuerySet":
        """As they are listed; those without a day last."""
        return self.order_by(models.F("held_on").desc(nulls_last=True), "-starts_at", "-pk")


class Meeting(models.Model):
    """A meeting of a council, or a written procedure between two, with `held_on` its last day.

    Without `held_on`, `known_as` says what is known of the time ("efteråret 2016"). `sequence` counts what
    was announced anew, as calendars count (RFC 5545, 3.8.7.4). `illustrative` says what was made up.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=14, choices=MeetingKind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    slug = models.SlugField(max_length=60)
    held_on = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("until"), null=True, blank=True)
    known_as = models.CharField(_("what is known of the time"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to take part"), max_length=500, blank=True)
    also_present = models.CharField(_("also present"), max_length=1000, blank=True)
    opened_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    illustrative = models.CharField(_("what is illustrative"), max_length=300, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    cancelled_why = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    approved_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="approved"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="one_meeting_per_address"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=False) | ~Q(known_as=""), name="meeting_some_time"
            ),
            NeverDeleted(name="meeting_stays"),
            Fixed(fields=["public_id", "council", "kind"], name="meeting_is_whose_it_is"),
            Fixed(fields=["announced_at"], once="announced_at", name="meeting_stays_announced"),
            Fixed(fields=["approved_in"], once="approved_in", name="minutes_approved_once"),
        ]
        indexes = [models.Index(fields=["council", "-held_on"], name="meetings_of_council")]

    def __str__(self) -> str:
        return f"{self.council} {self.held_on or self.known_as}"

    @property
    def template(self) -> Template:
        """The sections of its agenda."""
        return TEMPLATES.get(MeetingKind(self.kind), ORDINARY)

    @property
    def is_public(self) -> bool:
        """Whether everybody may know of it."""
        return self.announced_at is not None

    @property
    def scopes(self) -> list[str]:
        """The council whose pages change with it, by slug."""
        return [self.council.slug]

    @property
    def path(self) -> str:
        """Its address without a language, e.g. `/hovedstaden/moeder/2017-02-06/`."""
        return f"/{self.council.slug}/moeder/{self.slug}/"

    @property
    def identifier(self) -> str:
        """What calendars and programs know it by."""
        return self.public_id.urn

    @property
    def begins(self) -> datetime | None:
        """When it begins, aware; None where day or time is not known."""
        return self._instant(self.starts_at)

    @property
    def ends(self) -> datetime | None:
        """When it ends, by the plan two hours after it begins where no end is given."""
        if self.ends_at is None and self.begins is not None:
            return self.begins + LASTS
        return self._instant(self.ends_at)

    def step(self, state: State) -> None:
        """Go to `state`, or refuse in words."""
        if state not in STEPS[self.state]:
            raise WrongState(self)
        self.state = state

    def clean(self) -> None:
        if self.held_on is None and not self.known_as:
            raise ValidationError({"held_on": _("Say on which day it is.")})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It must end later than it begins.")})
        is_late = self.held_on is not None and self.held_on.month > 1
        if self.kind == MeetingKind.CONSTITUTING and is_late:
            message = _("A council constitutes itself by 31 January; choose a day in January.")
            raise ValidationError({"held_on": message})
        _refuse_personal_numbers(self, "place", "known_as")

    def _instant(self, at: time | None) -> datetime | None:
        if self.held_on is None or at is None:
            return None
        return datetime.combine(self.held_on, at, ZoneInfo(settings.TIME_ZONE))
