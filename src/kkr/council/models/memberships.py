import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.council.models.bodies import Body, BodyKind, Municipality
from kkr.council.models.guards import Fixed, NeverDeleted, NoOverlap
from kkr.council.models.people import Party, Person, Term
from kkr.council.models.periods import Period, PeriodQuerySet, running, starts_before_it_ends


class MembershipRole(models.TextChoices):
    """KL's statutes § 15: mayors by office, supplementary members so that the council matches the vote.

    `member` is one of a committee; `chairmanship` is chair or vice chair where the source names the two together.
    """

    MEMBER_BY_OFFICE = "member_by_office", pgettext_lazy("membership", "Member by office")
    SUPPLEMENTARY = "supplementary", pgettext_lazy("membership", "Supplementary member")
    MEMBER = "member", pgettext_lazy("membership", "Member")
    SUBSTITUTE = "substitute", pgettext_lazy("membership", "Substitute")
    CHAIR = "chair", pgettext_lazy("membership", "Chair")
    VICE_CHAIR = "vice_chair", pgettext_lazy("membership", "Vice chair")
    CHAIRMANSHIP = "chairmanship", pgettext_lazy("membership", "Chair or vice chair")


class Basis(models.TextChoices):
    """How a date of a membership is known."""

    EXACT = "exact", pgettext_lazy("date", "The date is known")
    TERM = "term", pgettext_lazy("date", "The date is that of the election period")
    EVIDENCE = "evidence", pgettext_lazy("date", "The date is that of the evidence found")
    INFERRED = "inferred", pgettext_lazy("date", "The election period itself is inferred")


class EndReason(models.TextChoices):
    UNKNOWN = "", pgettext_lazy("membership", "Not stated")
    TERM_OVER = "term_over", pgettext_lazy("membership", "The election period ended")
    RESIGNED = "resigned", pgettext_lazy("membership", "Resigned")
    REPLACED = "replaced", pgettext_lazy("membership", "Replaced by another")
    LEFT_OFFICE = "left_office", pgettext_lazy("membership", "Left the office it follows from")
    DIED = "died", pgettext_lazy("membership", "Died")
    CLOSED = "closed", pgettext_lazy("membership", "The committee was closed")


STANDING = Q(struck_at=None)
PUBLIC = STANDING & Q(body__kind=BodyKind.COUNCIL)
CHAIRS = (MembershipRole.CHAIR, MembershipRole.VICE_CHAIR, MembershipRole.CHAIRMANSHIP)
HELD_BY_ONE = (MembershipRole.CHAIR, MembershipRole.VICE_CHAIR)
BY_OFFICE = MembershipRole.MEMBER_BY_OFFICE
ONLY_IN_COUNCILS = {BY_OFFICE, MembershipRole.SUPPLEMENTARY, MembershipRole.CHAIRMANSHIP}
ROLES_OF_COMMITTEES = [role for role in MembershipRole if role not in ONLY_IN_COUNCILS]
ROLES_OF_COUNCILS = [role for role in MembershipRole if role != MembershipRole.MEMBER]


class MembershipQuerySet(PeriodQuerySet["Membership"]):
    def public(self) -> "MembershipQuerySet":
        """What anybody may see: the seats in the councils; who sits in a committee is not for everybody."""
        return self.filter(PUBLIC)

    def visible_to(self, viewer: Any) -> "MembershipQuerySet":
        """The public ones, and to those who keep the register of its body all, also what was struck out."""
        from kkr.council.models.roles import bodies_kept_by  # roles follow from memberships

        return self.filter(PUBLIC | Q(body__in=bodies_kept_by(viewer)))

    def standing(self) -> "MembershipQuerySet":
        """Not struck out, in councils and committees: what the register counts with."""
        return self.filter(STANDING)

    def running_on(self, day: date) -> "MembershipQuerySet":
        """Those in whose period the day is; what was struck out never ran."""
        return self.standing().filter(running(day))

    def past(self, day: date) -> "MembershipQuerySet":
        """Those that run on that day or later, as far as is known now."""
        return self.standing().filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def struck_out(self) -> "MembershipQuerySet":
        """Entered by mistake, and kept in the history only."""
        return self.filter(struck_at__isnull=False)

    def of_body(self, body: Body) -> "MembershipQuerySet":
        """Memberships of one council or other body."""
        return self.filter(body_id=body.pk)

    def chairs(self) -> "MembershipQuerySet":
        """Chairs only; those of whom it is not known which of the two they were are not among them."""
        return self.filter(role=MembershipRole.CHAIR)

    def chairmanship(self) -> "MembershipQuerySet":
        """Chairs, vice chairs, and those who were one of the two."""
        return self.filter(role__in=CHAIRS)

    def members(self) -> "MembershipQuerySet":
        """Those who sit in a council by office or supplementary, and the members of a committee."""
        return self.filter(
            role__in=[BY_OFFICE, MembershipRole.SUPPLEMENTARY, MembershipRole.MEMBER]
        )

    def mayors(self) -> "MembershipQuerySet":
        """Those who sit in a council by office."""
        return self.filter(role=BY_OFFICE)

    def with_names(self) -> "MembershipQuerySet":
        """With everything a line about a membership shows, in one query."""
        return self.select_related("person", "party", "municipality", "term", "body")


