"""Questions to several, who is asked, and what each answered."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.common.among import among
from kkr.council.models import Area, Committee, Council, Membership, Municipality
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.documents.models import File
from kkr.rounds.asking import (
    AnswerKind,
    RoundKind,
    kind_named,
    round_kinds,
    shared_kinds,
    stopping_answers,
)
from kkr.rounds.standing_for import answered_by, kept_by

if TYPE_CHECKING:
    from kkr.rounds.models.links import ProgramToken


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("round", "Draft")
    OPEN = "open", pgettext_lazy("round", "Open")
    CLOSED = "closed", pgettext_lazy("round", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("round", "Withdrawn")


STEPS: dict[str, set[str]] = {
    State.DRAFT: {State.OPEN, State.WITHDRAWN},
    State.OPEN: {State.CLOSED, State.WITHDRAWN},
    State.CLOSED: set(),
    State.WITHDRAWN: set(),
}


class Way(models.TextChoices):
    """How a reply came."""

    PAGE = "page", pgettext_lazy("reply", "Signed in")
    LINK = "link", pgettext_lazy("reply", "By the link in a mail")
    API = "api", pgettext_lazy("reply", "From a program")
    SECRETARY = "secretary", pgettext_lazy("reply", "By the secretariat")


class Stage(models.TextChoices):
    """How far a municipality is before it has answered."""

    RECEIVED = "received", pgettext_lazy("stage", "Received")
    ON_AGENDA = "on_agenda", pgettext_lazy("stage", "On the agenda")
    POSTPONED = "postponed", pgettext_lazy("stage", "Postponed")


class WrongState(ValidationError):
    """What was asked does not fit the state the round is in."""

    def __init__(self, asked_round: "Round") -> None:
        super().__init__(
            _("This cannot be done while the question is “%(state)s”."),
            code="wrong_state",
            params={"state": asked_round.get_state_display()},
        )


class RoundQuerySet(models.QuerySet["Round"]):
    def public(self) -> "RoundQuerySet":
        """What was sent out and everybody may follow."""
        return self.filter(opened_at__isnull=False, is_public=True)

    def visible_to(self, viewer: Any) -> "RoundQuerySet":
        """The public ones, what one keeps, and what one is asked."""
        asked = Asked.objects.filter(answered_by(viewer)).values("round")
        sent = Q(opened_at__isnull=False)
        public = sent & Q(is_public=True)
        return self.filter(public | kept_by(viewer) | (sent & Q(pk__in=asked)))

    def kept_by(self, viewer: Any) -> "RoundQuerySet":
        """What the viewer asks."""
        return self.filter(kept_by(viewer))

    def for_desk(self, day: date) -> Any:
        """What is not sent out or open, each with what asks and with what a desk tells: its `first_on` and `last_on`,
        how many are `late` that day, are `silent` of its last report, and whether an answer `stops` it."""
        stopping = Reply.objects.valid().filter(asked__round=OuterRef("pk"))
        late = Asked.objects.due_next().filter(due_on__lt=day)
        rows = self.filter(state__in=[State.DRAFT, State.OPEN]).annotate(
            first_on=RoundStep.objects.all().first_day(of="pk"),
            last_on=RoundStep.objects.all().last_day(of="pk"),
            late=late.counted(of="pk"),
            silent=Asked.objects.unanswered().counted(of="pk"),
            stops=models.Exists(stopping.filter(answer__in=stopping_answers())),
        )
        subjects = (kind.subject for kind in round_kinds if kind.subject)
        return rows.select_related("council", *subjects)


class Round(models.Model):
    """A question to several at once, by a day. What it is about stands in the room that asks."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=24)
    title = models.CharField(_("title"), max_length=250)
    is_public = models.BooleanField(_("everybody may follow the answers"), default=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it is withdrawn"), max_length=400, blank=True)
    illustrative = models.CharField(_("what is illustrative"), max_length=300, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, opened_at=None)
                | Q(state=State.WITHDRAWN)
                | (~Q(state=State.DRAFT) & Q(opened_at__isnull=False)),
                name="round_open_since",
            ),
            NeverDeleted(name="round_stays"),
            Fixed(fields=["public_id", "council", "kind"], name="round_is_whose_it_is"),
            Fixed(fields=["opened_at", "is_public"], once="opened_at", name="round_opened_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it takes answers."""
        return self.state == State.OPEN

    @property
    def kind_of(self) -> RoundKind:
        return kind_named(self.kind)

    @property
    def scopes(self) -> list[str]:
        """The council whose pages change with it, by slug."""
        return [self.council.slug]

    @property
    def is_seen(self) -> bool:
        """Whether everybody may follow it."""
        return self.is_public and self.opened_at is not None

    @property
    def opens_again(self) -> bool:
        """Whether it is closed, and takes answers again when its last day is moved."""
        return self.state == State.CLOSED and self.kind_of.opens_again

    @property
    def identifier(self) -> str:
        """What programs know it by."""
        return self.public_id.urn

    def step(self, state: State) -> None:
        """Go to `state`, or refuse in words."""
        if state not in STEPS[self.state]:
            raise WrongState(self)
        self.state = state


class OfRoundQuerySet(models.QuerySet[Any]):
    """Rows that are read where their round is."""

    def public(self) -> Any:
        return self.filter(among(Round.objects.public(), "round"))

    def visible_to(self, viewer: Any) -> Any:
        return self.filter(among(Round.objects.visible_to(viewer), "round"))


class RoundStepQuerySet(OfRoundQuerySet):
    def first_day(self, *, of: str = "round") -> Subquery:
        """The day of the first report of an outer row's round, as a column of that row."""
        return self._day("deadline_on", of)

    def last_day(self, *, of: str = "round") -> Subquery:
        """The day of the last one."""
        return self._day("-deadline_on", of)

    def last_step(self) -> Subquery:
        """The step of the last one, by its key."""
        here = self.filter(round=OuterRef("round")).order_by("-number")
        return Subquery(here.values("pk")[:1])

    def _day(self, order: str, of: str) -> Subquery:
        here = self.filter(round=OuterRef(of)).order_by(order)
        return Subquery(here.values("deadline_on")[:1])


class RoundStep(models.Model):
    """One report of a round and its day; most rounds have one, a two-step hearing a first and a final one."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120, blank=True)
    deadline_on = models.DateField(_("by"))

    objects = RoundStepQuerySet.as_manager()

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_step_per_number"),
            NeverDeleted(name="step_stays"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.number}"


class AskedQuerySet(OfRoundQuerySet):
    def answered_by(self, viewer: Any) -> Any:
        """Those for whom the viewer answers, of rounds that were sent out."""
        return self.filter(answered_by(viewer), round__opened_at__isnull=False)

    def for_program(self, token: "ProgramToken") -> Any:
        """Those for whom the municipality of a token answers, of rounds that were sent out."""
        own = Q(municipality=token.municipality_id, reports_through=None)
        through = Q(reports_through=token.municipality_id)
        return self.filter(own | through, round__opened_at__isnull=False)

    def unanswered(self, step: "RoundStep | None" = None) -> Any:
        """Those without a valid reply, to that step or to the last one."""
        steps = RoundStep.objects.filter(round=OuterRef("round")).order_by("-number")
        wanted = step.pk if step else Subquery(steps.values("pk")[:1])
        rows = self.annotate(wanted_step=wanted) if step is None else self
        replies = Reply.objects.valid().filter(asked=OuterRef("pk"))
        given = replies.filter(step=step or OuterRef("wanted_step"))
        return rows.filter(~models.Exists(given))

    def due_next(self) -> Any:
        """With `due_on`, the last day of the first report that each has not given; None where it gave all."""
        given = Reply.objects.valid().filter(asked=OuterRef(OuterRef("pk")), step=OuterRef("pk"))
        steps = RoundStep.objects.filter(~models.Exists(given), round=OuterRef("round"))
        return self.annotate(due_on=Subquery(steps.order_by("number").values("deadline_on")[:1]))

    def answering(self, steps: list[int]) -> Any:
        """With `given`, the reply of each that holds to whichever of these steps is theirs."""
        holds = Q(replies__replaced_at=None, replies__step__in=steps)
        return self.annotate(given=models.FilteredRelation("replies", condition=holds))

    def counted(self, *, of: str = "round") -> Any:
        """How many of these the round of an outer row has, as a column of that row."""
        here = self.filter(round=OuterRef(of)).order_by().values("round")
        return Coalesce(Subquery(here.annotate(many=models.Count("pk")).values("many")), 0)

    def of_kept(self, viewer: Any) -> Any:
        """Those whom the viewer asks."""
        return self.filter(kept_by(viewer, "round__"))

    def with_names(self) -> Any:
        """With what their names are taken from."""
        return self.select_related("area", "committee", "member__person")


BY_NAME = tuple(
    F(name).asc(nulls_last=True)
    for name in ("area__name", "committee__name", "member__person__name")
)
"""How those who are asked are ordered: areas before committees, and members last, on both databases."""


NO_AREA = Q(area=None, municipality=None, reports_through=None)


class Asked(models.Model):
    """Who is asked: a municipality, the region, a committee that prepares cases, or one member of the council.

    A `member` is asked by the seat, and answers signed in, whichever of their seats the account follows from.
    `weight` is how many live in the area, as of `weighed`.

    With `reports_through` another municipality answers for it, as Tårnby does for Dragør. `stage` is how
    far it is, with the day of the meeting that has it on its agenda. From `asked_at`, when the question was
    sent out, the row stays.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="asked")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="asked"
    )
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="asked"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="asked"
    )
    member = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="asked"
    )
    reports_through = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="reports_for"
    )
    weight = models.PositiveIntegerField(_("inhabitants"), default=0)
    weighed = models.CharField(_("inhabitants as of"), max_length=100, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, blank=True)
    stage_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        ordering = ["round", *BY_NAME]
        constraints = [
            models.UniqueConstraint(fields=["round", "area"], name="asked_once"),
            models.UniqueConstraint(fields=["round", "committee"], name="committee_asked_once"),
            models.UniqueConstraint(fields=["round", "member"], name="member_asked_once"),
            models.CheckConstraint(
                condition=Q(area__isnull=False, committee=None, member=None)
                | (NO_AREA & Q(committee__isnull=False, member=None))
                | (NO_AREA & Q(committee=None, member__isnull=False)),
                name="asked_is_an_area_or_a_committee",
            ),
            NeverDeleted(once="asked_at", name="asked_stays"),
            Fixed(
                fields=["public_id", "round", "area", "municipality", "committee", "member"],
                name="asked_is_who_it_is",
            ),
            Fixed(fields=["asked_at"], once="asked_at", name="asked_once_and_for_all"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As in "Albertslund"; a region, a committee and a member by their own names."""
        who = self.area or self.committee
        if self.member:
            return str(self.member.person)
        assert who is not None, "the database refuses one who is nobody"
        return who.name

    @property
    def is_region(self) -> bool:
        """Whether it is the region that is asked: an area that is no municipality."""
        return self.area_id is not None and self.municipality_id is None


class ReplyQuerySet(models.QuerySet["Reply"]):
    def public(self) -> "ReplyQuerySet":
        """What was answered to rounds that everybody may follow, corrected replies too."""
        return self.filter(among(Asked.objects.public(), "asked"))

    def visible_to(self, viewer: Any) -> "ReplyQuerySet":
        """The public ones, to what one asks, and one's own; where answers are shared those of all who are asked."""
        own = Asked.objects.answered_by(viewer) | Asked.objects.of_kept(viewer)
        shared = Asked.objects.answered_by(viewer).filter(round__kind__in=shared_kinds())
        read = among(own, "asked") | Q(asked__round__in=shared.values("round"))
        return self.public() | self.filter(read)

    def valid(self) -> "ReplyQuerySet":
        """What holds now."""
        return self.filter(replaced_at=None)


class Reply(models.Model):
    """What one who is asked answered; never changed, but replaced by another that says why.

    `path` are the committees it went through, each with its day, as {"committee", "on"}.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="replies")
    step = models.ForeignKey(RoundStep, on_delete=models.PROTECT, related_name="replies")
    answer = models.CharField(_("answer"), max_length=24)
    remark = models.CharField(_("remark"), max_length=4000, blank=True)
    decided_on = models.DateField(_("decided by the municipal council on"), null=True, blank=True)
    path = models.JSONField(_("way through the committees"), default=list, blank=True)
    case_number = models.CharField(
        _("the municipality's own case number"), max_length=60, blank=True
    )
    source_url = models.URLField(_("link to the minutes"), max_length=500, blank=True)
    file = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    why = models.CharField(_("why it is corrected"), max_length=400, blank=True)
    way = models.CharField(max_length=10, choices=Way)
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["asked", "step", "entered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked", "step"], condition=Q(replaced_at=None), name="one_valid_reply"
            ),
            NeverDeleted(name="reply_stays"),
            Fixed(
                fields=[
                    "public_id", "asked", "step", "answer", "remark", "decided_on", "path",
                    "case_number", "source_url", "file", "why", "way", "entered_by", "entered_at",
                ],
                name="reply_never_changes",
            ),
            Fixed(fields=["replaced_at"], once="replaced_at", name="reply_replaced_once"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["asked", "replaced_at"], name="replies_that_hold")]

    def __str__(self) -> str:
        return f"{self.asked}: {self.answer}"

    @property
    def answer_of(self) -> AnswerKind:
        found = self.asked.round.kind_of.answer(self.answer)
        assert found is not None, self.answer
        return found
