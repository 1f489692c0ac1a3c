"""Where somebody writes, where they read what is closed, and who they are in the register."""

from typing import Any

from django.db.models import Exists, Q

from kkr.council.models import Council, RoleGrant
from kkr.council.models.bodies import CouncilQuerySet
from kkr.council.models.roles import Role

READERS = (Role.SECRETARY, Role.CHAIR, Role.MEMBER, Role.OFFICIAL)


def councils_written_by(viewer: Any) -> CouncilQuerySet:
    """The councils whose meetings the viewer prepares: a secretary's, to an administrator all."""
    return _where(viewer, Role.SECRETARY)


def councils_read_by(viewer: Any) -> CouncilQuerySet:
    """The councils in which the viewer acts, and so reads what is closed once it is sent out."""
    return _where(viewer, *READERS)


def people_who_are(viewer: Any) -> Any:
    """Whom of the register the viewer is, by the seats their roles follow from, as primary keys."""
    acting = RoleGrant.objects.of_user(viewer).running_now()
    return acting.exclude(membership=None).values("membership__person_id")


def _where(viewer: Any, *roles: str) -> CouncilQuerySet:
    """One condition, so that asking costs no query of its own."""
    acting = RoleGrant.objects.of_user(viewer).running_now()
    own = Q(pk__in=acting.with_role(*roles).values("body_id"))
    return Council.objects.filter(own | Q(Exists(acting.with_role(Role.ADMINISTRATOR))))
