import re
import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kkr.council.models.bodies import Council, Municipality
from kkr.council.models.guards import Fixed
from kkr.council.models.roles import acted_on, bodies_kept_by

BETWEEN_FIGURES = re.compile(r"[ ()-]")
TELEPHONE = re.compile(r"(\+45|0045)?[0-9]{8,15}|(\+|00)(?!45)[0-9]{7,15}")


def is_telephone(text: str) -> bool:
    """Whether one could call it: eight figures in Denmark, or with the + of another country.

    >>> is_telephone("43 68 68 68"), is_telephone("(+45) 4368-6868"), is_telephone("+46 8 123 456")
    (True, True, True)
    >>> is_telephone("abc"), is_telephone("43 68 68"), is_telephone("+45 43 68 68")
    (False, False, False)
    """
    return TELEPHONE.fullmatch(BETWEEN_FIGURES.sub("", text)) is not None


def address_keys(email: str) -> list[str]:
    """What tells whether two addresses are one, and from which none can be read; the newest first.

    A place with a former SECRET_KEY knows what was kept under that too.
    """
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    address = email.strip().casefold()
    return [salted_hmac("kkr.council.contact", address, each).hexdigest() for each in secrets]


class ContactQuerySet(models.QuerySet["Contact"]):
    def public(self) -> "ContactQuerySet":
        """Nothing: whom the secretariat writes to is not for everybody to read."""
        return self.none()

    def visible_to(self, viewer: Any) -> "ContactQuerySet":
        """To those who keep the register of the municipality, and those who act for it."""
        kept = Q(municipality__in=bodies_kept_by(viewer).values("pk"))
        return self.filter(kept | Q(municipality__in=acted_on(viewer)))

    def current(self) -> "ContactQuerySet":
        """Who is contact now."""
        return self.filter(ended_at=None)

    def of_council(self, council: Council, day: date) -> "ContactQuerySet":
        """The contacts of the municipalities that lie in the council that day."""
        return self.filter(municipality__in=Municipality.objects.in_council(council, day))


class Contact(models.Model):
    """Whom the secretariat writes to in a municipality, whether or not they can sign in.

    Nothing of it is public. When somebody is no longer contact, address and number go; `address_keys`
    keep of each former address only what tells whether another one is the same.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="contacts"
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    address_keys = models.JSONField(default=list, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["municipality", "named_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("named_at")),
                name="contact_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(email="", phone=""),
                name="contact_that_ended_has_no_address",
            ),
            models.UniqueConstraint(
                fields=["municipality", "email"],
                condition=Q(ended_at=None) & ~Q(email=""),
                name="one_contact_per_address",
                violation_error_message=_(
                    "The municipality has a contact with this e-mail already."
                ),
            ),
            Fixed(fields=["public_id", "municipality", "named_at"], name="contact_is_whose_it_is"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.phone and not is_telephone(self.phone):
            message = _(
                "This is no telephone number. Write at least eight figures, e.g. 43 68 68 68 or"
                " +45 43 68 68 68, and no letters."
            )
            raise ValidationError({"phone": message})

    @property
    def keys(self) -> set[str]:
        """The keys of every address they have or had."""
        return {*self.address_keys, *(address_keys(self.email) if self.email else [])}

    def leave_address(self, email: str) -> None:
        """Keep the key of an address that is no longer theirs."""
        if email:
            self.address_keys = sorted({*self.address_keys, address_keys(email)[0]})
