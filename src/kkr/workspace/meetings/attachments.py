"""The files under an item: brought, opened, taken away again."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kkr.ledger import clock
from kkr.meetings.models import AgendaItem, Attachment
from kkr.meetings.opening import opening_of_file
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.guards import asking_page, guarded_page
from kkr.workspace.meetings.closing import stay_closed, step_of
from kkr.workspace.meetings.closing_forms import AttachForm, KeepForm, OpenForm, TakeAwayForm
from kkr.workspace.meetings.door import at, item_at, item_of
from kkr.workspace.pages import done, form_page, posted


def attachment_rows(item: AgendaItem, *, is_open: bool) -> list[dict[str, Any]]:
    """Each file with where it can be taken away or opened."""
    return [
        {
            "made": each,
            "withdraw": file_at(item, each, "withdraw") if is_open else "",
            "open": file_at(item, each, "open") if each.published_at and not each.is_open else "",
        }
        for each in item.attachments.standing()
    ]


def file_at(item: AgendaItem, made: Attachment, what: str) -> str:
    return at(item.meeting, f"attachment_{what}", item.public_id, made.public_id)


def attachment_of(request: Request, item: AgendaItem, public_id: UUID) -> Attachment:
    seen = Attachment.objects.visible_to(request.user).filter(item=item)
    made = get_object_or_404(seen.select_related("file"), public_id=public_id)
    made.item = item
    return made


@signed_in
def attach(request: Request, council: str, meeting: str, public_id: UUID) -> HttpResponse:
    """Bring a file."""
    item = item_of(request, council, meeting, public_id)
    form = AttachForm(posted(request), request.FILES or None, initial={"token": uuid4()})
    if form.is_valid() and (made := form.attach(item, by=request.user, at=clock.now())):
        said = _("%(title)s stands under the item.") % {"title": made.title}
        return done(request, said, f"{item_at(item)}#bilag")
    context: dict[str, Any] = {"form": form, "item": item, "back": item_at(item)}
    return page(request, "workspace/meetings/attach.html", **context)


@signed_in
def withdraw(
    request: Request, council: str, meeting: str, public_id: UUID, attachment: UUID
) -> HttpResponse:
    """Take a file away."""
    item = item_of(request, council, meeting, public_id)
    made = attachment_of(request, item, attachment)
    form = TakeAwayForm(posted(request), made=made)
    if form.is_valid() and form.withdraw(made, by=request.user, at=clock.now()):
        return done(request, _("The file is taken away."), f"{item_at(item)}#bilag")
    question = _("Take “%(title)s” away?") % {"title": made.title}
    note = (
        _("It was sent out: it is gone at once for everybody, at its address too.")
        if made.published_at
        else _("Nobody else has seen it.")
    )
    return asking_page(request, form, step_of(item, question, _("Take it away"), note))


@signed_in
def open_up(
    request: Request, council: str, meeting: str, public_id: UUID, attachment: UUID
) -> HttpResponse:
    """Open a closed file to everybody who reads the item."""
    item = item_of(request, council, meeting, public_id)
    made = attachment_of(request, item, attachment)
    if made.is_open:
        return redirect(f"{item_at(item)}#bilag")
    form = OpenForm(posted(request))
    if form.is_valid() and form.open_file(made, by=request.user, at=clock.now()):
        return done(request, _("The file is open."), f"{item_at(item)}#bilag")
    question = _("Open “%(title)s”?") % {"title": made.title}
    note = _("Everybody who reads the item will read the file at once. It cannot be closed again.")
    step = step_of(item, question, _("Open it"), note)
    way = stay_closed(file_at(item, made, "keep")) if made.held_at else []
    return guarded_page(request, form, step, opening_of_file(made), doable=way)


@signed_in
def keep_shut(
    request: Request, council: str, meeting: str, public_id: UUID, attachment: UUID
) -> HttpResponse:
    """Let a file that was held back stay closed."""
    item = item_of(request, council, meeting, public_id)
    made = attachment_of(request, item, attachment)
    if made.held_at is None:
        return redirect(f"{item_at(item)}#bilag")
    form = KeepForm(posted(request))
    if form.is_valid() and form.keep(made, by=request.user, at=clock.now()):
        return done(request, _("The file stays closed."), f"{item_at(item)}#bilag")
    question = _("Let “%(title)s” stay closed?") % {"title": made.title}
    note = _("It no longer opens by itself.")
    return form_page(request, form, step_of(item, question, _("Keep it closed"), note))
