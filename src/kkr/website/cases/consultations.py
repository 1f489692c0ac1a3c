"""A consultation as the public follows it: what was asked, of whom, and every response in its own words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kkr.cases.models import Consultation
from kkr.cases.presentation import asked_in_words
from kkr.council.models import Council
from kkr.council.models.roles import day_of
from kkr.documents.showing import shown
from kkr.rounds.models import Reply, RoundStep, State
from kkr.website import trail
from kkr.website.cases.views import council_of
from kkr.website.recommendations import answers, lines

Line = dict[str, Any]


def show(request: HttpRequest, council: str, slug: str, number: int) -> HttpResponse:
    """One consultation: the question, who has responded and what, and who has not."""
    found = council_of(council)
    rows = Consultation.objects.public().filter(round__council=found, case__slug=slug)
    related = ("round__council", "case", "question", "about__paper__case", "about__version")
    made = get_object_or_404(rows.select_related(*related), number=number)
    steps = list(RoundStep.objects.public().filter(round=made.round_id))
    told = answers.told(made.round, steps[-1] if steps else None)
    responses = [response(each) for each in told if each.reply or each.others]
    context: dict[str, Any] = {
        "council": found,
        "made": made,
        "title": made.round.title,
        "trail": [
            *trail.from_council(found, (_("Cases"), "cases")),
            {
                "label": made.case.title,
                "href": reverse("website:case", args=[found.slug, made.case.slug]),
            },
        ],
        "is_withdrawn": made.round.state == State.WITHDRAWN,
        "stands": stands(len(responses), len(told), made),
        "question": mark_safe(shown(made.question.latest.html)),  # noqa: S308 -- sanitised
        "enclosures": answers.enclosures(made.round),
        "facts": facts(made, steps, found),
        "moved": lines.moved(made.round, steps),
        "responses": responses,
        "silent": [each.asked.name for each in told if not (each.reply or each.others)],
        "corrections": answers.corrections(told),
    }
    return render(request, "website/cases/consultation.html", context)


def stands(answered: int, asked: int, made: Consultation) -> str:
    """How many have answered, and whether more can."""
    words = _("%(answered)s of %(asked)s have answered.")
    told = words % {"answered": answered, "asked": asked}
    return told if made.is_open else " ".join([told, _("It takes no more responses.")])


def facts(made: Consultation, steps: list[RoundStep], council: Council) -> list[Line]:
    """Who was asked, when, by when, and about which text."""
    assert made.round.opened_at is not None  # it is public
    told: list[Line] = [
        {"term": _("Asked"), "text": asked_in_words(made.round.asked.with_names())},
        {"term": _("Sent out"), "text": date_format(day_of(made.round.opened_at))},
        {"term": _("Answers by"), "text": "; ".join(lines.deadlines(steps))},
    ]
    about = answers.about(made.about, council)
    return [*told, about] if about else told


def response(told: answers.Told) -> Line:
    """What one answered to each report, in its own words."""
    replies = [*told.others, *([told.reply] if told.reply else [])]
    return {
        "who": told.asked.name,
        "reports": [report(each, is_named=bool(told.others)) for each in replies],
    }


def report(reply: Reply, *, is_named: bool) -> Line:
    day = date_format(reply.decided_on or day_of(reply.entered_at))
    words = f"{reply.answer_of.title}, {day}"
    return {
        "heading": f"{reply.step}: {words}" if is_named else words,
        "remark": reply.remark,
        "file": reply.file,
        "source": reply.source_url,
    }
