from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.council.models import Council, Membership, Person
from kkr.council.rules import councils_kept_by
from kkr.ledger import clock
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.pages import Step, corrected, done, form_page, page_of
from kkr.workspace.register.body_forms import PersonDataForm
from kkr.workspace.register.forms import NameForm, PersonForm
from kkr.workspace.register.held import Asked, confirmed
from kkr.workspace.register.history import history
from kkr.workspace.register.lines import at, person_rows, seat_cells
from kkr.workspace.register.who import with_seats


def keepers_only(request: Request) -> None:
    """For whoever keeps no register there is no such page."""
    if not request.user.has_perm("council.add_person"):
        raise Http404


def person_for(request: Request, public_id: UUID) -> Person:
    keepers_only(request)
    return get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)


def address(person: Person) -> str:
    return reverse("workspace:register_person", args=[person.public_id])


@signed_in
def index(request: Request) -> HttpResponse:
    """Everybody in the register, or those of a name."""
    keepers_only(request)
    words = request.GET.get("q", "")[:120]
    found = Person.objects.visible_to(request.user).searched(words)
    shown = page_of(request, with_seats(found))
    context: dict[str, Any] = {
        "words": words,
        "count": shown.paginator.count,
        "page": shown,
        "address": f"?{urlencode({'q': words})}&side=",
        "columns": [_("Name"), _("Seats")],
        "rows": person_rows(shown.object_list),
    }
    return page(request, "workspace/register/people.html", **context)


@signed_in
def add(request: Request) -> HttpResponse:
    """Enter somebody; those of nearly the same name are offered first."""
    keepers_only(request)
    form = PersonForm(request.POST or None, initial={"token": uuid4()})
    if form.is_valid() and (person := form.add(by=request.user, at=clock.now())):
        return done(request, _("%(name)s is in the register.") % {"name": person}, address(person))
    people = reverse("workspace:register_people")
    step = Step(_("Who is to be entered?"), _("Enter"), _("People"), people)
    return form_page(request, form, step)


@signed_in
def show(request: Request, public_id: UUID) -> HttpResponse:
    """One person: every seat, what can be done, and the history."""
    person = person_for(request, public_id)
    seats = Membership.objects.standing().filter(person=person).with_names().order_by("-starts_on")
    kept = list(councils_kept_by(request.user))
    context: dict[str, Any] = {
        "person": person,
        "columns": [
            _("In"),
            _("Role"),
            _("Municipality"),
            _("Party"),
            _("From"),
            _("Until and including"),
        ],
        "rows": [[place(seat, kept), *seat_cells(seat)] for seat in seats],
        "councils": kept,
        "may_see_data": request.user.has_perm("council.erase_person", person),
        "may_rename": request.user.has_perm("council.rename_person", person),
        "history": history(person, request.user),
    }
    return page(request, "workspace/register/person.html", **context)


def place(seat: Membership, kept: list[Council]) -> Any:
    """The body, which leads to the seat where the reader keeps its register."""
    council = next((each for each in kept if each.pk == council_of(seat)), None)
    return {"text": seat.body.name, "href": at(council, seat)} if council else seat.body.name


def council_of(seat: Membership) -> int:
    """The key of the council the seat is in, itself or through a committee."""
    committee = getattr(seat.body, "as_committee", None)
    return committee.council_id if committee else seat.body_id


@signed_in
def rename(request: Request, public_id: UUID) -> HttpResponse:
    """Give somebody another name."""
    person = person_for(request, public_id)
    if not request.user.has_perm("council.rename_person", person):
        raise Http404
    form = NameForm(request.POST or None, of=person)
    if form.is_valid() and form.rename(person, by=request.user, at=clock.now()):
        return corrected(request, form, _("The name is changed."), address(person))
    note = _(
        "The name changes wherever it stands, also of days gone by. The address of the page stays."
    )
    step = Step(_("What is the name?"), _("Change the name"), person.name, address(person), (note,))
    return form_page(request, form, step)


@signed_in
def data(request: Request, public_id: UUID) -> HttpResponseBase:
    """What the register holds about somebody: fetched, or erased where it was entered by mistake."""
    person = person_for(request, public_id)
    if not request.user.has_perm("council.erase_person", person):
        raise Http404
    people = reverse("workspace:register_people")
    asked = Asked(person, PersonDataForm(request.POST or None), _("People"), people)
    return confirmed(request, asked, "workspace/register/person_data.html")
