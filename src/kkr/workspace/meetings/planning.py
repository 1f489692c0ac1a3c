"""Meetings of a council: planned, changed, announced, called off, and what each waits for."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.council.models import Council
from kkr.ledger import clock
from kkr.meetings.models import EditionKind, Meeting, MeetingKind, State
from kkr.meetings.wording import opener_in_words
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.guards import asking_page
from kkr.workspace.meetings.cancelling import words_before
from kkr.workspace.meetings.days import suggested
from kkr.workspace.meetings.door import (
    at,
    at_if_there,
    council_of,
    day_of,
    meeting_of,
    named,
    step_of,
)
from kkr.workspace.meetings.planning_forms import (
    AnnounceForm,
    ChangeForm,
    PlanForm,
    ProcedureForm,
    YearForm,
    usual,
)
from kkr.workspace.meetings.steps import (
    agreed_in,
    next_step,
    rows,
    standing_items,
    with_what_is_out,
)
from kkr.workspace.pages import Step, done, form_page, page_of, posted

PER_PAGE = 25


def all_meetings(council: Council) -> str:
    return reverse("workspace:meetings", args=[council.slug])


@signed_in
def index(request: Request, council: str) -> HttpResponse:
    """The meetings that come, the next first, and those that were, each with what it waits for."""
    kept, today = council_of(request, council), clock.today()
    own = Meeting.objects.written_by(request.user).of_council(kept)
    coming = with_what_is_out(own.coming_after(today))
    rest = own.exclude(pk__in=own.coming_after(today).values("pk"))
    shown = page_of(request, with_what_is_out(rest.newest_first()), per_page=PER_PAGE)
    agreed = agreed_in(kept)
    context: dict[str, Any] = {
        "council": kept,
        "coming": rows(coming, agreed, today),
        "past": rows(shown.object_list, agreed, today),
        "page": shown,
        "agreed": agreed,
    }
    return page(request, "workspace/meetings/index.html", **context)


@signed_in
def plan(request: Request, council: str) -> HttpResponse:
    """Plan one meeting."""
    kept = council_of(request, council)
    begins = usual(agreed_in(kept)) | {"token": uuid4()}
    form = PlanForm(posted(request), initial=begins, council=kept)
    if form.is_valid() and (made := form.plan(kept, by=request.user, at=clock.now())):
        return done(
            request, _("The meeting is planned. Only the secretariat sees it yet."), at(made)
        )
    question = _("When does %(council)s meet?") % {"council": kept.name}
    notes = (_("Nobody else sees the meeting until you announce it or publish its agenda."),)
    return form_page(
        request,
        form,
        Step(question, _("Plan the meeting"), _("Meetings"), all_meetings(kept), notes),
    )


@signed_in
def plan_the_year(request: Request, council: str) -> HttpResponse:
    """Plan the meetings of a year in one form."""
    kept = council_of(request, council)
    agreed = agreed_in(kept)
    year = year_asked(request, kept)
    form = YearForm(posted(request), year=year, agreed=agreed)
    if form.is_valid() and (made := form.plan(kept, by=request.user, at=clock.now())) is not None:
        said = ngettext("%(many)s meeting is planned.", "%(many)s meetings are planned.", len(made))
        return done(request, said % {"many": len(made)}, all_meetings(kept))
    context: dict[str, Any] = {
        "council": kept,
        "form": form,
        "year": year,
        "planned": planned_in(kept, year),
        "before": year - 1,
        "after": year + 1,
        "days": [form[name] for name in form.days],
        "rest": [form[name] for name in form.fields if name not in form.days],
        "back": all_meetings(kept),
    }
    return page(request, "workspace/meetings/year.html", **context)


def planned_in(council: Council, year: int) -> list[dict[str, str]]:
    """What the council has in a year already, in order."""
    own = Meeting.objects.of_council(council).standing().filter(held_on__year=year)
    return [{"name": named(each), "href": at(each)} for each in own.order_by("held_on", "pk")]


def year_asked(request: Request, council: Council) -> int:
    """The year of `?aar=`, else the first one in which no meeting is planned from today on."""
    text = request.GET.get("aar", "")
    if text.isdecimal() and 2000 <= int(text[:4]) <= 2199:
        return int(text[:4])
    today = clock.today()
    coming = Meeting.objects.of_council(council).coming_after(today).filter(kind="ordinary")
    planned = {day.year for day in coming.values_list("held_on", flat=True) if day}
    is_over = all(day <= today for day in suggested(today.year, 5))
    first = today.year + 1 if is_over else today.year
    return next(year for year in range(first, first + len(planned) + 1) if year not in planned)


@signed_in
def procedure(request: Request, council: str) -> HttpResponse:
    """Deadlines, quorum, and what a new meeting begins with, as the council has agreed on them."""
    kept = council_of(request, council)
    form = ProcedureForm(posted(request), of=agreed_in(kept))
    if form.is_valid() and form.agree(kept, by=request.user, at=clock.now()):
        return done(request, _("It is saved. New meetings begin with it."), all_meetings(kept))
    question = _("What has %(council)s agreed on how it meets?") % {"council": kept.name}
    return form_page(request, form, Step(question, _("Save"), _("Meetings"), all_meetings(kept)))


@signed_in
def show(request: Request, council: str, meeting: str) -> HttpResponse:
    """One meeting: what state it is in, the one next step, and the ways to all of it."""
    found = meeting_of(request, council, meeting)
    counted = with_what_is_out(Meeting.objects.filter(pk=found.pk)).get()
    editions = list(found.editions.newest_first())
    minutes = [each.minutes or 0 for each in standing_items(found)]
    context: dict[str, Any] = {
        "meeting": found,
        "title": named(found),
        "council": found.council,
        "step": next_step(counted, agreed_in(found.council), clock.today()),
        "facts": facts(found),
        "doable": doable(found),
        "agenda": at(found, "agenda"),
        "on_agenda": len(minutes),
        "minutes": sum(minutes),
        "agendas": [each for each in editions if each.kind == EditionKind.AGENDA],
        "minuted": [each for each in editions if each.kind == EditionKind.MINUTES],
        "minute": at_if_there(found, "minute"),
        "papers": at_if_there(found, "papers"),
        "cancelled": words_before(found, request.user),
    }
    return page(request, "workspace/meetings/show.html", **context)


def facts(meeting: Meeting) -> list[dict[str, Any]]:
    """What is said of the meeting, without what nobody has said."""
    hours = [time_format(each, "H.i") for each in (meeting.starts_at, meeting.ends_at) if each]
    said = [
        (_("Day"), day_of(meeting)),
        (_("Time"), "–".join(hours)),
        (_("Place"), meeting.place),
        (_("Also present"), meeting.also_present),
        (opener_in_words(meeting), opener(meeting)),
        (
            _("Announced"),
            date_format(meeting.announced_at)
            if meeting.announced_at
            else _("Not yet; only the secretariat sees it"),
        ),
    ]
    found: list[dict[str, Any]] = [{"term": term, "text": text} for term, text in said if text]
    if meeting.link:
        found.append({"term": _("Link to take part"), "text": meeting.link, "href": meeting.link})
    return found


def opener(meeting: Meeting) -> str:
    """Who opens a constituting meeting, or that it is to be said; nothing of one that is cancelled."""
    if meeting.kind != MeetingKind.CONSTITUTING or meeting.state == State.CANCELLED:
        return ""
    unknown = _("Nobody is named. Choose who, under “Change day, time or place”.")
    return meeting.opened_by.name if meeting.opened_by else unknown


def doable(meeting: Meeting) -> list[dict[str, str]]:
    """What else can be done with the meeting as it stands."""
    links = []
    if meeting.is_public:
        links.append({"label": _("The public page"), "href": meeting.path})
    if meeting.state != State.CANCELLED:
        links.append(
            {"label": _("Change day, time or place"), "href": at(meeting, "meeting_change")}
        )
    if meeting.state in {State.PLANNED, State.CALLED}:
        if not meeting.is_public:
            links.append({"label": _("Announce it"), "href": at(meeting, "meeting_announce")})
        links.append({"label": _("Cancel it"), "href": at(meeting, "meeting_cancel")})
    if meeting.state == State.CANCELLED:
        href = at(meeting, "meeting_cancellation")
        links.append({"label": _("Correct why it is cancelled"), "href": href})
    return links


@signed_in
def change(request: Request, council: str, meeting: str) -> HttpResponse:
    """Another day, time or place."""
    found = meeting_of(request, council, meeting)
    form = ChangeForm(posted(request), of=found)
    if form.is_valid() and form.change(found, by=request.user, at=clock.now()):
        return done(request, _("The meeting is changed."), at(found))
    note = (
        _("The meeting is announced: calendars are told what changed.") if found.is_public else ""
    )
    notes = [note] if note else []
    step = step_of(found, _("When and where is the meeting?"), _("Change the meeting"), *notes)
    return asking_page(request, form, step, faster=faster(form))


def faster(form: ChangeForm) -> list[tuple[Any, str, str]]:
    """What a colleague wrote meanwhile beside what is written here, field by field; empty where nobody did."""
    if form.stale is None:
        return []
    theirs = form.stale.theirs
    pairs = [(name, getattr(theirs, name), form.cleaned_data[name]) for name in form.asked]
    return [
        (form.fields[name].label, said(name, one), said(name, other))
        for name, one, other in pairs
        if (one or None) != (other or None)
    ]


def said(name: str, value: Any) -> str:
    """A value in words."""
    if not value:
        return _("(empty)")
    if name == "held_on":
        return date_format(value)
    return time_format(value, "H.i") if name in {"starts_at", "ends_at"} else str(value)


@signed_in
def announce(request: Request, council: str, meeting: str) -> HttpResponse:
    """Let everybody know of the meeting before its agenda is out."""
    found = meeting_of(request, council, meeting)
    form = AnnounceForm(posted(request))
    if form.is_valid() and form.announce(found, by=request.user, at=clock.now()):
        return done(request, _("The meeting is announced."), at(found))
    note = _(
        "It stands on the public page and in the calendar at once. The agenda stays with you until you publish it."
    )
    return asking_page(
        request, form, step_of(found, _("Announce the meeting?"), _("Announce it"), note)
    )
