"""The stops of a case's journey as lines of its page: the day, what happened in words, what hangs on it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.cases.journey import Stop
from kkr.cases.models import Answer, Commission, PaperVersion, Wish
from kkr.council.models import Body, Council
from kkr.documents.comparison import compare
from kkr.documents.showing import shown
from kkr.ledger import clock
from kkr.meetings.models import AgendaItem, EditionDecision, FollowUp, Meeting
from kkr.website.meetings.reading import in_words

Line = dict[str, Any]
SIGNS = {Answer.MET: "✓", Answer.PARTLY: "◐", Answer.NOT: "✕", Answer.OPEN: "…"}
"""Beside the words, never instead of them."""


def line(stop: Stop, council: Council) -> Line:
    """One stop; `when` says so where the day is not known."""
    words = LINES[stop.kind](stop, council)
    return {
        "machine_date": stop.on.isoformat() if stop.on else "",
        "when": date_format(stop.on) if stop.on else _("The day is not known"),
        **words,
    }


def commissioned(stop: Stop, _council: Council) -> Line:
    made: Commission = stop.subject
    told = [made.what]
    if made.due_on:
        told.append(_("By %(day)s.") % {"day": date_format(made.due_on)})
    if made.delivered_on:
        told.append(_("Delivered on %(day)s.") % {"day": date_format(made.delivered_on)})
    heading = _("%(asked_by)s asked %(asked_of)s")
    return {
        "heading": heading % {"asked_by": made.asked_by.name, "asked_of": made.asked_of.name},
        "told": told,
    }


def versioned(stop: Stop, council: Council) -> Line:
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
        told.append(_("This version was put before the council."))
    return {
        "heading": heading % {"number": version.version.number, "paper": version.paper.title},
        "told": told,
        "href": version_path(version, council),
        "link": _("Read it, and see what is changed")
        if version.version.number > 1
        else _("Read the draft"),
        "wishes": [wish_line(wish) for wish in stop.others],
    }


def sent_back(stop: Stop, _council: Council) -> Line:
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
        "wishes": [{"text": wish.text} for wish in wishes],
    }


def wish_line(wish: Wish) -> Line:
    """A wish with what became of it: a sign, the word, and why."""
    answer = Answer(wish.answer)
    return {"text": wish.text, "sign": SIGNS[answer], "answer": answer.label, "why": wish.why}


def scheduled(stop: Stop, _council: Council) -> Line:
    item: AgendaItem = stop.subject
    heading = _("On the agenda of %(council)s")
    return {
        **when_of(item.meeting),
        "heading": heading % {"council": item.meeting.council.name},
        "told": [_("As item %(number)s.") % {"number": item.number}],
        "href": item_path(item),
        "link": _("Read the item"),
    }


def decided(stop: Stop, _council: Council) -> Line:
    """What a council did, in words and with the text; several decisions on one item are told together."""
    rows: tuple[EditionDecision, ...] = stop.others
    item = rows[0].content.row.item
    decision = in_words(each.kind for each in rows)
    facts = {"council": item.meeting.council.name, "decision": decision}
    made_up = [each.decision.illustrative for each in rows if each.decision.illustrative]
    return {
        **when_of(item.meeting),
        "heading": _("%(council)s decided: %(decision)s") % facts,
        "told": [_("Illustrative: %(words)s") % {"words": words} for words in made_up],
        "bodies": [mark_safe(shown(each.version.html)) for each in rows],  # noqa: S308 -- sanitised
        "dissents": [each.dissent for each in rows if each.dissent],
        "href": item_path(item),
        "link": _("Read the decision"),
    }


def followed_up(stop: Stop, _council: Council) -> Line:
    """What was done after a decision, or is still to be done by the day that stands above it."""
    made: FollowUp = stop.subject
    if made.done_on:
        heading = _("%(body)s has followed up")
    elif made.is_overdue_on(clock.today()):
        heading = _("%(body)s should have followed up by this day")
    else:
        heading = _("%(body)s is to follow up by this day")
    return {
        "heading": heading % {"body": made.body.name},
        "told": [words for words in (made.what, made.outcome) if words],
        "href": item_path(made.decision.item),
        "link": _("Read the decision"),
    }


def when_of(meeting: Meeting) -> Line:
    """What is known of the time, where the day is not."""
    return {} if meeting.held_on else {"when": meeting.known_as}


def item_path(item: AgendaItem) -> str:
    meeting = item.meeting
    where = [meeting.council.slug, meeting.slug, item.number]
    return reverse("website:meeting_item", args=where)


LINES: dict[str, Callable[[Stop, Council], Line]] = {
    "cases.commissioned": commissioned,
    "cases.drafted": versioned,
    "cases.revised": versioned,
    "cases.sent_back": sent_back,
    "meetings.scheduled": scheduled,
    "meetings.decided": decided,
    "meetings.followed_up": followed_up,
}


def version_path(version: PaperVersion, council: Council) -> str:
    paper = version.paper
    where = [council.slug, paper.case.slug, paper.slug, version.version.number]
    return reverse("website:paper_version", args=where)


def side_by_side(old: PaperVersion, new: PaperVersion) -> list[tuple[str, Any, Any]]:
    """What changed, block by block; the comparison has sanitised both sides."""
    rows = compare(old.version.html, new.version.html).rows
    return [(row.kind, mark_safe(row.old), mark_safe(row.new)) for row in rows]  # noqa: S308
