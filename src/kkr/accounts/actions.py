from datetime import datetime

from django.db import transaction

from kkr.accounts.models import User
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require


@transaction.atomic
def create_user(*, email: str, name: str, password: str, by: Actor, at: datetime) -> User:
    """Open an account, e.g. `create_user(email="a@b.dk", name="A", password="...", by=..., at=...)`.

    Refuses an actor without `accounts.create_user` and an address that has an account already.
    """
    require(by, "accounts.create_user")
    user = User(email=email.strip().lower(), name=name, joined_at=at)
    user.set_password(password)
    user.full_clean()
    user.save()
    record(
        verb="accounts.user_created",
        subject=user,
        by=by,
        at=at,
        content={"email": user.email, "name": user.name},
    )
    return user
