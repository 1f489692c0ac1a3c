from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kkr.council.models import Body, Committee, Council, Membership, Person
from kkr.council.models.memberships import BY_OFFICE, CHAIRS
from kkr.ledger import clock
from kkr.workspace.door import Request, page, register_for, signed_in
from kkr.workspace.pages import Step, corrected, done, form_page
from kkr.workspace.register.forms import (
    CorrectSeatForm,
    EndForm,
    ReplaceForm,
    StartForm,
    StrikeForm,
)
from kkr.workspace.register.history import history
from kkr.workspace.register.lines import (
    at,
    body_address,
    party_of,
    seat_columns,
    seat_rows,
)
from kkr.workspace.register.seats import asked_day, doable, known_names

Seat = tuple[Council, Membership]


def seat_for(request: Request, council: str, public_id: UUID) -> Seat:
    """The council and one of its seats, its committees' too; struck out ones can still be read."""
    kept = register_for(request.user, council)
    committees = Committee.objects.of_council(kept).values("pk")
    seats = Membership.objects.visible_to(request.user).with_names()
    bodies = Body.objects.filter(pk=kept.pk) | Body.objects.filter(pk__in=committees)
    return kept, get_object_or_404(seats.filter(body__in=bodies), public_id=public_id)


@signed_in
def members(request: Request, council: str) -> HttpResponse:
    """Who sits in the council on a day, by name where one is looked for."""
    kept = register_for(request.user, council)
    return page(request, "workspace/register/members.html", **of_body(request, kept, kept))


def of_body(request: Request, council: Council, body: Body) -> dict[str, Any]:
    """The seats of a body on the day asked for, and those that were struck out."""
    day, refusal = asked_day(request)
    words = request.GET.get("q", "")[:120]
    all_seats = Membership.objects.visible_to(request.user).of_body(body).with_names()
    people = Person.objects.visible_to(request.user).searched(words)
    seats = all_seats.running_on(day).filter(person__in=people).order_by("role", "person__slug")
    return {
        "council": council,
        "body": body,
        "day": day,
        "refusal": refusal,
        "words": words,
        "columns": seat_columns(),
        "rows": seat_rows(council, chairs_first(seats)),
        "struck": seat_rows(council, all_seats.struck_out()),
        "address": body_address(council, body),
    }


def chairs_first(seats: Iterable[Membership]) -> list[Membership]:
    """Who chairs, then the others by municipality."""
    return sorted(seats, key=lambda seat: (seat.role not in CHAIRS, str(seat.municipality or "")))


@signed_in
def start(request: Request, council: str) -> HttpResponse:
    """Seat somebody in the council."""
    kept = register_for(request.user, council)
    return start_in(request, kept, kept)


@signed_in
def start_in_committee(request: Request, council: str, committee: str) -> HttpResponse:
    """Seat somebody in a committee of it."""
    kept = register_for(request.user, council)
    found = get_object_or_404(Committee.objects.of_council(kept), slug=committee)
    return start_in(request, kept, found)


def start_in(request: Request, council: Council, body: Body) -> HttpResponse:
    initial = {"name": request.GET.get("navn", "")[:120]}
    form = StartForm(request.POST or None, initial=initial, body=body, council=council)
    if form.is_valid() and (seat := form.start(by=request.user, at=clock.now())):
        said = _("%(name)s has the seat.") % {"name": seat.person.name}
        return done(request, said, at(council, seat))
    question = _("Who is to have a seat in %(body)s?") % {"body": body.name}
    step = Step(question, _("Give the seat"), body.name, body_address(council, body))
    return form_page(request, form, step, known_people=known_names(council))


