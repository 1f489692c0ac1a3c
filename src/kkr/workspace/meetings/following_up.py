"""Who does what by when after a decision: noted by those who write the minutes, finished by those who do it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kkr.ledger import clock
from kkr.meetings.composing import latest_of
from kkr.meetings.models import Decision, EditionDecision, FollowUp
from kkr.meetings.rules import may_finish
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.guards import shown
from kkr.workspace.meetings.forms import FinishForm, FollowUpForm
from kkr.workspace.meetings.minuting import (
    at,
    called,
    decision_of,
    done,
    frame,
    meeting_of,
    to_minute,
)
from kkr.workspace.meetings.starting import buttons_of


@signed_in
def index(request: Request, council: str, slug: str) -> HttpResponse:
    """The decisions of a meeting, each with what follows from it and what can begin with it."""
    meeting = to_minute(request, council, slug)
    seen = Decision.objects.visible_to(request.user).filter(item__meeting=meeting)
    related = seen.select_related("document", "item__meeting__council", "item__case")
    decisions = list(related.order_by("item__section", "item__position", "position"))
    texts = latest_of([each.document_id for each in decisions])
    starts = buttons_of(decisions, request.user)
    rows: dict[int, list[FollowUp]] = {}
    for each in FollowUp.objects.visible_to(request.user).filter(decision__item__meeting=meeting):
        rows.setdefault(each.decision_id, []).append(each)
    lines = [
        {
            "decision": each,
            "html": mark_safe(texts[each.document_id].html),  # noqa: S308 -- sanitised when written
            "follow_ups": [follow_up_line(row) for row in rows.get(each.pk, [])],
            "buttons": starts[each.pk],
            "new": at(meeting, "follow_up", each.public_id),
        }
        for each in decisions
    ]
    context = {**frame(meeting, "follow_ups"), "lines": lines}
    return page(request, "workspace/meetings/follow_ups.html", **context)


def follow_up_line(made: FollowUp) -> dict[str, Any]:
    """What is to be done, by whom and when, and where it is finished."""
    return {
        "made": made,
        "body": made.body.name,
        "is_overdue": made.is_overdue_on(clock.today()),
        "href": finish_address(made),
    }


def finish_address(made: FollowUp) -> str:
    meeting = made.decision.item.meeting
    return reverse("workspace:follow_up_finish", args=[meeting.council.slug, meeting.slug, made.pk])


@signed_in
def note(request: Request, council: str, slug: str, public_id: UUID) -> HttpResponse:
    """Note who does what by when after a decision."""
    meeting = to_minute(request, council, slug)
    decision = decision_of(request, meeting, public_id)
    data = request.POST if request.method == "POST" else None
    form = FollowUpForm(data, council=meeting.council)
    if form.is_valid() and form.note(decision, by=request.user, at=clock.now()):
        return done(request, _("It is noted."), at(meeting, "follow_ups"))
    context = {
        **frame(meeting),
        "form": form,
        "decision": decision,
        "back": at(meeting, "follow_ups"),
        **shown(form.guarded),
    }
    return page(request, "workspace/meetings/follow_up.html", **context)


@signed_in
def finish(request: Request, council: str, slug: str, number: int) -> HttpResponse:
    """Say that it is done, and what came of it; also for those who were asked to do it."""
    meeting = meeting_of(request, council, slug)
    seen = FollowUp.objects.visible_to(request.user).filter(decision__item__meeting=meeting)
    made = get_object_or_404(
        seen.select_related("body", "decision__document", "decision__item__meeting__council"),
        pk=number,
    )
    if not may_finish(request.user, made):
        raise Http404
    writes = request.user.has_perm("meetings.write_minutes", meeting)
    back = at(meeting, "follow_ups") if writes else reverse("workspace:desk")
    first = {"on": made.done_on or clock.today(), "outcome": made.outcome}
    form = FinishForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid() and form.finish(made, by=request.user, at=clock.now()):
        return done(request, _("It is noted as done."), back)
    context: dict[str, Any] = {
        "meeting": meeting,
        "called": called(meeting),
        "form": form,
        "line": follow_up_line(made),
        "html": decided_text(request, made, writes=writes),
        "back": back,
        "home": at(meeting, "meeting") if writes else "",
        **shown(form.guarded),
    }
    return page(request, "workspace/meetings/finish.html", **context)


def decided_text(request: Request, made: FollowUp, *, writes: bool) -> SafeString:
    """What was decided: to those who write the minutes as it stands, to others as it was published."""
    told = EditionDecision.objects.visible_to(request.user).current()
    published = told.filter(decision=made.decision).select_related("version").first()
    if writes or published is None:
        html = made.decision.document.latest.html if writes else ""
    else:
        html = published.version.html
    return mark_safe(html)  # noqa: S308 -- sanitised when written
