"""From a decision to a question that is sent out."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.ledger import clock
from kkr.meetings.models import Decision
from kkr.recommendations.joins import to_recommend
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.pages import done, posted
from kkr.workspace.recommendations import changing, enclosing, pressing, reminding
from kkr.workspace.recommendations import joint as joint_reports
from kkr.workspace.recommendations.door import at, kept_council, made_at
from kkr.workspace.recommendations.forms import RecommendForm


@signed_in
def new(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Write the question that a decision asks; what stands there at first is what was decided."""
    found = kept_council(request, council)
    rows = Decision.objects.visible_to(request.user).filter(item__meeting__council=found)
    fit = to_recommend(rows, request.user).select_related("document", "item__meeting__council")
    decision = get_object_or_404(fit, public_id=public_id)
    now = clock.now()
    form = RecommendForm(posted(request), decision=decision, at=now)
    if form.is_valid() and (made := form.recommend(by=request.user, at=now)):
        return done(request, _("Look at it once more, and send it out."), at(made))
    meeting = decision.item.meeting
    context: dict[str, Any] = {
        "form": form,
        "decision": decision,
        "day": date_format(meeting.held_on) if meeting.held_on else meeting.known_as,
        "back": reverse("workspace:recommendations", args=[council]),
        "tidy": reverse("workspace:case_tidy"),
    }
    return page(request, "workspace/recommendations/new.html", **context)


@signed_in
def edit(request: Request, council: str, slug: str) -> HttpResponse:
    """Write the question anew, before it is sent out."""
    made = made_at(request, council, slug)
    return pressing.edit(request, made.round, partial(at, made))


@signed_in
def change(request: Request, council: str, slug: str) -> HttpResponse:
    """Change its title, rule, days and who is asked, before it is sent out."""
    made = made_at(request, council, slug)
    return changing.recommendation(request, made, partial(at, made))


@signed_in
def joint(request: Request, council: str, slug: str) -> HttpResponse:
    """Say which municipality answers for another one too, before it is sent out."""
    made = made_at(request, council, slug)
    return joint_reports.joint(request, made.round, partial(at, made))


@signed_in
def send(request: Request, council: str, slug: str) -> HttpResponse:
    """Send it out to everybody who is asked."""
    made = made_at(request, council, slug)
    return pressing.send(request, made.round, partial(at, made))


@signed_in
def remind(request: Request, council: str, slug: str) -> HttpResponse:
    """Remind who has not answered, now."""
    made = made_at(request, council, slug)
    return reminding.remind(request, made.round, partial(at, made))


@signed_in
def close(request: Request, council: str, slug: str) -> HttpResponse:
    """Take no more answers."""
    made = made_at(request, council, slug)
    return pressing.close(request, made.round, partial(at, made))


@signed_in
def withdraw(request: Request, council: str, slug: str) -> HttpResponse:
    """Take the question back."""
    made = made_at(request, council, slug)
    return pressing.withdraw(request, made.round, partial(at, made))


@signed_in
def deadline(request: Request, council: str, slug: str) -> HttpResponse:
    """Give more time, or less."""
    made = made_at(request, council, slug)
    return pressing.deadline(request, made.round, partial(at, made))


@signed_in
def attach(request: Request, council: str, slug: str) -> HttpResponse:
    """Bring a file that comes with the question."""
    made = made_at(request, council, slug)
    return enclosing.attach(request, made.round, partial(at, made))


@signed_in
def remove(request: Request, council: str, slug: str, attachment: UUID) -> HttpResponse:
    """Take a file away before it is sent out."""
    made = made_at(request, council, slug)
    return enclosing.remove(request, made.round, attachment, partial(at, made))
