import uuid
from datetime import datetime
from typing import Any

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this address, however it is capitalised."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who can sign in. What they may do follows from the roles granted to them in `council`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    emailaddress_set: Any  # of allauth, which has no types
    authenticator_set: Any
    usersession_set: Any

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="lower_case_address"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(is_active=False), name="closed_is_not_active"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(closed_at__isnull=False), name="erased_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_key(self) -> str:
        """How the ledger names this user; the name itself stays out of the chain."""
        return f"user:{self.public_id}"

    @property
    def is_invited(self) -> bool:
        """Whether the account waits for its owner to choose a password."""
        return not self.is_active and self.closed_at is None

    @property
    def has_second_factor(self) -> bool:
        """Whether a password alone is not enough to sign in."""
        return bool(self.authenticator_set.all())

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the rules let this user do `perm`; an inactive user may do nothing."""
        return self.is_active and rules.has_perm(perm, self, obj)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor taken back, though perhaps too old."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open_at(self, now: datetime) -> "InvitationQuerySet":
        """What can be accepted at this instant of real time."""
        return self.unanswered().filter(invited_at__lte=now, expires_at__gt=now)


class Invitation(models.Model):
    """A link by which an invited user chooses a password, once. Its times are real, not the clock's.

    Only a digest is kept, so that whoever reads the database cannot accept for somebody else.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=100)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_invitation_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="accepted_or_revoked",
            ),
        ]
