"""The stops of a case's journey in words, as its readers meet them; the public page and the desk are one."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.cases.journey import Stop
from kkr.cases.models import Answer, Commission, PaperVersion, Wish
from kkr.common.languages import in_language
from kkr.common.text import in_danish_order
from kkr.council.models import Body
from kkr.rounds.models import Asked, State

Line = dict[str, Any]
AddressOf = Callable[[PaperVersion], str]
"""Where a version of a paper is read, on the page that asks."""
LINES: dict[str, Callable[[Stop, AddressOf], Line]] = {}
"""What each kind of stop says; the rooms above add the words of theirs with `tells`."""
SIGNS = {Answer.MET: "✓", Answer.PARTLY: "◐", Answer.NOT: "✕", Answer.OPEN: "…"}
"""Beside the words, never instead of them."""


def tells(*kinds: str) -> Callable[[Any], Any]:
    """For a function that puts stops of these kinds into words."""

    def register(words: Any) -> Any:
        LINES.update(dict.fromkeys(kinds, words))
        return words

    return register


def dated(stop: Stop, words: Line) -> Line:
    """What a stop says, with its day; `when` says so where that is not known."""
    return {
        "machine_date": stop.on.isoformat() if stop.on else "",
        "when": date_format(stop.on) if stop.on else _("The day is not known"),
        **words,
    }


def made_up(words: str) -> list[str]:
    """What of a stop is illustrative, as one more thing told; nothing where nothing is."""
    return [_("Illustrative: %(words)s") % {"words": words}] if words else []


@tells("cases.commissioned")
def commissioned(stop: Stop, _address_of: AddressOf) -> Line:
    made: Commission = stop.subject
    told = [made.what]
    if made.due_on:
        told.append(_("By %(day)s.") % {"day": date_format(made.due_on)})
    if made.delivered_on:
        told.append(_("Delivered on %(day)s.") % {"day": date_format(made.delivered_on)})
    heading = _("%(asked_by)s asked %(asked_of)s")
    return {
        "anchor": f"commission-{made.pk}",
        "heading": heading % {"asked_by": made.asked_by.name, "asked_of": made.asked_of.name},
        "told": told,
    }


@tells("cases.drafted", "cases.revised")
def versioned(stop: Stop, address_of: AddressOf) -> Line:
    version: PaperVersion = stop.subject
    heading = (
        _("Version %(number)s of “%(paper)s”")
        if stop.kind == "cases.revised"
        else _("Draft: “%(paper)s”")
    )
    told = [_("Written by %(body)s.") % {"body": version.author.name}] if version.author else []
    if version.version.change_note:
        told.append(_("What is changed: %(note)s") % {"note": version.version.change_note})
    if version.is_before_council:
        told.append(_("This is the version before the council."))
    return {
        "heading": heading % {"number": version.version.number, "paper": version.paper.title},
        "told": told,
        "href": address_of(version),
        "link": _("Read it, and see what is changed")
        if version.version.number > 1
        else _("Read the draft"),
        "wishes": [wish_line(wish) for wish in stop.others],
    }


@tells("cases.sent_back")
def sent_back(stop: Stop, _address_of: AddressOf) -> Line:
    wishes: tuple[Wish, ...] = stop.others
    heading = ngettext(
        "%(body)s sent it back with a wish",
        "%(body)s sent it back with %(many)s wishes",
        len(wishes),
    )
    body: Body = stop.subject.wanted_by
    return {
        "heading": heading % {"body": body.name, "many": len(wishes)},
        "told": [],
        "wishes": [wanted(wish) for wish in wishes],
    }


@tells("cases.consulted")
def consulted(stop: Stop, _address_of: AddressOf) -> Line:
    made: Any = stop.subject  # a consultation with what a line about one shows
    asked = _("Asked: %(names)s.") % {"names": asked_in_words(stop.others)}
    told = [made.round.title, asked, standing_in_words(stop.others, made.due_on)]
    if made.round.state == State.WITHDRAWN:
        told.append(_("It was withdrawn: %(why)s") % {"why": made.round.withdrawn_why})
    told += made_up(made.round.illustrative)
    words = {"heading": _("Comments were asked for"), "told": told}
    if made.is_public:
        words |= {"href": in_language(made.path), "link": _("Read the responses")}
    return words


MOST_NAMES = 5
"""So many who are asked are named; more are counted."""


def asked_in_words(asked: Iterable[Asked]) -> str:
    """Who was asked: by name where they are few, committees always."""
    asked = list(asked)
    areas = sorted([each.name for each in asked if each.area], key=in_danish_order)
    names = sorted([each.name for each in asked if each.committee], key=in_danish_order)
    if len(areas) > MOST_NAMES:
        names.insert(0, _("%(count)s municipalities") % {"count": len(areas)})
    else:
        names = areas + names
    return ", ".join(names)


def standing_in_words(asked: tuple[Any, ...], last: date) -> str:
    """How many have answered, and by when."""
    facts = {
        "answered": sum(each.has_answered for each in asked),
        "asked": len(asked),
        "day": date_format(last),
    }
    return _("%(answered)s of %(asked)s have answered; the last day is %(day)s.") % facts


def wanted(wish: Wish) -> Line:
    """A wish where it was set; what became of it stands with the version that answers it."""
    return {"text": wish.text, "anchor": f"wish-{wish.pk}"}


def wish_line(wish: Wish) -> Line:
    """A wish with what became of it: a sign, the word, and why."""
    answer = Answer(wish.answer)
    return {"text": wish.text, "sign": SIGNS[answer], "answer": answer.label, "why": wish.why}
