"""What is taken off an agenda or opened, and who takes no part in an item."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.ledger import clock
from kkr.meetings.models import AgendaItem, Exclusion
from kkr.meetings.opening import opening_of
from kkr.workspace.door import Request, signed_in
from kkr.workspace.guards import guarded_page
from kkr.workspace.meetings.closing_forms import ExcludeForm, KeepForm, LiftForm, OpenForm, WhyForm
from kkr.workspace.meetings.door import item_at, item_of, place
from kkr.workspace.pages import Step, done, form_page, posted


def doable(item: AgendaItem, *, is_open: bool) -> list[dict[str, str]]:
    """What else can be done with an item as it stands; who may read it is said after the minutes too."""
    words = {"attach": _("Attach a file")} if is_open else {}
    words["exclude"] = _("A member takes no part in it")
    if is_open and item.withdrawn_at is None:
        words["withdraw"] = _("Take it off the agenda")
    if not item.is_open and item.published_at:
        words["open"] = _("Open it to everybody")
    return [{"label": label, "href": item_at(item, what)} for what, label in words.items()]


def exclusion_rows(item: AgendaItem) -> list[dict[str, Any]]:
    """Who takes no part, why, and where that is lifted."""
    rows = item.exclusions.select_related("person").order_by("person__name")
    return [
        {"name": each.person.name, "why": each.why, "lift": item_at(item, "lift", each.pk)}
        for each in rows
    ]


def step_of(item: AgendaItem, question: str, button: str, *notes: str) -> Step:
    """A page about an item that leads back to it."""
    return Step(question, button, item.title, item_at(item), notes)


@signed_in
def withdraw(request: Request, council: str, meeting: str, public_id: UUID) -> HttpResponse:
    """Take an item off."""
    item = item_of(request, council, meeting, public_id)
    form = WhyForm(posted(request), is_public=bool(item.number))
    if form.is_valid() and form.withdraw_item(item, by=request.user, at=clock.now()):
        return done(request, _("The item is taken off."), place(item))
    note = (
        _("It keeps its number. With the next edition readers see that it is withdrawn, and why.")
        if item.number
        else _(
            "It is a draft that nobody else has seen; it leaves the agenda, and stays in the history."
        )
    )
    step = step_of(item, _("Take the item off the agenda?"), _("Take it off"), note)
    return form_page(request, form, step)


@signed_in
def open_up(request: Request, council: str, meeting: str, public_id: UUID) -> HttpResponse:
    """Open a closed item to everybody."""
    item = item_of(request, council, meeting, public_id)
    if item.is_open or item.published_at is None:
        return redirect(item_at(item))
    form = OpenForm(posted(request))
    if form.is_valid() and form.open_item(item, by=request.user, at=clock.now()):
        return done(request, _("The item is open to everybody."), item_at(item))
    notes = (
        _(
            "Everybody will read its title, text, decisions and open files at once. It cannot be closed again."
        ),
        _("So with its follow-ups, what was corrected in it, and a common line it established."),
        _("Files that are closed by themselves stay closed."),
    )
    step = step_of(item, _("Open the item to everybody?"), _("Open it"), *notes)
    way = stay_closed(item_at(item, "keep")) if item.held_at else []
    return guarded_page(request, form, step, opening_of(item), doable=way)


def stay_closed(address: str) -> list[dict[str, str]]:
    """The other way from what was held back."""
    return [{"label": _("Let it stay closed"), "href": address}]


@signed_in
def keep_shut(request: Request, council: str, meeting: str, public_id: UUID) -> HttpResponse:
    """Let an item that was held back stay closed."""
    item = item_of(request, council, meeting, public_id)
    if item.held_at is None:
        return redirect(item_at(item))
    form = KeepForm(posted(request))
    if form.is_valid() and form.keep(item, by=request.user, at=clock.now()):
        return done(request, _("The item stays closed."), item_at(item))
    question, note = _("Let the item stay closed?"), _("It no longer opens by itself.")
    return form_page(request, form, step_of(item, question, _("Keep it closed"), note))


@signed_in
def exclude(request: Request, council: str, meeting: str, public_id: UUID) -> HttpResponse:
    """Keep a member out of the item."""
    item = item_of(request, council, meeting, public_id)
    form = ExcludeForm(posted(request), item=item)
    if form.is_valid() and (made := form.exclude(item, by=request.user, at=clock.now())):
        said = _("%(name)s takes no part in the item.") % {"name": made.person.name}
        return done(request, said, item_at(item))
    note = _(
        "The member reads nothing of it that is closed, from now on, and still sees its number and heading."
    )
    question, button = _("Who takes no part in the item?"), pgettext("exclusion", "Note it")
    step = step_of(item, question, button, note)
    return form_page(request, form, step)


@signed_in
def lift(
    request: Request, council: str, meeting: str, public_id: UUID, exclusion: int
) -> HttpResponse:
    """Let a member take part after all."""
    item = item_of(request, council, meeting, public_id)
    own = Exclusion.objects.visible_to(request.user).filter(item=item)
    found = get_object_or_404(own.select_related("person"), pk=exclusion)
    name = found.person.name
    found.item = item
    form = LiftForm(posted(request))
    if form.is_valid() and form.lift(found, by=request.user, at=clock.now()):
        return done(request, _("%(name)s takes part in the item.") % {"name": name}, item_at(item))
    question = _("Does %(name)s take part after all?") % {"name": name}
    return form_page(request, form, step_of(item, question, _("Let them take part")))
