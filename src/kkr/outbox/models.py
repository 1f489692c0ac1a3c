import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LEASE = timedelta(minutes=5)
"""How long a worker has for one mail; well above what ten steps of SMTP may take at 20 seconds each."""

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""How long to wait after the first, second ... attempt that came to nothing; after the last it failed."""


class State(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("mail", "Queued")
    SENDING = "sending", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    BOUNCED = "bounced", pgettext_lazy("mail", "Bounced")


STEPS: dict[str, set[str]] = {
    State.QUEUED: {State.SENDING, State.SENT, State.BOUNCED, State.FAILED},
    State.SENDING: {State.SENDING, State.SENT, State.QUEUED, State.FAILED, State.BOUNCED},
    State.SENT: {State.BOUNCED},
    State.FAILED: {State.QUEUED, State.BOUNCED},
    State.BOUNCED: {State.QUEUED, State.BOUNCED},
}
AT_REST = Q(state__in=[State.SENT, State.FAILED, State.BOUNCED])
SUBJECT_LENGTH = 200
WORDLESS = Q(text="", html="")
EMPTY = Q(to="", reply_to="", subject="", text="", html="", last_error="")


class WrongState(ValidationError):
    """What was asked does not fit the state the mail is in."""

    def __init__(self, mail: "Mail") -> None:
        super().__init__(
            _("This cannot be done while the mail is “%(state)s”."),
            code="wrong_state",
            params={"state": mail.get_state_display()},
        )


class TextGone(ValidationError):
    """A mail whose text held a link for one person cannot be sent again: the text was not kept."""

    def __init__(self) -> None:
        super().__init__(
            _("The text of this mail is gone, because it held a secret link. Send a new one."),
            code="text_gone",
        )


class MailQuerySet(models.QuerySet["Mail"]):
    def public(self) -> "MailQuerySet":
        """None: a mail is between us and the one it was sent to."""
        return self.none()

    def visible_to(self, viewer: Any) -> "MailQuerySet":
        """All for those with `outbox.view_mail`, which a room above gives; none for others."""
        return self.all() if viewer.has_perm("outbox.view_mail") else self.none()

    def due_at(self, instant: datetime) -> "MailQuerySet":
        """To be taken now: waiting and its time has come, or left behind by a worker that fell."""
        waiting = Q(state=State.QUEUED) & (
            Q(next_attempt_at=None) | Q(next_attempt_at__lte=instant)
        )
        left_behind = Q(state=State.SENDING, taken_at__lte=instant - LEASE)
        return self.filter(waiting | left_behind)

    def in_trouble(self) -> "MailQuerySet":
        """Not out at the first attempt, or never: for whoever looks after the queue."""
        return self.filter(
            Q(state__in=[State.FAILED, State.BOUNCED]) | Q(state=State.QUEUED, attempts__gt=0)
        )

    def unsettled(self) -> "MailQuerySet":
        """Failed or come back, and nobody has looked to it yet."""
        ended_badly = Q(state__in=[State.FAILED, State.BOUNCED])
        return self.filter(ended_badly, settled_at=None, erased_at=None)

    def outlived(self, now: datetime) -> "MailQuerySet":
        """Confidential, still with its text, and the link in it opens nothing any more."""
        in_hands = Q(state=State.SENDING, taken_at__gt=now - LEASE)
        return self.filter(confidential=True, useless_at__lte=now).exclude(WORDLESS | in_hands)

    def erasable(self, before: datetime) -> "MailQuerySet":
        """Came to rest before then and still says what it said."""
        return self.filter(AT_REST, erased_at=None, taken_at__lt=before)


class Mail(models.Model):
    """One mail to one address. Its times are real ones, not the clock's, but for `created_at`.

    `next_attempt_at` empty means at once. `message_id` never changes, so a mail that had to be sent
    again is known as the same. `taken_at` is when the newest attempt began.

    The text of a `confidential` mail opens something for whoever reads it, so it goes as soon as
    the mail is sent, or at `useless_at`, when it opens nothing any more; the envelope stays.
    `settled_at` is when somebody had looked to what ended badly. At the address `unsubscribe` a mail
    program ends such mails for its reader with one POST (RFC 8058).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message_id = models.CharField(max_length=300, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    to = models.EmailField(_("to"))
    reply_to = models.EmailField(_("reply to"), blank=True)
    unsubscribe = models.CharField(max_length=500, blank=True)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)
    useless_at = models.DateTimeField(null=True, blank=True)
    about_label = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.SENDING, taken_at__isnull=False) & ~Q(taken_by="")
                | ~Q(state=State.SENDING) & Q(taken_by=""),
                name="outbox_sending_is_in_hands",
            ),
            models.CheckConstraint(
                condition=~AT_REST | Q(taken_at__isnull=False), name="outbox_rests_after_an_attempt"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False),
                name="outbox_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | (AT_REST & EMPTY), name="outbox_erased_says_nothing"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT, confidential=True) | WORDLESS,
                name="outbox_secret_is_sent_and_gone",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="outbox_due"),
            models.Index(fields=["erased_at", "taken_at"], name="outbox_erasable"),
            models.Index(
                fields=["useless_at"],
                condition=Q(confidential=True) & ~WORDLESS,
                name="outbox_outlived",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id

    def step(self, state: State) -> None:
        """Go to `state`, or refuse in words; only a mail being sent is in somebody's hands."""
        if state not in STEPS[self.state]:
            raise WrongState(self)
        self.state = state
        self.taken_by = self.taken_by if state == State.SENDING else ""

    def say_no_more(self) -> None:
        """Drop the text and keep the envelope."""
        self.text = self.html = ""

    @property
    def is_wordless(self) -> bool:
        """Whether there is nothing left that could be sent."""
        return not (self.text or self.html)

    @property
    def is_worn_out(self) -> bool:
        """Whether it has had every attempt it gets."""
        return self.attempts > len(BACK_OFF)

    @property
    def masked_to(self) -> str:
        """The address as an operator may see it in passing: `a…@example.dk`."""
        name, _at, host = self.to.rpartition("@")
        return f"{name[:1]}…@{host}" if host else ""


class Outcome(models.TextChoices):
    SENT = "sent", pgettext_lazy("attempt", "Sent")
    PUT_OFF = "put_off", pgettext_lazy("attempt", "Put off")
    REFUSED = "refused", pgettext_lazy("attempt", "Refused")
    BOUNCED = "bounced", pgettext_lazy("attempt", "Came back")


class Attempt(models.Model):
    """What came of handing a mail over, or the news that it came back."""

    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    reply = models.TextField(blank=True)

    class Meta:
        ordering = ["mail", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.outcome}"
