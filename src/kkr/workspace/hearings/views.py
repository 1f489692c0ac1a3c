"""From a case to a written hearing of the members, who has answered, and what comes of it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.council.models import Membership
from kkr.ledger import clock
from kkr.meetings.actions import WHY_NOT, heard_among, heard_in, last_day_of
from kkr.meetings.consent import Stops, what_stops
from kkr.meetings.models import HearingExclusion, WrittenHearing
from kkr.rounds.actions import seats_of
from kkr.rounds.models import State
from kkr.workspace.cases.door import address
from kkr.workspace.consultations.door import consulting_case
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.hearings.forms import (
    AskForm,
    DecideForm,
    HearForm,
    LeaveOutForm,
    MeetingForm,
    SendHearingForm,
)
from kkr.workspace.meetings import door as meetings
from kkr.workspace.pages import Step, done, form_page, posted
from kkr.workspace.recommendations import enclosing, followed, pressing
from kkr.workspace.recommendations.questions import about_of, html_of
from kkr.workspace.recommendations.words import WRITTEN_HEARING


def made_at(request: Request, public_id: UUID) -> WrittenHearing:
    """The hearing at this address, for those who ask."""
    rows = WrittenHearing.objects.kept_by(request.user).select_related(
        *("round__council", "case", "question", "about__paper", "about__version"),
        "item__meeting__council",
    )
    return get_object_or_404(rows.prefetch_related("round__steps"), public_id=public_id)


def at(made: WrittenHearing, name: str = "", *more: Any) -> str:
    """The address of its page, or with a name of what is done with it."""
    route = f"workspace:hearing_{name}" if name else "workspace:hearing"
    return reverse(route, args=[made.public_id, *more])


@signed_in
def new(request: Request, public_id: UUID) -> HttpResponse:
    """Say what is proposed to the members, and by when they answer."""
    case, councils = consulting_case(request, public_id)
    now = clock.now()
    form = HearForm(posted(request), case=case, councils=councils, viewer=request.user, at=now)
    if form.is_valid() and (made := form.hear(by=request.user, at=now)):
        return done(request, _("Look at it once more, and send it out."), at(made))
    context: dict[str, Any] = {
        "form": form,
        "case": case,
        "back": address(case),
        "tidy": reverse("workspace:case_tidy"),
    }
    return page(request, "workspace/hearings/new.html", **context)


@signed_in
def show(request: Request, public_id: UUID) -> HttpResponse:
    """One hearing: before it is out what will be sent, then who has answered and what can come of it."""
    made = made_at(request, public_id)
    asked_round, where = made.round, partial(at, made)
    is_draft = asked_round.state == State.DRAFT
    context: dict[str, Any] = {
        "made": made,
        "round": asked_round,
        "back": address(made.case),
        "html": html_of(asked_round),
        "about": about_of(asked_round),
        "enclosures": enclosing.lines_of(asked_round, where),
        "last_day": last_day_of(made),
        "doable": followed.doable(asked_round, where),
        "excluded": exclusions_of(made),
    }
    if is_draft:
        context["seats"] = to_ask(made)
    else:
        context |= answers_of(request, made)
    return page(request, f"workspace/hearings/{'draft' if is_draft else 'show'}.html", **context)


def to_ask(made: WrittenHearing) -> list[Membership]:
    """The seats of those who are asked when it is sent out today."""
    left_out = {each.person_id for each in made.exclusions.all()}
    seats = seats_of(made.round.council, clock.today())
    return [seat for seat in seats if seat.person_id not in left_out]


def exclusions_of(made: WrittenHearing) -> list[dict[str, Any]]:
    """Who is not asked, why, and while it is a draft where that is lifted."""
    is_draft = made.round.state == State.DRAFT
    return [
        {
            "name": each.person.name,
            "why": each.why,
            "lift": at(made, "lift", each.pk) if is_draft else "",
        }
        for each in made.exclusions.by_name()
    ]


def answers_of(request: Request, made: WrittenHearing) -> dict[str, Any]:
    """Who has answered what, their remarks side by side, and what keeps it from being decided."""
    lines = followed.lines_of(request, made.round, partial(at, made))
    given = [line["valid"]["reply"] for line in lines if line["valid"]]
    found = heard_among(made, len(lines), [reply.answer for reply in given])
    stops = what_stops(found, today=clock.today(), last_day=last_day_of(made))
    return {
        "lines": lines,
        "heard": found,
        "silent": [line for line in lines if not line["valid"]],
        "remarks": [line for line in lines if line["valid"] and line["valid"]["reply"].remark],
        "stops": WHY_NOT[stops] if stops else "",
        "is_waiting": stops == Stops.TOO_EARLY,
        "ended_at": meetings.at(made.item.meeting) if made.item else "",
        **followed.mails_of(request, made.round, lines),
    }


@signed_in
def edit(request: Request, public_id: UUID) -> HttpResponse:
    """Write what is proposed anew, before it is sent out."""
    made = made_at(request, public_id)
    return pressing.edit(request, made.round, partial(at, made))


@signed_in
def send(request: Request, public_id: UUID) -> HttpResponse:
    """Send it out to everybody who is a member today and not left out."""
    made = made_at(request, public_id)
    if made.round.state != State.DRAFT:
        return pressing.overtaken(request, made.round, partial(at, made))
    form = SendHearingForm(posted(request), made=made, at=clock.now())
    if form.is_valid() and form.send(by=request.user, at=clock.now()):
        return done(request, _("It is sent out."), at(made))
    count = len(to_ask(made))
    question = str(WRITTEN_HEARING.send) % {"title": made.round.title, "count": count}
    note = _(
        "Everybody with an account gets a mail that leads to the desk. What is asked cannot be reworded."
    )
    step = Step(question, _("Send it out"), made.round.title, at(made), (note,))
    return form_page(request, form, step, look=at(made))


@signed_in
def deadline(request: Request, public_id: UUID) -> HttpResponse:
    """Give more time, or less."""
    made = made_at(request, public_id)
    return pressing.deadline(request, made.round, partial(at, made))


@signed_in
def withdraw(request: Request, public_id: UUID) -> HttpResponse:
    """Take it back."""
    made = made_at(request, public_id)
    return pressing.withdraw(request, made.round, partial(at, made))


@signed_in
def attach(request: Request, public_id: UUID) -> HttpResponse:
    """Bring a file that comes with it."""
    made = made_at(request, public_id)
    return enclosing.attach(request, made.round, partial(at, made))


@signed_in
def remove(request: Request, public_id: UUID, attachment: UUID) -> HttpResponse:
    """Take a file away before it is sent out."""
    made = made_at(request, public_id)
    return enclosing.remove(request, made.round, attachment, partial(at, made))


@signed_in
def exclude(request: Request, public_id: UUID) -> HttpResponse:
    """Do not ask a member."""
    made = made_at(request, public_id)
    if made.round.state != State.DRAFT:
        return pressing.overtaken(request, made.round, partial(at, made))
    form = LeaveOutForm(posted(request), made=made, at=clock.now())
    if form.is_valid() and (found := form.leave_out(by=request.user, at=clock.now())):
        return done(request, _("%(name)s is not asked.") % {"name": found.person.name}, at(made))
    notes = (
        _(
            "The member reads nothing of it, does not count, and takes no part in the item it becomes."
        ),
    )
    question, button = _("Who of the members is not asked?"), pgettext("exclusion", "Note it")
    step = Step(question, button, made.round.title, at(made), notes)
    return form_page(request, form, step)


@signed_in
def lift(request: Request, public_id: UUID, exclusion: int) -> HttpResponse:
    """Ask a member after all."""
    made = made_at(request, public_id)
    if made.round.state != State.DRAFT:
        return pressing.overtaken(request, made.round, partial(at, made))
    own = HearingExclusion.objects.visible_to(request.user).filter(hearing=made)
    found = get_object_or_404(own.select_related("person"), pk=exclusion)
    found.hearing, name = made, found.person.name
    form = AskForm(posted(request))
    if form.is_valid() and form.ask(found, by=request.user, at=clock.now()):
        return done(request, _("%(name)s is asked.") % {"name": name}, at(made))
    question = _("Is %(name)s asked after all?") % {"name": name}
    step = Step(question, pgettext("hearing", "Ask them"), made.round.title, at(made), ())
    return form_page(request, form, step)


@signed_in
def answer(request: Request, public_id: UUID, asked: UUID) -> HttpResponse:
    """Enter the answer of a member, or correct it."""
    made = made_at(request, public_id)
    return followed.answer(request, made.round, asked, partial(at, made))


def is_over(request: Request, made: WrittenHearing) -> bool:
    """Whether it cannot be ended from here; whoever had it open when a colleague ended it is told by the act."""
    return made.round.state != State.OPEN and not (request.method == "POST" and made.item)


@signed_in
def decide(request: Request, public_id: UUID) -> HttpResponse:
    """End it with a decision; its minutes are published as any."""
    made = made_at(request, public_id)
    if is_over(request, made):
        return pressing.overtaken(request, made.round, partial(at, made))
    form = DecideForm(posted(request), made=made)
    if form.is_valid() and (item := form.decide(by=request.user, at=clock.now())):
        said = _("It is decided, and not public yet. Publish the agenda and the minutes here.")
        return done(request, said, meetings.at(item.meeting))
    found = heard_in(made)
    facts = {"agree": found.agree, "asked": found.asked, "needed": found.needed}
    stops = what_stops(found, today=clock.today(), last_day=last_day_of(made))
    notes = (
        *((WHY_NOT[stops],) if stops else ()),
        _("%(agree)s of %(asked)s agree; at least %(needed)s must.") % facts,
        _("It becomes a written procedure with this one item, and goes on the next agenda."),
    )
    question = _("What is decided on “%(title)s”?") % {"title": made.round.title}
    step = Step(question, _("End it with this decision"), made.round.title, at(made), notes)
    return form_page(request, form, step)


@signed_in
def take_up(request: Request, public_id: UUID) -> HttpResponse:
    """End it without a decision, and put it on an agenda."""
    made = made_at(request, public_id)
    if is_over(request, made):
        return pressing.overtaken(request, made.round, partial(at, made))
    now = clock.now()
    form = MeetingForm(posted(request), made=made, at=now)
    if form.is_valid() and (item := form.take_up(by=request.user, at=now)):
        said = _("It is on the agenda, as the last item of its section.")
        return done(request, said, meetings.item_at(item))
    question = _("Put “%(title)s” on the agenda of which meeting?") % {"title": made.round.title}
    note = _("The hearing ends without a decision, and takes no more answers.")
    step = Step(question, _("Put it there"), made.round.title, at(made), (note,))
    return form_page(request, form, step)
