"""Who may do what with meetings: the secretaries of the council, and the administrators; members read."""

from typing import Any

import rules

from kkr.council.models.roles import Role
from kkr.council.rules import has_role, is_administrator, is_secretary_of_it, is_visible
from kkr.documents.models import File
from kkr.meetings.models import AgendaItem, FollowUp, Meeting


@rules.predicate
def writes_it(user: Any, thing: Any) -> bool:
    """Whether the user is secretary of the council whose meeting the thing is or belongs to."""
    meeting = meeting_of(thing)
    return meeting is not None and bool(is_secretary_of_it(user, meeting))


@rules.predicate
def reads_it(user: Any, item: AgendaItem | None) -> bool:
    """Whether the user may read the content of an item."""
    return item is not None and AgendaItem.objects.readable_by(user).filter(pk=item.pk).exists()


def meeting_of(thing: Any) -> Meeting | None:
    """The meeting a thing of this room belongs to."""
    while thing is not None and not isinstance(thing, Meeting):
        ways = ("meeting", "item", "decision", "edition", "row", "content")
        thing = next(filter(None, (getattr(thing, way, None) for way in ways)), None)
    return thing


@rules.predicate
def works_for_it(user: Any, follow_up: FollowUp | None) -> bool:
    """Whether the user is an official, or the contact, of the body that is to do it."""
    roles = (Role.OFFICIAL, Role.CONTACT)
    return follow_up is not None and has_role(user, *roles, on=[follow_up.body_id])


@rules.predicate
def reads_file(user: Any, file: File | None) -> bool:
    """Whether the user may read a file, wherever it stands."""
    return file is not None and file.is_visible_to(user)


may_write = writes_it | is_administrator
may_finish = may_write | works_for_it

rules.add_perm("meetings.set_procedure", is_secretary_of_it | is_administrator)
rules.add_perm("meetings.plan_meeting", is_secretary_of_it | is_administrator)
rules.add_perm("meetings.change_meeting", may_write)
rules.add_perm("meetings.write_agenda", may_write)
rules.add_perm("meetings.publish_agenda", may_write)
rules.add_perm("meetings.write_minutes", may_write)
rules.add_perm("meetings.publish_minutes", may_write)
rules.add_perm("meetings.finish_follow_up", may_finish)
rules.add_perm("meetings.read_item", reads_it)
rules.add_perm("meetings.attach_file", reads_file)
VIEWED = (
    "meeting agendaitem attachment attendance correction decision decisionwish edition editioncontent "
    "editiondecision editionitem exclusion followup hearingexclusion note reading unsaveddecision writtenhearing"
)
for name in VIEWED.split():
    rules.add_perm(f"meetings.view_{name}", is_visible)
