"""What the register holds about somebody who has an account, and what administrators are to look to."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.accounts.closing import before_closing
from kkr.accounts.holdings import Erasure, Holding, Row, holdings, other_addresses
from kkr.accounts.models import User
from kkr.council.actions.erasing import (
    contacts_of,
    erase_contacts,
    hold_contacts,
    written_to_as_contact,
)
from kkr.council.actions.erasing_people import as_office
from kkr.council.actions.imports import forget_uploads_of
from kkr.council.actions.roles import refuse_the_last_administrator
from kkr.council.desk import DeskEntry, desk_entries
from kkr.council.models import Membership, RoleGrant, Upload
from kkr.council.tasks import forget_old_uploads
from kkr.ledger.listeners import tick_jobs
from kkr.outbox.models import Mail

tick_jobs.register(forget_old_uploads)
before_closing.register(refuse_the_last_administrator)
other_addresses.register(written_to_as_contact)


def roles(user: User) -> Iterator[Row]:
    for grant in RoleGrant.objects.filter(user=user).select_related("body"):
        yield {
            "role": grant.get_role_display(),
            "body": grant.body.name,
            "granted_at": grant.granted_at,
            "why": grant.why,
            "revoked_at": grant.revoked_at,
            "revoked_why": grant.revoked_why,
        }


def offices(user: User) -> Iterator[Row]:
    """The public offices of the people whose memberships the user's roles follow from."""
    people = RoleGrant.objects.filter(user=user).values("membership__person")
    held = Membership.objects.filter(person__in=people).select_related("person", "body", "party")
    for seat in held.order_by("starts_on", "pk"):
        yield as_office(seat)


def contacts(user: User) -> Iterator[Row]:
    for contact in contacts_of(user).select_related("municipality"):
        yield {
            "municipality": contact.municipality.name,
            "name": contact.name,
            "email": contact.email,
            "phone": contact.phone,
            "named_at": contact.named_at,
            "ended_at": contact.ended_at,
        }


@desk_entries.register
def lost_mails(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """Mails that failed or came back; the room of the mails is too low to know desks."""
    for mail in Mail.objects.visible_to(viewer).unsettled().order_by("-pk"):
        yield DeskEntry(
            kind=f"mail.{mail.state}",
            subject=mail,
            title=mail.subject,
            sender=mail.to,
            since=mail.created_at,
        )


def uploads(user: User) -> Iterator[Row]:
    for upload in Upload.objects.filter(user=user).select_related("council"):
        yield {
            "council": upload.council.name,
            "name": upload.name,
            "uploaded_at": upload.uploaded_at,
        }


def erase_uploads(user: User, _erasure: Erasure) -> None:
    forget_uploads_of(user)


def erase(user: User, erasure: Erasure) -> None:
    now = erasure.really_at
    erase_contacts(user, why=erasure.why, by=erasure.by, at=erasure.at, now=now)


holdings.register(
    Holding(
        key="roles",
        title=_("Roles"),
        models=("council.RoleGrant",),
        columns={
            "role": _("Role"),
            "body": _("In"),
            "granted_at": _("Granted"),
            "why": _("Why"),
            "revoked_at": _("Taken back"),
            "revoked_why": _("Why it was taken back"),
        },
        rows=roles,
        kept=_(
            "Which roles the account without a name had, and when, so that one can see that what "
            "was done was done with the right to (GDPR art. 17(3)(b))."
        ),
    )
)
holdings.register(
    Holding(
        key="offices",
        title=_("Public offices"),
        models=("council.Membership", "council.Person"),
        columns={
            "name": _("Name"),
            "role": _("Role"),
            "body": _("In"),
            "party": _("Party"),
            "starts_on": _("From"),
            "ends_on": _("To"),
        },
        rows=offices,
        kept=_(
            "Name, office, party and period: who held a public office is public, and of interest to "
            "the public afterwards too (GDPR art. 17(3)(a) and (d))."
        ),
    )
)
holdings.register(
    Holding(
        key="contacts",
        title=_("Contact of a municipality"),
        models=("council.Contact",),
        columns={
            "municipality": _("Municipality"),
            "name": _("Name"),
            "email": _("E-mail"),
            "phone": _("Telephone"),
            "named_at": _("From"),
            "ended_at": _("To"),
        },
        rows=contacts,
        hold=hold_contacts,
        erase=erase,
        erased=_("Name, e-mail and telephone."),
        kept=_("That the municipality had a contact, and when."),
    )
)
holdings.register(
    Holding(
        key="uploads",
        title=_("Files waiting to be imported"),
        models=("council.Upload",),
        columns={"council": _("For"), "name": _("Name"), "uploaded_at": _("When")},
        rows=uploads,
        erase=erase_uploads,
        erased=_("All of it."),
    )
)
