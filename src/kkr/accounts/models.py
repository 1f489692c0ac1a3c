import uuid
from typing import Any

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
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

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="lower_case_address"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_key(self) -> str:
        """How the ledger names this user; the name itself stays out of the chain."""
        return f"user:{self.public_id}"

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the rules let this user do `perm`; an inactive user may do nothing."""
        return self.is_active and rules.has_perm(perm, self, obj)
