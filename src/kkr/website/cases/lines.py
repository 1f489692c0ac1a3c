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
from kkr.ledger import clock
from kkr.lines.models import CommonLine
from kkr.news.presentation import in_language
from kkr.website.lines.lines import state_on

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


def line_established(stop: Stop, _council: Council) -> Line:
    made: CommonLine = stop.subject
    heading = _("A common line of %(council)s: “%(line)s”")
    return {
        "heading": heading % {"council": made.council.name, "line": made.title},
        "told": [state_on(made, clock.today())],
        "href": in_language(made.path),
        "link": _("Read what the municipalities stand for"),
    }


LINES: dict[str, Callable[[Stop, Council], Line]] = {
    "cases.commissioned": commissioned,
    "cases.drafted": versioned,
    "cases.revised": versioned,
    "cases.sent_back": sent_back,
    "lines.established": line_established,
}


def version_path(version: PaperVersion, council: Council) -> str:
    paper = version.paper
    where = [council.slug, paper.case.slug, paper.slug, version.version.number]
    return reverse("website:paper_version", args=where)


def side_by_side(old: PaperVersion, new: PaperVersion) -> list[tuple[str, Any, Any]]:
    """What changed, block by block; the comparison has sanitised both sides."""
    rows = compare(old.version.html, new.version.html).rows
    return [(row.kind, mark_safe(row.old), mark_safe(row.new)) for row in rows]  # noqa: S308
