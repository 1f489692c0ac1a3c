from collections.abc import Callable, Collection, Hashable
from datetime import date, datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.council.models.bodies import Body, BodyKind, BodyQuerySet, Council, Municipality
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.council.models.memberships import Membership
from kkr.council.models.periods import running
from kkr.ledger import clock

Answer = TypeVar("Answer")


class Role(models.TextChoices):
    SECRETARY = "secretary", pgettext_lazy("role", "Secretary")
    CHAIR = "chair", pgettext_lazy("role", "Chair")
    MEMBER = "member", pgettext_lazy("role", "Member")
    OFFICIAL = "official", pgettext_lazy("role", "Official")
    CONTACT = "contact", pgettext_lazy("role", "Contact")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "Administrator")


BODIES_OF_ROLE: dict[str, set[str]] = {
    Role.SECRETARY: {BodyKind.COUNCIL},
    Role.CHAIR: {BodyKind.COUNCIL, BodyKind.COMMITTEE},
    Role.MEMBER: {BodyKind.COUNCIL, BodyKind.COMMITTEE},
    Role.OFFICIAL: {BodyKind.COUNCIL, BodyKind.COMMITTEE, BodyKind.MUNICIPALITY},
    Role.CONTACT: {BodyKind.MUNICIPALITY},
    Role.ADMINISTRATOR: {BodyKind.ASSOCIATION},
}


def day_of(instant: datetime) -> date:
    """The day it is then where the councils are."""
    return timezone.localtime(instant).date()


def today() -> date:
    """The day by the clock; what somebody may do is always asked of the present."""
    return clock.today()


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def running_at(self, instant: datetime) -> "RoleGrantQuerySet":
        """Granted, not revoked, the membership they follow from, if any, runs that day, and the account is open."""
        granted = Q(granted_at__lte=instant) & (Q(revoked_at=None) | Q(revoked_at__gt=instant))
        runs = running(day_of(instant), "membership__") & Q(membership__struck_at=None)
        held = Q(membership=None) | runs
        open_ = Q(user__closed_at=None) | Q(user__closed_at__gt=instant)
        return self.filter(granted, held, open_)

    def running_now(self) -> "RoleGrantQuerySet":
        """Running by the clock."""
        return self.running_at(clock.now())

    def of_user(self, user: Any) -> "RoleGrantQuerySet":
        """The user's own; nobody who is not signed in or was closed out has any."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(user=user)

    def with_role(self, *roles: str) -> "RoleGrantQuerySet":
        return self.filter(role__in=roles)

    def begun_by(self, day: date) -> "RoleGrantQuerySet":
        """Without those whose seat begins later."""
        return self.exclude(membership__starts_on__gt=day)

    def with_ends(self) -> "RoleGrantQuerySet":
        """With all that `ended_on` and a line about them ask, in one query."""
        return self.select_related("body", "membership")

    def on_bodies(self, bodies: Any) -> "RoleGrantQuerySet":
        """Granted on one of these bodies, given as primary keys or a query of them."""
        return self.filter(body_id__in=bodies)

    def public(self) -> "RoleGrantQuerySet":
        """Nothing: who has access is not for everybody to read."""
        return self.none()

    def visible_to(self, viewer: Any) -> "RoleGrantQuerySet":
        """One's own, and those on the bodies whose register one keeps."""
        own = RoleGrant.objects.of_user(viewer)
        return self.filter(Q(pk__in=own) | Q(body__in=bodies_kept_by(viewer)))


REMEMBERED = "_roles_held"
ASKED_ONCE = "_asked_once"


def remember_roles(viewer: Any) -> None:
    """Let what the viewer may act as be asked once and kept on the viewer: for a request that only reads."""
    setattr(viewer, REMEMBERED, _held(viewer).select_related("body__as_council", "membership"))
    setattr(viewer, ASKED_ONCE, {})


