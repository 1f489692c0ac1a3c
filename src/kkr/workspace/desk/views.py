from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kkr.council.desk import DeskEntry, desk_of
from kkr.council.models import RoleGrant
from kkr.council.models.roles import Role, roles_held
from kkr.ledger import clock
from kkr.workspace.desk.doors import DOORS, Door
from kkr.workspace.door import Request, page, signed_in


@signed_in
def show(request: Request) -> HttpResponse:
    """What waits for whoever asks, the most urgent first."""
    roles = roles_held(request.user)
    own = RoleGrant.objects.of_user(request.user).begun_by(clock.today())
    former = [] if roles else list(own.with_ends())
    now = clock.now()
    entries = desk_of(request.user, now)
    context: dict[str, Any] = {
        "entries": [line(entry, now) for entry in entries if not entry.by_itself],
        "by_itself": [line(entry, now) for entry in entries if entry.by_itself],
        "roles": roles,
        "former": former,
        "nothing": nothing({each.role for each in roles}, had_one=bool(former)),
    }
    return page(request, "workspace/desk/show.html", **context)


def deadline(entry: DeskEntry, door: Door, now: datetime) -> str:
    """When it must be done, or comes by itself, in words; nothing where there is no such time."""
    if entry.deadline is None:
        return ""
    words = door.overdue if door.overdue and entry.deadline < now else door.due
    then = localtime(entry.deadline)
    return str(words) % {"day": date_format(then), "time": time_format(then, "H.i")}


def line(entry: DeskEntry, now: datetime) -> dict[str, Any]:
    """One line of the list, with its one button."""
    door = DOORS[entry.kind]
    return {
        "what": door.what,
        "title": entry.title or _("Without a title"),
        "sender": entry.sender,
        "deadline": deadline(entry, door, now),
        "since": entry.since if door.was_begun else None,
        "button": door.button,
        "href": reverse(f"workspace:{door.route}", args=door.arguments(entry.subject)),
    }


def nothing(roles: set[str], *, had_one: bool = False) -> str:
    """What an empty desk says: what will stand there, for somebody with these roles."""
    if roles & {Role.SECRETARY, Role.ADMINISTRATOR}:
        return _(
            "Nothing waits for you. Your drafts and what is scheduled stand here until it is published."
        )
    if roles & {Role.CHAIR, Role.MEMBER}:
        return _(
            "Nothing waits for you. What you are asked before a meeting will stand here, with its deadline, and the "
            "minutes when they come out. Earlier meetings stand under “Meetings” in the menu."
        )
    if Role.CONTACT in roles:
        return _(
            "Nothing waits for you. What the council asks your municipality will stand here, with its deadline."
        )
    if Role.OFFICIAL in roles:
        return _(
            "Nothing waits for you. What you are asked to write or comment will stand here, with its deadline."
        )
    if had_one:
        return _(
            "You have no role any more. Ask the secretariat of your council, if you should have one again."
        )
    return _(
        "You have no role yet. Ask the secretariat of your council for one; then what waits for you will stand here."
    )
