"""What happens to a case between its papers: asked for, delivered, sent back, answered, prepared by."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.cases.actions import take_official_off
from kkr.cases.models import Case, CaseOfficial, Commission, Wish
from kkr.ledger import clock
from kkr.workspace.cases.door import address, case_for
from kkr.workspace.cases.forms import (
    AnswerForm,
    CommissionForm,
    DeliverForm,
    OfficialForm,
    ReleaseWishesForm,
    SendBackForm,
    later_versions,
)
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.guards import asking_page
from kkr.workspace.pages import Step, Text, done, form_page, posted


def step_in(case: Case, question: Text, button: Text, *notes: Text) -> Step:
    """A page that asks something about a case, and leads back to it."""
    return Step(question, button, case.title, address(case), notes)


def seen_by_all(case: Case) -> tuple[str, ...]:
    return (_("The case is open: everybody sees it at once."),) if case.is_public else ()


@signed_in
def commission(request: Request, public_id: UUID) -> HttpResponse:
    """Note that a body asked another for something."""
    case = case_for(request, public_id, "cases.edit_case")
    initial = {"asked_by": only_council(case), "asked_on": clock.today()}
    form = CommissionForm(request.POST or None, initial=initial, case=case, viewer=request.user)
    if form.is_valid() and form.ask(case, by=request.user, at=clock.now()):
        return done(request, _("It stands on the case until it is delivered."), address(case))
    question, button = _("Who asks whom for what?"), _("Note it")
    return asking_page(request, form, step_in(case, question, button, *seen_by_all(case)))


def only_council(case: Case) -> int | None:
    """The council to begin a form with, where there is only one."""
    councils = list(case.councils.values_list("council_id", flat=True))
    return councils[0] if len(councils) == 1 else None


@signed_in
def deliver(request: Request, public_id: UUID, commission: int) -> HttpResponse:
    """Note when what was asked for came."""
    case = case_for(request, public_id, "cases.edit_case")
    rows = Commission.objects.visible_to(request.user).filter(case=case)
    made = get_object_or_404(rows, pk=commission)
    form = DeliverForm(request.POST or None, initial={"on": made.delivered_on or clock.today()})
    if form.is_valid() and form.deliver(made, by=request.user, at=clock.now()):
        return done(request, _("It is noted as delivered."), address(case))
    step = step_in(case, _("When did it come?"), _("Note the day"), made.what)
    return form_page(request, form, step)


@signed_in
def send_back(request: Request, public_id: UUID) -> HttpResponse:
    """Note the wishes a case was sent back with."""
    case = case_for(request, public_id, "cases.edit_case")
    initial = {"wanted_by": only_council(case), "on": clock.today()}
    form = SendBackForm(request.POST or None, initial=initial, case=case, viewer=request.user)
    if form.is_valid() and (wishes := form.send(case, by=request.user, at=clock.now())):
        said = ngettext(
            "The wish stands on the case until it is answered.",
            "%(many)s wishes stand on the case until each is answered.",
            len(wishes),
        )
        return done(request, said % {"many": len(wishes)}, address(case))
    question, button = _("With which wishes is it sent back?"), _("Send it back")
    return asking_page(request, form, step_in(case, question, button))


@signed_in
def release_wishes(request: Request, public_id: UUID) -> HttpResponse:
    """Let everybody who reads the case read the wishes that were held back."""
    case = case_for(request, public_id, "cases.edit_case")
    form = ReleaseWishesForm(posted(request))
    if form.is_valid() and form.release(case, by=request.user, at=clock.now()) is not None:
        return done(request, _("The wishes stand where the case is read."), address(case))
    question, button = _("Let everybody read the wishes?"), _("Show the wishes")
    return asking_page(request, form, step_in(case, question, button, *seen_by_all(case)))


@signed_in
def answer(request: Request, public_id: UUID, wish: int) -> HttpResponse:
    """Say what became of a wish in a later version."""
    case = case_for(request, public_id)
    rows = Wish.objects.visible_to(request.user).filter(case=case).select_related("case")
    found = get_object_or_404(rows, pk=wish)
    newest = later_versions(found).first()
    said = {"answer": found.answer, "why": found.why, "version": found.answered_in_id or newest}
    form = AnswerForm(request.POST or None, initial=said, wish=found)
    if form.is_valid() and form.reply(found, by=request.user, at=clock.now()):
        return done(request, _("The wish is answered."), f"{address(case)}#wishes")
    note = _("The wish: %(text)s") % {"text": found.text}
    notes = [note] if newest else [note, _("First write a version that is later than the wish.")]
    step = step_in(case, _("What became of the wish?"), _("Answer"), *notes)
    return asking_page(request, form, step)


@signed_in
def officials(request: Request, public_id: UUID) -> HttpResponse:
    """Who is on a case, and whom one may put on it."""
    case = case_for(request, public_id, "cases.put_official_on")
    form = OfficialForm(request.POST or None, case=case, viewer=request.user)
    if form.is_valid() and (made := form.put_on(case, by=request.user, at=clock.now())):
        said = _("%(name)s sees the case and writes its papers.") % {"name": made.user.name}
        return done(request, said, address(case, "officials"))
    on_it = CaseOfficial.objects.visible_to(request.user).running_now().filter(case=case)
    context: dict[str, Any] = {
        "case": case,
        "back": address(case),
        "form": form,
        "officials": on_it.select_related("user"),
    }
    return page(request, "workspace/cases/officials.html", **context)


@signed_in
def take_off(request: Request, public_id: UUID, official: int) -> HttpResponse:
    """Take an official off a case."""
    case = case_for(request, public_id, "cases.take_official_off")
    rows = CaseOfficial.objects.visible_to(request.user).filter(case=case)
    found = get_object_or_404(rows.select_related("user", "case"), pk=official)
    if request.method != "POST":
        return redirect(address(case, "officials"))
    take_official_off(found, by=request.user, at=clock.now())
    said = _("%(name)s is no longer on the case.") % {"name": found.user.name}
    return done(request, said, address(case, "officials"))
