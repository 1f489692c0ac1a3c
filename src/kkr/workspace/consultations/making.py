"""From a case to a consultation that is sent out."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.ledger import clock
from kkr.workspace.cases.door import address
from kkr.workspace.consultations.door import at, at_of, consulting_case, made_at
from kkr.workspace.consultations.forms import ConsultForm
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.pages import done, posted
from kkr.workspace.recommendations import changing, enclosing, pressing, reminding
from kkr.workspace.recommendations import joint as joint_reports


@signed_in
def new(request: Request, public_id: UUID) -> HttpResponse:
    """Say on what comments are asked for, of whom, and by when."""
    case, councils = consulting_case(request, public_id)
    now = clock.now()
    form = ConsultForm(posted(request), case=case, councils=councils, viewer=request.user, at=now)
    if form.is_valid() and (made := form.consult(by=request.user, at=now)):
        return done(request, _("Look at it once more, and send it out."), at(made))
    context: dict[str, Any] = {
        "form": form,
        "case": case,
        "back": address(case),
        "tidy": reverse("workspace:case_tidy"),
    }
    return page(request, "workspace/consultations/new.html", **context)


@signed_in
def edit(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """Write the question anew, before it is sent out."""
    made = made_at(request, public_id, number)
    return pressing.edit(request, made.round, at_of(made))


@signed_in
def change(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """Change its title, days and who is asked, before it is sent out."""
    made = made_at(request, public_id, number)
    return changing.consultation(request, made.round, at_of(made))


@signed_in
def joint(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """Say which municipality answers for another one too, before it is sent out."""
    made = made_at(request, public_id, number)
    return joint_reports.joint(request, made.round, at_of(made))


@signed_in
def send(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """Send it out to everybody who is asked."""
    made = made_at(request, public_id, number)
    return pressing.send(request, made.round, at_of(made))


@signed_in
def remind(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """Remind who has not answered, now."""
    made = made_at(request, public_id, number)
    return reminding.remind(request, made.round, at_of(made))


@signed_in
def close(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """Take no more responses."""
    made = made_at(request, public_id, number)
    return pressing.close(request, made.round, at_of(made))


@signed_in
def withdraw(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """Take it back."""
    made = made_at(request, public_id, number)
    return pressing.withdraw(request, made.round, at_of(made))


@signed_in
def deadline(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """Give more time, or less."""
    made = made_at(request, public_id, number)
    return pressing.deadline(request, made.round, at_of(made))


@signed_in
def attach(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """Bring a file that comes with the question."""
    made = made_at(request, public_id, number)
    return enclosing.attach(request, made.round, at_of(made))


@signed_in
def remove(request: Request, public_id: UUID, number: int, attachment: UUID) -> HttpResponse:
    """Take a file away before it is sent out."""
    made = made_at(request, public_id, number)
    return enclosing.remove(request, made.round, attachment, at_of(made))