def once(viewer: Any, what: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What `ask` gives; of a viewer whose roles are remembered it is asked once, and known as `what` after that."""
    kept: dict[Hashable, Answer] | None = getattr(viewer, ASKED_ONCE, None)
    if kept is None:
        return ask()
    if what not in kept:
        kept[what] = ask()
    return kept[what]


def roles_held(viewer: Any) -> RoleGrantQuerySet:
    """The roles in which the viewer acts now, to be read and not narrowed."""
    kept: RoleGrantQuerySet | None = getattr(viewer, REMEMBERED, None)
    return _held(viewer).select_related("body") if kept is None else kept


def holds(viewer: Any, *roles: str, on: Collection[int] | None = None) -> bool:
    """Whether the viewer acts now in one of the roles, or without any in whichever; `on` one of these bodies."""
    if not hasattr(viewer, REMEMBERED):
        grants = _held(viewer, *roles)
        return (grants if on is None else grants.on_bodies(on)).exists()
    return any(on is None or grant.body_id in on for grant in _kept(viewer, *roles))


def surely_not(viewer: Any, *roles: str) -> bool:
    """Whether remembered roles say that the viewer acts in none of these; it costs no query of its own."""
    return hasattr(viewer, REMEMBERED) and not holds(viewer, *roles)


def acted_on(viewer: Any, *roles: str) -> Any:
    """The bodies on which the viewer acts now in one of the roles, as primary keys or a query of them."""
    if not hasattr(viewer, REMEMBERED):
        return _held(viewer, *roles).values("body_id")
    return {grant.body_id for grant in _kept(viewer, *roles)}


def councils_held(viewer: Any, *roles: str) -> list[Council]:
    """The councils on which the viewer acts now in one of the roles, in order."""
    if not hasattr(viewer, REMEMBERED):
        return list(Council.objects.filter(pk__in=acted_on(viewer, *roles)))
    grants = (grant for grant in _kept(viewer, *roles) if grant.body.kind == BodyKind.COUNCIL)
    found = {grant.body_id: grant.body.as_council for grant in grants}
    return sorted(found.values(), key=lambda council: council.ordering)


def acting_as(viewer: Any, *roles: str) -> Any:
    """The viewer, if they act now in one of the roles, as a primary key in a list or a query of them."""
    if not hasattr(viewer, REMEMBERED):
        return _held(viewer, *roles).values("user_id")
    return [viewer.pk] if holds(viewer, *roles) else []


def people_who_are(viewer: Any) -> Any:
    """Whom of the register the viewer is, by the seats their roles follow from, as primary keys."""
    if not hasattr(viewer, REMEMBERED):
        return _held(viewer).exclude(membership=None).values("membership__person_id")
    return {grant.membership.person_id for grant in _kept(viewer) if grant.membership}


def sits_as(viewer: Any, path: str, *roles: str) -> Q:
    """The condition that the membership at this path is one the viewer acts by in one of the roles."""
    if not hasattr(viewer, REMEMBERED):
        acting = _held(viewer, *roles).filter(
            body=OuterRef(f"{path}__body"), membership__person=OuterRef(f"{path}__person")
        )
        return Q(Exists(acting), (f"{path}__isnull", False))
    sits = Q(pk__in=[])
    for grant in _kept(viewer, *roles):
        if grant.membership:
            seat = {f"{path}__body": grant.body_id, f"{path}__person": grant.membership.person_id}
            sits |= Q(**seat)
    return sits


def administers(viewer: Any) -> Q:
    """The condition that the viewer is an administrator, whatever the row; it costs no query of its own."""
    if not hasattr(viewer, REMEMBERED):
        return Q(Exists(_held(viewer, Role.ADMINISTRATOR)))
    return ~Q(pk__in=[]) if holds(viewer, Role.ADMINISTRATOR) else Q(pk__in=[])


def _held(viewer: Any, *roles: str) -> RoleGrantQuerySet:
    grants = RoleGrant.objects.of_user(viewer).running_now()
    return grants.with_role(*roles) if roles else grants


def _kept(viewer: Any, *roles: str) -> "list[RoleGrant]":
    return [grant for grant in roles_held(viewer) if not roles or grant.role in roles]


def keeps_a_register(viewer: Any) -> bool:
    """Whether the viewer is a council's secretary, or an administrator."""
    return holds(viewer, Role.SECRETARY, Role.ADMINISTRATOR)


def bodies_kept_by(viewer: Any) -> BodyQuerySet:
    """Whose register the viewer keeps: to an administrator all bodies, to a secretary the council, its
    committees, and the municipalities that lie in it today."""
    if holds(viewer, Role.ADMINISTRATOR):
        return Body.objects.all()
    councils = acted_on(viewer, Role.SECRETARY)
    theirs = Municipality.objects.in_councils(councils, today()).values("pk")
    committees = Q(as_committee__council__in=councils)
    return Body.objects.filter(Q(pk__in=councils) | Q(pk__in=theirs) | committees)


def answering_bodies(body: Body) -> set[int]:
    """The body itself, for a municipality also the council it lies in today, for a committee its council."""
    if body.kind == BodyKind.MUNICIPALITY:
        councils = Council.objects.of_municipality(body.pk, today())
    elif body.kind == BodyKind.COMMITTEE:
        councils = Council.objects.filter(committees=body.pk)
    else:
        return {body.pk}
    return {body.pk, *councils.values_list("pk", flat=True)}


class RoleGrant(models.Model):
    """That a user may act in a role on a body. Granted and revoked, never edited away."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role)
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="role_grants"
    )
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=100)
    why = models.CharField(max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=100, blank=True)
    revoked_why = models.CharField(max_length=300, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["granted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by="", revoked_why="")
                | (
                    Q(revoked_at__isnull=False, revoked_at__gte=F("granted_at")) & ~Q(revoked_by="")
                ),
                name="revoked_by_somebody_later",
            ),
            models.UniqueConstraint(
                fields=["user", "body", "role"],
                condition=Q(revoked_at=None, membership=None),
                name="one_grant_at_a_time",
                violation_error_message=_("The user has this role already."),
            ),
            models.UniqueConstraint(
                fields=["user", "body", "role", "membership"],
                condition=Q(revoked_at=None, membership__isnull=False),
                name="one_grant_per_membership",
                violation_error_message=_("The user has this role already."),
            ),
            NeverDeleted(name="grant_stays"),
            Fixed(
                fields=["user", "body", "role", "membership", "granted_at", "granted_by", "why"],
                name="grant_is_not_edited",
            ),
            Fixed(
                fields=["revoked_at", "revoked_by", "revoked_why"],
                once="revoked_at",
                name="revoked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.body}"

    @property
    def ended_on(self) -> date | None:
        """The day it was taken back, or the last one of the seat it followed from; None where neither has one."""
        ends = [day_of(self.revoked_at)] if self.revoked_at else []
        if self.membership and self.membership.last_day:
            ends.append(self.membership.last_day)
        if self.membership and self.membership.struck_at:
            ends.append(day_of(self.membership.struck_at))
        return min(ends, default=None)

    def clean(self) -> None:
        if self.body.kind not in BODIES_OF_ROLE.get(self.role, set()):
            message = _("%(role)s is not a role one can have in %(body)s.") % {
                "role": self.get_role_display(),
                "body": self.body.name,
            }
            raise ValidationError({"role": message})
        if self.membership and self.membership.body_id != self.body_id:
            raise ValidationError({"membership": _("The membership is of another body.")})
