"""Who is there: the roll, substitutes, and from and to which item."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.ledger import clock
from kkr.meetings.actions import call_roll, drop_substitute
from kkr.meetings.attendance import seats_at_items, seats_filled
from kkr.meetings.models import Attendance, Capacity, Meeting, Procedure, Standing
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.meetings.forms import StepForm
from kkr.workspace.meetings.minuting import at, done, frame, to_minute
from kkr.workspace.meetings.roll import GuestsForm, RollForm, SubstituteForm
from kkr.workspace.register.seats import known_names


def summary(meeting: Meeting) -> dict[str, Any]:
    """Who is there in a few words: how many of how many, whether that is enough, and who is not."""
    rows = list(Attendance.objects.filter(meeting=meeting).by_municipality())
    seats = sum(1 for row in rows if row.capacity == Capacity.MEMBER)
    present = seats_filled(meeting)
    agreed = Procedure.objects.filter(council=meeting.council).first()
    needed = agreed.quorum_of(seats) if agreed else 0
    short = too_few(meeting, needed) if present >= needed > 0 else []
    return {
        "is_called": bool(rows),
        "address": at(meeting, "attendance"),
        "call": at(meeting, "roll_call"),
        "present": present_said(present, seats),
        "quorum": short_said(short, needed) if short else quorum_said(present, needed),
        "is_short": present < needed or bool(short),
        "away": [row.person.name for row in rows if row.standing != Standing.PRESENT],
        "substitutes": [row for row in rows if row.stands_in_for],
    }


def present_said(present: int, seats: int) -> str:
    words = ngettext(
        "%(present)s of %(seats)s seat is filled",
        "%(present)s of %(seats)s seats are filled",
        seats,
    )
    return words % {"present": present, "seats": seats}


def too_few(meeting: Meeting, needed: int) -> list[str]:
    """The items, by number or title, at which fewer seats are filled than the council needs to decide."""
    found = seats_at_items(meeting)
    return [item.number or item.title for item, there in found if there < needed]


def short_said(items: list[str], needed: int) -> str:
    words = ngettext(
        "The council cannot decide item %(items)s, for too few are there: at least %(needed)s must be.",
        "The council cannot decide items %(items)s, for too few are there: at least %(needed)s must be.",
        len(items),
    )
    return words % {"items": ", ".join(items), "needed": needed}


def quorum_said(present: int, needed: int) -> str:
    """Whether the council can decide, in words; empty where no quorum is agreed on."""
    if not needed:
        return ""
    if present >= needed:
        words = ngettext(
            "The council can decide: at least one must be there.",
            "The council can decide: at least %(needed)s must be there.",
            needed,
        )
    else:
        words = ngettext(
            "The council cannot decide: at least one must be there.",
            "The council cannot decide: at least %(needed)s must be there.",
            needed,
        )
    return words % {"needed": needed}


@signed_in
def show(request: Request, council: str, slug: str) -> HttpResponse:
    """The whole roll, to be changed in one go; where a colleague was faster, what they noted is shown."""
    meeting = to_minute(request, council, slug)
    form = RollForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if request.htmx and form.is_bound:
        return noted(request, form)
    if form.is_valid() and form.note(by=request.user, at=clock.now()):
        return done(request, _("The attendance is saved."), at(meeting, "attendance"))
    return roll_page(request, meeting, form, GuestsForm(meeting=meeting), is_late=bool(form.theirs))


@signed_in
def guests(request: Request, council: str, slug: str) -> HttpResponse:
    """Note who is there and no member: officials and guests."""
    meeting = to_minute(request, council, slug)
    where = f"{at(meeting, 'attendance')}#also-present"
    if request.method != "POST":
        return redirect(where)
    form = GuestsForm(request.POST, meeting=meeting)
    if request.htmx:
        return noted(request, form)
    if form.is_valid() and form.note(by=request.user, at=clock.now()):
        return done(request, _("It is noted who else is there."), where)
    late = form.theirs is not None
    return roll_page(request, meeting, RollForm(meeting=meeting), form, is_late=late)


def noted(request: Request, form: RollForm | GuestsForm) -> HttpResponse:
    """To the script: when it was noted, or why not; where a colleague was faster, what they noted."""
    if form.is_valid() and form.note(by=request.user, at=clock.now()):
        said = _("Saved at %(time)s") % {"time": time_of(clock.now())}
        now = summary(form.meeting)
        about = {"present": now["present"], "quorum": now["quorum"], "isShort": now["is_short"]}
        return JsonResponse({"said": said, "fields": form.renewed, **about})
    if not form.errors:
        said = _("A colleague noted something else meanwhile: %(theirs)s.")
        return JsonResponse({"said": said % {"theirs": form.theirs_said}}, status=409)
    refusals = dict.fromkeys(str(each) for found in form.errors.values() for each in found)
    wrong = getattr(form, "wrong_rows", [])
    return JsonResponse({"said": " ".join(refusals), "rows": wrong}, status=422)


def time_of(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H.i")


def roll_page(
    request: Request, meeting: Meeting, form: RollForm, guests: GuestsForm, *, is_late: bool
) -> HttpResponse:
    """The roll and who else is there, each with its form."""
    context = {
        **frame(meeting, "attendance"),
        "form": form,
        "guests": guests,
        "summary": summary(meeting),
    }
    status = 409 if is_late else 200
    return page(request, "workspace/meetings/attendance.html", status=status, **context)


@signed_in
def call(request: Request, council: str, slug: str) -> HttpResponse:
    """Note every member of the day as present, but those of whom something is noted."""
    meeting = to_minute(request, council, slug)
    where = at(meeting, "attendance")
    if request.method != "POST":
        return redirect(where)
    form = StepForm(request.POST)
    if form.is_valid():
        form.act(call_roll, meeting, by=request.user, at=clock.now())
    if form.errors:
        return refused(request, meeting, form, where)
    return done(request, _("The roll is called: everybody is noted as present."), where)


@signed_in
def substitute(request: Request, council: str, slug: str) -> HttpResponse:
    """Note who stands in for a member."""
    meeting = to_minute(request, council, slug)
    form = SubstituteForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_valid() and (row := form.seat(by=request.user, at=clock.now())):
        said = _("%(name)s stands in for %(member)s.")
        names = {"name": row.person.name, "member": row.stands_in_for and row.stands_in_for.name}
        return done(request, said % names, at(meeting, "attendance"))
    context = {
        **frame(meeting),
        "form": form,
        "back": at(meeting, "attendance"),
        "known_people": known_names(meeting.council),
    }
    return page(request, "workspace/meetings/substitute.html", **context)


@signed_in
def drop(request: Request, council: str, slug: str, number: int) -> HttpResponse:
    """Take a substitute off the roll who was noted by mistake."""
    meeting = to_minute(request, council, slug)
    rows = Attendance.objects.visible_to(request.user).filter(meeting=meeting)
    where = at(meeting, "attendance")
    if request.method != "POST":
        return redirect(where)
    row = rows.filter(pk=number).first()
    if row is None:  # pressed twice
        return redirect(where)
    form = StepForm(request.POST)
    if form.is_valid():
        form.act(drop_substitute, row, by=request.user, at=clock.now())
    if form.errors:
        return refused(request, meeting, form, where)
    return done(request, _("The substitute is off the roll."), where)


def refused(request: Request, meeting: Meeting, form: StepForm, back: str) -> HttpResponse:
    context = {**frame(meeting), "form": form, "back": back}
    return page(request, "workspace/meetings/refused.html", **context)