class Membership(Period):
    """That a person held a place in a body, from when to when, and how we know.

    What was entered by mistake is struck out: it stays for the history and runs on no day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=MembershipRole)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    starts_on = models.DateField()
    start_basis = models.CharField(max_length=20, choices=Basis, default=Basis.EXACT)
    end_basis = models.CharField(max_length=20, choices=Basis, default=Basis.EXACT)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    source = models.URLField(max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    struck_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["body", "starts_on", "pk"]
        constraints = [
            starts_before_it_ends("membership_starts_before_it_ends"),
            models.CheckConstraint(
                condition=~Q(role=BY_OFFICE) | Q(municipality__isnull=False),
                name="mayor_of_a_municipality",
                violation_error_message=_(
                    "A member by office sits for a municipality; say which one."
                ),
            ),
            NoOverlap(
                fields=["body", "role"],
                only=("role", [role.value for role in HELD_BY_ONE]),
                unless="struck_at",
                name="one_chair_at_a_time",
                violation_error_message=_(
                    "Somebody else holds this post in that period; end that membership first."
                ),
            ),
            NoOverlap(
                fields=["body", "municipality"],
                only=("role", ["member_by_office"]),
                unless="struck_at",
                name="one_mayor_at_a_time",
                violation_error_message=_(
                    "The municipality has its member by office in that period; end that membership first."
                ),
            ),
            NoOverlap(
                fields=["body", "person", "role"],
                unless="struck_at",
                name="one_place_per_person",
                violation_error_message=_("The person holds this place in that period already."),
            ),
            NeverDeleted(name="membership_stays"),
            Fixed(fields=["public_id", "body", "person"], name="membership_is_whose_it_is"),
            Fixed(
                fields=[
                    "role",
                    "municipality",
                    "party",
                    "term",
                    "starts_on",
                    "ends_on",
                    "struck_at",
                ],
                once="struck_at",
                name="membership_struck_once",
            ),
        ]
        indexes = [models.Index(fields=["body", "role", "starts_on"], name="memberships_of_body")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    def runs_on(self, day: date) -> bool:
        """Whether `day` is in the period, and it was not struck out."""
        return self.struck_at is None and super().runs_on(day)

    def clean(self) -> None:
        if self.ends_on is None and self.end_reason:
            raise ValidationError(
                {"end_reason": _("Only a membership with an end has a reason for it.")}
            )
        if self._in_committee:
            self._clean_in_committee()
        elif self.role == MembershipRole.MEMBER:
            raise ValidationError({"role": _("One is plain member of committees only.")})
        if self.struck_at is None:
            self._clean_municipality()

    def _clean_municipality(self) -> None:
        """One sits for a municipality that lay in the council when the seat began, or before it ended."""
        council = self.body.as_committee.council_id if self._in_committee else self.body_id
        if self.municipality is None or not (self._in_committee or self._in_council):
            return
        days = [self.starts_on, self.last_day or self.starts_on]
        own = Municipality.objects.filter(pk=self.municipality.pk)
        if not any(own.in_councils([council], day).exists() for day in days):
            message = _("%(municipality)s does not lie in %(council)s; choose one that does.")
            names = {
                "municipality": self.municipality.full_name,
                "council": Body.objects.get(pk=council).name,
            }
            raise ValidationError({"municipality": message % names})

    @property
    def _in_committee(self) -> bool:
        return self.body.kind == BodyKind.COMMITTEE

    @property
    def _in_council(self) -> bool:
        return self.body.kind == BodyKind.COUNCIL

    def _clean_in_committee(self) -> None:
        if self.role in ONLY_IN_COUNCILS:
            message = _("A committee has members, substitutes, a chair and a vice chair.")
            raise ValidationError({"role": message})
        committee = self.body.as_committee
        if not committee.contains(self.starts_on, self.ends_on):
            message = _("The committee %(name)s does not exist in all of that period.")
            raise ValidationError({"starts_on": message % {"name": self.body.name}})
