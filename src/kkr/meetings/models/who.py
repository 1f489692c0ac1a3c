"""Where somebody writes, and where they read what is closed."""

from typing import Any

from django.db.models import Q

from kkr.council.models import Council
from kkr.council.models.bodies import CouncilQuerySet
from kkr.council.models.roles import Role, acted_on, administers

READERS = (Role.SECRETARY, Role.CHAIR, Role.MEMBER, Role.OFFICIAL)


def councils_written_by(viewer: Any) -> CouncilQuerySet:
    """The councils whose meetings the viewer prepares: a secretary's, to an administrator all."""
    return _where(viewer, Role.SECRETARY)


def councils_read_by(viewer: Any) -> CouncilQuerySet:
    """The councils in which the viewer acts, and so reads what is closed once it is sent out."""
    return _where(viewer, *READERS)


def _where(viewer: Any, *roles: str) -> CouncilQuerySet:
    """One condition, so that asking costs no query of its own."""
    own = Q(pk__in=acted_on(viewer, *roles))
    return Council.objects.filter(own | administers(viewer))