@signed_in
def show(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """One seat: what it says, what can be done with it, and what happened to it."""
    kept, seat = seat_for(request, council, public_id)
    context: dict[str, Any] = {
        "council": kept,
        "seat": seat,
        "party": party_of(seat),
        "last_day": seat.last_day,
        "back": body_address(kept, seat.body),
        "person": reverse("workspace:register_person", args=[seat.person.public_id]),
        "others": others(kept, seat),
        "doable": doable(kept, seat),
        "history": history(seat, request.user),
    }
    return page(request, "workspace/register/membership.html", **context)


def others(council: Council, seat: Membership) -> list[dict[str, Any]]:
    """The other seats the same person has in the council, which may be meant too."""
    same = Membership.objects.standing().of_body(seat.body).filter(person=seat.person)
    return [
        {
            "label": capfirst(f"{other.get_role_display()}, {date_format(other.starts_on)}"),
            "href": at(council, other),
        }
        for other in same.exclude(pk=seat.pk).order_by("-starts_on")
    ]


def step_of(council: Council, seat: Membership, question: str, button: str, *notes: str) -> Step:
    label = f"{seat.person.name}, {seat.get_role_display()}"
    return Step(question, button, label, at(council, seat), notes)


@signed_in
def end(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """End a seat without anybody taking over."""
    kept, seat = seat_for(request, council, public_id)
    form = EndForm(request.POST or None)
    if form.is_valid() and form.end(seat, by=request.user, at=clock.now()):
        return done(request, _("The seat has its last day."), at(kept, seat))
    question = _("When does %(name)s leave?") % {"name": seat.person.name}
    note = _("If somebody takes over, choose “Somebody takes over” instead; both are done in one.")
    return form_page(request, form, step_of(kept, seat, question, _("End the seat"), note))


@signed_in
def replace(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Left on that date, and somebody took over."""
    kept, seat = seat_for(request, council, public_id)
    form = ReplaceForm(request.POST or None, membership=seat, council=kept)
    if form.is_valid() and (new := form.replace(by=request.user, at=clock.now())):
        return done(request, handed_over(seat, new), at(kept, new))
    question = _("Who takes over from %(name)s?") % {"name": seat.person.name}
    step = step_of(kept, seat, question, _("Hand over"))
    return form_page(request, form, step, known_people=known_names(kept))


def handed_over(old: Membership, new: Membership) -> str:
    return _("%(new)s takes over from %(old)s on %(day)s.") % {
        "new": new.person.name,
        "old": old.person.name,
        "day": date_format(new.starts_on),
    }


@signed_in
def correct(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Put right what was entered wrongly; where a colleague was faster, both texts are shown."""
    kept, seat = seat_for(request, council, public_id)
    form = CorrectSeatForm(request.POST or None, membership=seat, council=kept)
    if form.is_valid() and form.correct(by=request.user, at=clock.now()):
        return corrected(request, form, _("The seat is corrected."), at(kept, seat))
    question = _("What is right about %(name)s?") % {"name": seat.person.name}
    note = _(
        "For what was entered wrongly. What has changed since is an end, or somebody who takes over."
    )
    step = step_of(kept, seat, question, _("Correct"), note)
    return form_page(request, form, step)


@signed_in
def strike(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Strike out what was entered by mistake."""
    kept, seat = seat_for(request, council, public_id)
    form = StrikeForm(request.POST or None)
    if form.is_valid() and form.strike(seat, by=request.user, at=clock.now()):
        return done(request, _("The seat is struck out."), at(kept, seat))
    question = _("Was the seat of %(name)s entered by mistake?") % {"name": seat.person.name}
    note = _(
        "It disappears from every public page, of every day. It stays in the history, and cannot come back."
    )
    step = step_of(kept, seat, question, _("Strike out"), note, *hole(seat))
    return form_page(request, form, step)


def hole(seat: Membership) -> list[str]:
    """What is said of a post that nobody else can hold at the same time."""
    if seat.role not in {*CHAIRS, BY_OFFICE}:
        return []
    words = _("Then nobody is %(post)s of %(body)s from %(first)s to %(last)s.")
    return [
        words
        % {
            "post": seat.get_role_display(),
            "body": seat.body.name if seat.role in CHAIRS else seat.municipality,
            "first": date_format(seat.starts_on),
            "last": date_format(seat.last_day) if seat.last_day else _("today"),
        }
    ]
