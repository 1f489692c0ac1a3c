"""A seat in words: who, as what, for which municipality, from when to when, and how well it is known."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.council.models import Council, Membership
from kkr.website.municipalities.maps import path_of


def person_path(seat: Membership) -> str:
    """Where the person stands: in the council that the seat is in."""
    return reverse("website:person", args=[seat.body.slug, seat.person.slug])


def chair_lines(seats: Iterable[Membership]) -> list[dict[str, Any]]:
    """Chair first, then vice chair, as the person component wants them."""
    ordered = sorted(seats, key=lambda seat: (seat.role != "chair", seat.role, seat.person.name))
    return [
        {
            "name": seat.person.name,
            "role": seat.get_role_display(),
            "post": seat.role,
            "is_chair": seat.role == "chair",
            "place": seat.municipality.full_name
            if seat.municipality
            else _("municipality not known"),
            "party": party_of(seat) or _("party not known"),
            "href": person_path(seat),
            "note": uncertainty(seat),
        }
        for seat in ordered
    ]


def note_of_all(lines: list[dict[str, Any]]) -> str:
    """What is uncertain of every chair alike, to be said once."""
    notes = {line["note"] for line in lines}
    return notes.pop() if len(notes) == 1 and len(lines) > 1 else ""


def with_one_note(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The chairs without the note that is said of all."""
    common = note_of_all(lines)
    return [{**line, "note": "" if line["note"] == common else line["note"]} for line in lines]


def posts_unknown(lines: list[dict[str, Any]]) -> list[str]:
    """Of a council of which one of the two is known, that the other is not; nothing where it may be either."""
    known = {line["post"] for line in lines}
    if not known or "chairmanship" in known:
        return []
    missing = {"chair": _("Chair"), "vice_chair": _("Vice chair")}
    words = _("%(post)s: not in our sources for this day.")
    return [words % {"post": name} for post, name in missing.items() if post not in known]


def chairs_heading(lines: list[dict[str, Any]]) -> str:
    """Who chairs, as a heading that tells; a label where it is not known."""
    chair = [line["name"] for line in lines if line["is_chair"]]
    return (
        _("%(name)s chairs the council") % {"name": chair[0]}
        if chair
        else _("Chair and vice chair")
    )


def chairs_unknown() -> str:
    return _("Our sources do not say who chaired on this day.")


def party_of(seat: Membership) -> str:
    """The party with its letter, as in "Socialdemokratiet (A)"."""
    if seat.party is None:
        return ""
    return f"{seat.party.name} ({seat.party.letter})" if seat.party.letter else seat.party.name


def uncertainty(seat: Membership) -> str:
    """What is not known of the dates, in a sentence; empty where both are known."""
    bases = {seat.start_basis, seat.end_basis}
    if "evidence" in bases:
        return evidence(seat)
    if "inferred" in bases:
        return _("The election period is inferred, not stated by the source.")
    if bases == {"term"}:
        return _("Dates of the election period; changes within it are not known.")
    if seat.start_basis == "term":
        return _("Known from the beginning of the election period; the first day is not known.")
    if seat.end_basis == "term":
        return _("The end is that of the election period; an earlier change is not known.")
    return ""


def evidence(seat: Membership) -> str:
    """From when and until when the post is known, and that the rest was not found."""
    first = date_format(seat.starts_on, "DATE_FORMAT")
    last = spelled(seat.last_day, "DATE_FORMAT")
    if seat.start_basis == seat.end_basis:
        return _("Known from %(first)s to %(last)s; more could not be found.") % {
            "first": first,
            "last": last,
        }
    if seat.start_basis == "evidence":
        return _("Known from %(first)s; when it began could not be found.") % {"first": first}
    return _("Known until %(last)s; when it ended could not be found.") % {"last": last}


def uncertainties(seats: Iterable[Membership]) -> list[str]:
    """Each sentence that applies to some of the seats, once."""
    return list(dict.fromkeys(note for seat in seats if (note := uncertainty(seat))))


def seat_table_columns() -> list[str]:
    return [_("Role"), _("Party"), _("From"), _("Until")]


def seat_row_of_person(seat: Membership, council: Council, today: date) -> list[Any]:
    """One row of somebody's seats: the council first. Its anchor is the seat's for ever."""
    body = {
        "text": seat.body.name,
        "href": reverse("website:council", args=[council.slug]),
        "id": f"{council.slug}-{seat.role}-{seat.starts_on}",
    }
    return [body, municipality_cell(seat, council), *facts_of_seat(seat, today)]


def seat_row_of_municipality(seat: Membership, today: date) -> list[Any]:
    """One row of those who have sat for a municipality: the person first."""
    person = {"text": seat.person.name, "href": person_path(seat)}
    return [person, *facts_of_seat(seat, today)]


def municipality_cell(seat: Membership, council: Council) -> dict[str, str]:
    """For whom, as a link."""
    if seat.municipality is None:
        return {"text": _("not known")}
    return {"text": seat.municipality.name, "href": path_of(seat.municipality, council)}


def facts_of_seat(seat: Membership, today: date) -> list[Any]:
    """Role, party, and both ends as dates, in words where they are not exact."""
    first = known(spelled(seat.starts_on, "d.m.Y"), seat.start_basis, is_first=True)
    if seat.starts_on > today:
        first["note"] = ", ".join(filter(None, [_("has not begun"), first["note"]]))
    last = known(spelled(seat.last_day, "d.m.Y"), seat.end_basis, is_first=False)
    return [seat.get_role_display(), party_of(seat) or _("not known"), first, last]


def spelled(day: date | None, form: str) -> str:
    return date_format(day, form) if day else ""


def known(day: str, basis: str, *, is_first: bool) -> dict[str, str]:
    """The date as a cell, with how it is known under it; without a date there is no such end."""
    if not day:
        return {"text": "–", "note": ""}
    if basis == "evidence":
        note = _("known from %(day)s") if is_first else _("known until %(day)s")
        return {"text": _("unknown"), "note": note % {"day": day}}
    notes = {
        "term": _("beginning of the election period")
        if is_first
        else _("end of the election period"),
        "inferred": _("election period inferred"),
    }
    return {"text": day, "note": notes.get(basis, "")}
