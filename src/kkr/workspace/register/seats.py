"""What pages about seats have in common: the day asked for, what can be done, who is known."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kkr.council.models import Committee, Council, Membership, Person
from kkr.ledger import clock
from kkr.workspace.door import Request
from kkr.workspace.fields import DayField
from kkr.workspace.register.lines import at


def asked_day(request: Request) -> tuple[date, str]:
    """The day in `?dato=`, or today and a sentence about what is wrong with the question."""
    text = request.GET.get("dato", "")
    if not text:
        return clock.today(), ""
    try:
        return DayField().clean(text), ""
    except ValidationError as refusal:
        return clock.today(), " ".join(refusal.messages)


def doable(council: Council, seat: Membership) -> list[dict[str, Any]]:
    """What can be done with a seat; with one that was struck out nothing."""
    if seat.struck_at is not None:
        return []
    words = {
        "replace": _("Somebody takes over"),
        "end": _("End the seat"),
        "correct": _("Correct what was entered wrongly"),
        "strike": _("Strike out what was a mistake"),
    }
    return [{"label": label, "href": at(council, seat, what)} for what, label in words.items()]


def known_names(council: Council) -> list[str]:
    """The names to choose from while one writes: everybody who has had a seat in the council."""
    bodies = [council.pk, *Committee.objects.of_council(council).values_list("pk", flat=True)]
    seats = Membership.objects.standing().filter(body__in=bodies)
    people = Person.objects.filter(memberships__in=seats).distinct()
    return list(people.values_list("name", flat=True))
