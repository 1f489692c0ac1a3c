"""What is asked, and what was answered, as pages at work show it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kkr.documents.showing import shown
from kkr.rounds.models import Asked, Reply, Round, RoundStep, State, Way
from kkr.rounds.steps import Given
from kkr.workspace.recommendations.answers import day_in_words
from kkr.workspace.recommendations.words import wording_for, wording_of

LONGEST_NUMBER = 4


def report_in(request: HttpRequest, given: Given) -> RoundStep:
    """The report that is answered: as the form says, or `?rapport=`, else the one that is due."""
    number = request.POST.get("step") or request.GET.get("rapport") or ""
    is_number = number.isdecimal() and len(number) < LONGEST_NUMBER
    return given.step(int(number) if is_number else None)


def question_of(given: Given, step: RoundStep) -> dict[str, Any]:
    """The question to one who is asked: what, by when, and whether it can be answered still."""
    asked = given.asked
    asked_round, reply = asked.round, given.valid(step)
    asking = asked_round.kind_of.asking(asked_round)
    facts = {
        "council": asked_round.council.name,
        "who": asked.name,
        "day": date_format(step.deadline_on),
    }
    return {
        "asked": asked,
        "round": asked_round,
        "council": asked_round.council,
        "lead": str(wording_for(asked).lead) % facts,
        **asking_of(asking),
        "public_page": public_page_of(asking, asked_round),
        "enclosures": [
            {"made": each, "href": each.file.path} for each in asked_round.enclosures.in_order()
        ],
        "step": step,
        "is_hearing": len(given.steps) > 1,
        "is_open": asked_round.state == State.OPEN,
        "has_stages": "stage" not in wording_of(asked_round).without,
        "valid": reply_line(reply) if reply else None,
        "given": [reply_line(each) for each in given.others(step)],
        "earlier": [reply_line(each) for each in given.earlier],
    }


def public_page_of(asking: Any, asked_round: Round) -> str:
    """Where everybody follows it, and reads the answers; "" where nobody else does."""
    if asking is None or not asked_round.is_seen:
        return ""
    asking.round = asked_round  # known already
    return asking.path if asking.is_public else ""


def asking_of(asking: Any) -> dict[str, Any]:
    """What is asked, and the text that is asked about, of what asks it."""
    return {"html": _html(asking), "about": _about(asking)}


def html_of(asked_round: Round) -> str:
    """What is asked; whoever may answer for one who is asked may read it."""
    return _html(asked_round.kind_of.asking(asked_round))


def _html(asking: Any) -> str:
    html = asking.question.latest.html if asking else ""
    return mark_safe(html)  # noqa: S308 -- sanitised when written


def about_of(asked_round: Round) -> dict[str, Any] | None:
    """The text that is asked about, where one is named: who is asked reads it, also while it is closed."""
    return _about(asked_round.kind_of.asking(asked_round))


def _about(asking: Any) -> dict[str, Any] | None:
    about = getattr(asking, "about", None)
    if about is None:
        return None
    written = about.version.html
    html = mark_safe(shown(written))  # noqa: S308 -- sanitised when written
    facts = {"title": about.paper.title, "number": about.version.number}
    return {**facts, "html": html, "written": written}


def reply_line(reply: Reply) -> dict[str, Any]:
    """One answer in words."""
    kind = reply.answer_of
    return {
        "reply": reply,
        "answer": f"{kind.sign} {kind.title}",
        "report": reply.step.title,
        "decided": decided_in_words(reply),
        "path": [(each["committee"], day_in_words(each.get("on", ""))) for each in reply.path],
        "way": way_in_words(reply),
    }


def way_in_words(reply: Reply) -> str:
    """How it came, and from whom; what the secretariat enters is its own, whoever is asked."""
    if reply.way == Way.PAGE and reply.asked.member_id:
        return _("answered by the member")
    if reply.way == Way.PAGE and reply.asked.committee_id:
        return _("answered by the committee")
    return str(WAYS[Way(reply.way)]())


def decided_in_words(reply: Reply) -> str:
    """When it was decided, in the words of its kind of question; "" where that is not known."""
    if reply.decided_on is None:
        return ""
    words = str(wording_for(reply.asked).decided)
    return words % {"day": date_format(reply.decided_on)}


WAYS = {
    Way.PAGE: lambda: _("answered by the municipality"),
    Way.LINK: lambda: _("answered by a personal link"),
    Way.API: lambda: _("answered by the municipality's system"),
    Way.SECRETARY: lambda: _("entered by the secretariat"),
}


def answer_address(asked: Asked) -> str:
    return reverse("workspace:answer", args=[asked.public_id])
