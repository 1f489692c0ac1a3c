"""What an inviter may choose from; the action has the last word."""

from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from kkr.council.models import Body
from kkr.council.models.bodies import BodyKind
from kkr.council.models.roles import Role, bodies_kept_by

ORDER: list[str] = [
    BodyKind.ASSOCIATION,
    BodyKind.COUNCIL,
    BodyKind.COMMITTEE,
    BodyKind.MUNICIPALITY,
]


def roles_for(inviter: Any) -> list[tuple[str, str]]:
    """All roles for an administrator; for a secretary those without power over others."""
    kept = set() if _keeps_all(inviter) else {Role.SECRETARY, Role.ADMINISTRATOR}
    return [(role.value, str(role.label)) for role in Role if role not in kept]


def bodies_for(inviter: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The bodies the inviter may give roles on, by kind."""
    bodies = sorted(_within_reach(inviter), key=lambda body: (ORDER.index(body.kind), body.name))
    return [
        (str(BodyKind(kind).label), [(str(body.pk), body.name) for body in same])
        for kind, same in groupby(bodies, key=lambda body: body.kind)
    ]


def _within_reach(inviter: Any) -> QuerySet[Body]:
    return bodies_kept_by(inviter)


def _keeps_all(inviter: Any) -> bool:
    return bool(inviter.has_perm("accounts.create_user"))
