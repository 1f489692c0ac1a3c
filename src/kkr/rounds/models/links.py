"""How those who are asked are reached: links, mails and programs. Nobody reads it but those who ask."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from kkr.common.among import among
from kkr.council.models import Contact, Municipality
from kkr.council.models.roles import Role, acted_on, bodies_kept_by
from kkr.documents.models import File
from kkr.outbox.models import Mail
from kkr.rounds.models.questions import Asked, Reply, Round, RoundStep, Stage, State
from kkr.rounds.standing_for import contacts_who_are


class ClosedQuerySet(models.QuerySet[Any]):
    """Rows that nobody reads but those who ask."""

    def public(self) -> Any:
        return self.none()

    def visible_to(self, viewer: Any) -> Any:
        return self.filter(among(Asked.objects.of_kept(viewer), "asked"))


class ReplyLink(models.Model):
    """A personal link that answers one question for one who is asked; only its digest is kept.

    `browsers` counts in how many browsers it was opened: more than one may mean that it was handed on.
    """

    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="links")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    browsers = models.PositiveSmallIntegerField(default=0)

    objects = ClosedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.asked}"


class UnconfirmedReplyQuerySet(ClosedQuerySet):
    def waiting(self, at: datetime) -> "UnconfirmedReplyQuerySet":
        """Answers that would count if they were confirmed then, and newer than what holds of their report."""
        newer = Reply.objects.valid().filter(asked=OuterRef("asked"), step=OuterRef("step"))
        good = {"confirmed_at": None, "step__isnull": False, "expires_at__gt": at}
        good |= {"link__revoked_at": None, "link__contact__ended_at": None}
        return self.filter(~Exists(newer.filter(entered_at__gt=OuterRef("made_at"))), **good)

    def since(self, step: RoundStep) -> Subquery:
        """When the newest of these to a report was given by who is asked, as a column of an outer row."""
        here = self.filter(asked=OuterRef("pk"), step=step).order_by("-made_at")
        return Subquery(here.values("made_at")[:1])


class UnconfirmedReply(models.Model):
    """What was said by a link, and counts only once it is confirmed from a second mail: an answer, or how far one
    is, which `said` gives as {"stage", "on"}."""

    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="unconfirmed")
    link = models.ForeignKey(ReplyLink, on_delete=models.PROTECT, related_name="unconfirmed")
    step = models.ForeignKey(RoundStep, on_delete=models.PROTECT, null=True, related_name="+")
    said = models.JSONField()
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, null=True, related_name="+")

    objects = UnconfirmedReplyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.asked}"

    @property
    def stage(self) -> Stage | None:
        """How far one says that one is; None of an answer."""
        return Stage(self.said["stage"]) if "stage" in self.said else None

    @property
    def stage_on(self) -> date | None:
        """On which day the meeting is that has it on its agenda, where one said so."""
        day = self.said.get("on")
        return date.fromisoformat(day) if day else None


class StoppedRemindersQuerySet(models.QuerySet["StoppedReminders"]):
    def public(self) -> "StoppedRemindersQuerySet":
        return self.none()

    def visible_to(self, viewer: Any) -> "StoppedRemindersQuerySet":
        """To the secretaries of the council in which the municipality lies, and the contact."""
        kept = Q(contact__municipality__in=bodies_kept_by(viewer).values("pk"))
        return self.filter(kept | Q(contact__in=contacts_who_are(viewer).values("pk")))


class StoppedReminders(models.Model):
    """That a contact wants no reminders; what is asked, and that it is withdrawn, is told all the same."""

    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, related_name="stopped_reminders"
    )
    stopped_at = models.DateTimeField()

    objects = StoppedRemindersQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.contact}"


class ProgramTokenQuerySet(models.QuerySet["ProgramToken"]):
    def public(self) -> "ProgramTokenQuerySet":
        return self.none()

    def visible_to(self, viewer: Any) -> "ProgramTokenQuerySet":
        """To the secretaries of the council in which the municipality lies, and its own contacts."""
        kept = Q(municipality__in=bodies_kept_by(viewer).values("pk"))
        return self.filter(kept | Q(municipality__in=acted_on(viewer, Role.CONTACT)))


class ProgramToken(models.Model):
    """With which a municipality's own system answers for it; only its digest is kept."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(_("what uses it"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = ProgramTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label

    @property
    def actor_key(self) -> str:
        """What the ledger keeps of who did it."""
        return f"program:{self.municipality.code}"

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Its own municipality's answers to what was sent out, and nothing else."""
        if perm != "rounds.reply" or self.revoked_at is not None:
            return False
        if obj is None or obj.round.opened_at is None:
            return False
        return self.municipality_id in {
            obj.municipality_id if obj.reports_through_id is None else None,
            obj.reports_through_id,
        }


