"""From a decision to a question that is sent out."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.ledger import clock
from kkr.meetings.models import Decision
from kkr.recommendations.joins import can_recommend
from kkr.rounds.models import State
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.pages import Step, done, form_page, posted
from kkr.workspace.recommendations.door import at, kept_council, made_at
from kkr.workspace.recommendations.forms import (
    DeadlineForm,
    RecommendForm,
    RewordForm,
    RoundForm,
    WithdrawForm,
)


@signed_in
def new(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Write the question that a decision asks; what stands there at first is the proposal."""
    found = kept_council(request, council)
    rows = Decision.objects.visible_to(request.user).filter(item__meeting__council=found)
    decision = get_object_or_404(
        rows.select_related("document", "item__meeting__council"), public_id=public_id
    )
    if not can_recommend(decision, request.user):
        raise Http404
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
    if made.round.state != State.DRAFT:
        raise Http404
    form = RewordForm(posted(request), made=made)
    if form.is_valid() and form.reword(made, by=request.user, at=clock.now()):
        return done(request, _("The question is kept."), at(made))
    context: dict[str, Any] = {
        "form": form,
        "made": made,
        "back": at(made),
        "tidy": reverse("workspace:case_tidy"),
    }
    return page(request, "workspace/recommendations/edit.html", **context)


@signed_in
def send(request: Request, council: str, slug: str) -> HttpResponse:
    """Send it out to everybody who is asked."""
    made = made_at(request, council, slug)
    if made.round.state != State.DRAFT:
        raise Http404
    form = RoundForm(posted(request), asked_round=made.round)
    if form.is_valid() and form.open(by=request.user, at=clock.now()):
        return done(request, _("It is sent out."), at(made))
    facts = {"title": made.round.title, "count": made.round.asked.count()}
    step = Step(
        _("Ask %(count)s municipal councils about “%(title)s”?") % facts,
        _("Send it out"),
        made.round.title,
        at(made),
        (
            _(
                "Every contact gets a mail with a link of their own. What is asked cannot be reworded."
            ),
        ),
    )
    return form_page(request, form, step)


@signed_in
def close(request: Request, council: str, slug: str) -> HttpResponse:
    """Take no more answers."""
    made = made_at(request, council, slug)
    if made.round.state != State.OPEN:
        raise Http404
    form = RoundForm(posted(request), asked_round=made.round)
    if form.is_valid() and form.close(by=request.user, at=clock.now()):
        return done(request, _("The question is closed."), at(made))
    note = _(
        "Who has not answered has not: silence is no answer. The links in the mails open nothing."
    )
    question = _("Take no more answers to “%(title)s”?") % {"title": made.round.title}
    step = Step(question, _("Close it"), made.round.title, at(made), (note,))
    return form_page(request, form, step)


@signed_in
def withdraw(request: Request, council: str, slug: str) -> HttpResponse:
    """Take the question back."""
    made = made_at(request, council, slug)
    if made.round.state not in {State.DRAFT, State.OPEN}:
        raise Http404
    form = WithdrawForm(posted(request), asked_round=made.round)
    if form.is_valid() and form.withdraw(by=request.user, at=clock.now()):
        return done(request, _("The question is withdrawn."), at(made))
    question = _("Withdraw “%(title)s”?") % {"title": made.round.title}
    note = _("What was answered stays readable. It cannot be asked again; make a new one instead.")
    step = Step(question, _("Withdraw it"), made.round.title, at(made), (note,))
    return form_page(request, form, step)


@signed_in
def deadline(request: Request, council: str, slug: str) -> HttpResponse:
    """Give more time, or less."""
    made = made_at(request, council, slug)
    if made.round.state not in {State.DRAFT, State.OPEN}:
        raise Http404
    form = DeadlineForm(posted(request), asked_round=made.round)
    if form.is_valid() and form.move(by=request.user, at=clock.now()):
        return done(request, _("The last day is moved."), at(made))
    question = _("By when are answers to “%(title)s” asked for?") % {"title": made.round.title}
    step = Step(question, _("Move the last day"), made.round.title, at(made))
    return form_page(request, form, step)
