from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.council.models import Committee, Council, Membership
from kkr.council.sheets.committees import words_of_seats
from kkr.ledger import clock
from kkr.workspace.door import Request, page, register_for, signed_in
from kkr.workspace.pages import Step, corrected, done, form_page
from kkr.workspace.register.body_forms import CloseForm, CommitteeForm, CommitteeNameForm
from kkr.workspace.register.history import history
from kkr.workspace.register.lines import body_address, committee_rows
from kkr.workspace.register.memberships import of_body

Found = tuple[Council, Committee]


def committee_for(request: Request, council: str, committee: str) -> Found:
    kept = register_for(request.user, council)
    found = Committee.objects.visible_to(request.user).of_council(kept)
    return kept, get_object_or_404(found, slug=committee)


def with_chairs(council: Council) -> Any:
    """The council's committees, each with who chairs it today."""
    chairs = Membership.objects.running_on(clock.today()).chairs().select_related("person")
    return Committee.objects.of_council(council).prefetch_related(
        Prefetch("memberships", chairs, to_attr="chairs_today")
    )


@signed_in
def index(request: Request, council: str) -> HttpResponse:
    """The committees of a council: those at work, and the closed ones."""
    kept = register_for(request.user, council)
    committees = list(with_chairs(kept))
    today = clock.today()
    at_work = [each for each in committees if each.ends_on is None or each.ends_on > today]
    context: dict[str, Any] = {
        "council": kept,
        "columns": [_("Name"), _("Made up of"), _("Chair"), _("From"), _("Until and including")],
        "at_work": committee_rows(kept, at_work),
        "closed": committee_rows(kept, [each for each in committees if each not in at_work]),
    }
    return page(request, "workspace/register/committees.html", **context)


@signed_in
def add(request: Request, council: str) -> HttpResponse:
    """Set up a committee."""
    kept = register_for(request.user, council)
    form = CommitteeForm(request.POST or None)
    if form.is_valid() and (made := form.add(kept, by=request.user, at=clock.now())):
        said = _("%(name)s is in the register.") % {"name": made.name}
        return done(request, said, body_address(kept, made))
    back = reverse("workspace:committees", args=[kept.slug])
    question = _("Which committee does %(council)s have?") % {"council": kept.name}
    return form_page(request, form, Step(question, _("Enter"), _("Committees"), back))


@signed_in
def show(request: Request, council: str, committee: str) -> HttpResponse:
    """One committee: who sits in it on a day, what can be done, and its history."""
    kept, found = committee_for(request, council, committee)
    context: dict[str, Any] = {
        **of_body(request, kept, found),
        "committee": found,
        "last_day": found.last_day,
        "history": history(found, request.user),
    }
    return page(request, "workspace/register/committee.html", **context)


@signed_in
def rename(request: Request, council: str, committee: str) -> HttpResponse:
    """Give a committee another name."""
    kept, found = committee_for(request, council, committee)
    form = CommitteeNameForm(request.POST or None, of=found)
    if form.is_valid() and (named := form.rename(found, by=request.user, at=clock.now())):
        return corrected(request, form, _("The name is changed."), body_address(kept, named))
    back = body_address(kept, found)
    step = Step(_("What is the committee called?"), _("Change the name"), found.name, back)
    return form_page(request, form, step)


@signed_in
def close(request: Request, council: str, committee: str) -> HttpResponse:
    """Close a committee, and end its memberships with it."""
    kept, found = committee_for(request, council, committee)
    form = CloseForm(request.POST or None, initial={"last_day": found.last_day})
    if form.is_valid() and form.close(found, by=request.user, at=clock.now()):
        return done(request, _("The committee has its last day."), body_address(kept, found))
    question = _("When is the last day of %(committee)s?") % {"committee": found.name}
    note = words_of_seats(found, clock.today())
    back = body_address(kept, found)
    return form_page(request, form, Step(question, _("Close"), found.name, back, (note,)))