class SentNoticeQuerySet(ClosedQuerySet):
    def with_mails(self) -> "SentNoticeQuerySet":
        """With `mail_state` and `mail_error`, what became of the mail; nothing of what stood in it."""
        mail = Mail.objects.filter(pk=OuterRef("mail"))
        state, error = Subquery(mail.values("state")[:1]), Subquery(mail.values("last_error")[:1])
        return self.annotate(mail_state=state, mail_error=error)

    def undelivered(self) -> "SentNoticeQuerySet":
        """Whose mail failed or came back while an answer is missing, and whom nobody has written to since."""
        since = SentNotice.objects.filter(asked=OuterRef("asked"), pk__gt=OuterRef("pk"))
        again = since.filter(Q(contact=OuterRef("contact")) | Q(contact=None))
        waiting = Asked.objects.filter(round__state=State.OPEN).unanswered()
        lost = self.filter(mail__in=Mail.objects.unsettled().values("pk"), contact__ended_at=None)
        return lost.filter(~Exists(again), asked__in=waiting.values("pk"))


def confirmations_of(asked_round: Round, viewer: Any) -> Any:
    """The second mails, from which answers by a link are confirmed, to those who ask, the newest first; `about_id`
    names who is asked. Their words are nobody's to read but who got them."""
    own = Asked.objects.of_kept(viewer).filter(round=asked_round)
    keys = own.annotate(key=Cast("pk", models.CharField())).values("key")
    told = SentNotice.objects.filter(mail=OuterRef("pk"))
    rows = Mail.objects.filter(~Exists(told), about_label=Asked._meta.label_lower)
    return rows.filter(about_id__in=keys).defer("text", "html").order_by("-created_at", "-pk")


AS_OFTEN_AS_DONE = ("again", "moved", "now", "now_late")
"""What is told as often as somebody does it; all else is told once."""
ONCE = ~Q(what__in=AS_OFTEN_AS_DONE)


class SentNotice(models.Model):
    """That somebody was written to about a round: so that nobody is written to twice, and one can see it.

    Without a `contact` it went to the member who is asked, at the address of their account. A reminder is of
    one report, `step`, and the last day it had: of the next report, and of another day, one is reminded anew.
    """

    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="notices")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    what = models.CharField(max_length=20)
    step = models.ForeignKey(
        RoundStep, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    deadline_on = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField()
    mail = models.BigIntegerField(db_index=True)

    objects = SentNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["asked", "sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step=None, deadline_on=None)
                | Q(step__isnull=False, deadline_on__isnull=False),
                name="notice_of_a_report_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["asked", "contact", "what"],
                condition=Q(step=None) & ONCE,
                name="one_notice_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["asked", "contact", "what", "step", "deadline_on"],
                condition=ONCE,
                name="one_notice_of_a_report",
            ),
            models.UniqueConstraint(
                fields=["asked", "what"],
                condition=Q(contact=None, step=None) & ONCE,
                name="one_notice_of_a_kind_to_a_member",
            ),
            models.UniqueConstraint(
                fields=["asked", "what", "step", "deadline_on"],
                condition=Q(contact=None) & ONCE,
                name="one_notice_of_a_report_to_a_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.asked}"
