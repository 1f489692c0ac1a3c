from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kkr.council.rules import councils_kept_by, workplaces_of
from kkr.documents.models import DocumentVersion
from kkr.documents.showing import all_shown
from kkr.ledger import clock
from kkr.lines.models import ESTABLISHING, CommonLine
from kkr.meetings.models import Decision
from kkr.meetings.models.who import councils_read_by
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.guards import asking_page
from kkr.workspace.lines.carried import hints
from kkr.workspace.lines.forms import EndForm, LineForm
from kkr.workspace.pages import Step, done, form_page

NEWEST = 12
"""So many decisions are offered; an older one is reached from its minutes."""


@signed_in
def index(request: Request) -> HttpResponse:
    """The lines of the councils in which one acts; where one keeps them, the decisions that can establish one."""
    councils = list(councils_read_by(request.user))
    if not councils:
        raise Http404
    kept = {each.pk for each in workplaces_of(request.user)}
    of: dict[int, dict[str, Any]] = {
        each.pk: {"council": each, "lines": [], "decisions": [], "keeps": each.pk in kept}
        for each in councils
    }
    lines, decisions = lines_read(request, of), list(newest_fit(request)) if kept else []
    known = hints(
        [*(each.decision_id for each in lines), *(each.pk for each in decisions)], request.user
    )
    for line in lines:
        line.hint = known.get(line.decision_id, "") if line.is_in_force_on(clock.today()) else ""
        of[line.council_id]["lines"].append(line)
    for decision in decisions:
        decision.hint = known.get(decision.pk, "")
        of[decision.item.meeting.council_id]["decisions"].append(decision)
    context: dict[str, Any] = {"councils": list(of.values())}
    return page(request, "workspace/lines/index.html", **context)


def lines_read(request: Request, councils: Any) -> list[Any]:
    """The lines as the reader may read them; a closed one, which has no page, with its text."""
    rows = CommonLine.objects.visible_to(request.user).filter(council__in=councils).with_sources()
    lines: list[Any] = list(rows.newest_first())
    closed = [line for line in lines if not line.is_public]
    versions = DocumentVersion.objects.filter(document__in=[each.document_id for each in closed])
    texts = {each.document_id: each.html for each in (versions.newest() if closed else ())}
    written = [texts[line.document_id] for line in closed]
    for line, html in zip(closed, all_shown(written, at=["" for _text in written]), strict=True):
        line.text = mark_safe(html)  # noqa: S308 -- sanitised when it was written
    return lines


def newest_fit(request: Request) -> Any:
    """The newest decisions of each council from which no line is established yet."""
    day, council = "item__meeting__held_on", "item__meeting__council"
    newest: list[Any] = [F(day).desc(nulls_last=True), "-pk"]
    place = Window(RowNumber(), partition_by=council, order_by=newest)
    fit = decisions_of(request).filter(lines=None).annotate(place=place)
    return fit.filter(place__lte=NEWEST).order_by(*newest)


def decisions_of(request: Request) -> Any:
    """The published decisions of the councils one keeps that can establish a line."""
    kept = councils_kept_by(request.user).values("pk")
    own = Decision.objects.visible_to(request.user).filter(item__meeting__council__in=kept)
    fit = own.filter(published_at__isnull=False, kind__in=ESTABLISHING)
    return fit.select_related("document", "item__meeting__council")


@signed_in
def establish(request: Request, public_id: UUID) -> HttpResponse:
    """Make what a decision says a common line."""
    decision = get_object_or_404(decisions_of(request), public_id=public_id)
    form = LineForm(request.POST or None, decision=decision, viewer=request.user)
    if form.is_valid() and (line := form.establish(by=request.user, at=clock.now())):
        said = _("“%(line)s” stands in the register.") % {"line": line.title}
        return done(request, said, reverse("workspace:lines"))
    hint = hints([decision.pk], request.user).get(decision.pk)
    return asking_page(request, form, step_of(decision, *([hint] if hint else [])))


def step_of(decision: Decision, *hints: str) -> Step:
    item = decision.item
    meeting = item.meeting
    day = date_format(meeting.held_on) if meeting.held_on else meeting.known_as
    facts = {"number": item.number, "title": item.title, "day": day}
    notes = [_("The decision: item %(number)s, %(title)s, the meeting of %(day)s.") % facts, *hints]
    if not item.is_open:
        notes.append(_("The item is closed: only those who act in the council read the line."))
    question = _("What does %(council)s stand for after this?") % {"council": meeting.council.name}
    back = reverse("workspace:lines")
    return Step(question, _("Enter in the register"), _("Common lines"), back, tuple(notes))


@signed_in
def end(request: Request, public_id: UUID) -> HttpResponse:
    """End a line by a decision, with nothing in its place."""
    kept = councils_kept_by(request.user).values("pk")
    lines = CommonLine.objects.visible_to(request.user).filter(council__in=kept, ends_on=None)
    line = get_object_or_404(lines.select_related("council"), public_id=public_id)
    form = EndForm(request.POST or None, council=line.council, viewer=request.user)
    if form.is_valid() and form.end(line, by=request.user, at=clock.now()):
        return done(request, _("The line has its last day."), reverse("workspace:lines"))
    question = _("Since when do the municipalities no longer stand for “%(line)s”?")
    notes = (
        _("Where another line comes in its place, establish that one from its decision instead."),
    )
    back = reverse("workspace:lines")
    step = Step(question % {"line": line.title}, _("End it"), _("Common lines"), back, notes)
    return form_page(request, form, step)
