"""A question to one who is asked, as programs get it; written hearings ask members, for whom no program answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Case, Prefetch, QuerySet, When
from django.urls import reverse
from django.utils.translation import override

from kkr.cases.models import Consultation
from kkr.recommendations.models import Recommendation
from kkr.rounds.models import Asked, ProgramToken, Reply, State
from kkr.workspace.programs.shapes import Question
from kkr.workspace.recommendations.questions import html_of

Made = Recommendation | Consultation


def own(token: ProgramToken) -> QuerySet[Asked]:
    """What the municipality of a token is asked, the open ones first, each with what is shown of it."""
    valid = Reply.objects.valid().select_related("step").order_by("step__number")
    rows = Asked.objects.for_program(token).select_related("area", "municipality", "round__council")
    found: QuerySet[Asked] = rows.prefetch_related(
        "round__steps", "round__enclosures__file", Prefetch("replies", valid, to_attr="held")
    )
    is_open = Case(When(round__state=State.OPEN, then=0), default=1)
    return found.order_by(is_open, "-round__opened_at", "area__name", "pk")


def as_questions(asked: Iterable[Asked], *, today: date) -> list[Question]:
    """Each as a program gets it."""
    rows = list(asked)
    made = _asking({each.round_id for each in rows})
    return [_question(each, made.get(each.round_id), today) for each in rows]


def _asking(rounds: set[int]) -> dict[int, Made]:
    """What asks in each of the rounds, with its words and those it is about, in two queries of each kind."""
    said = ("round__council", "question", "about__paper", "about__version")
    recommended = Recommendation.objects.select_related(*said, "decision__item__meeting")
    consulted = Consultation.objects.select_related(*said, "case")
    found: dict[int, Made] = {}
    for known in (recommended, consulted):
        if missing := rounds - set(found):
            rows: Any = known.filter(round__in=missing).prefetch_related("question__versions")
            found |= {each.round_id: each for each in rows}
    return found


def _question(asked: Asked, made: Made | None, today: date) -> Question:
    asked_round = asked.round
    steps = _steps(asked, today)
    said = {
        "id": asked.public_id,
        "url": absolute(reverse("programs:question", args=[asked.public_id])),
        "title": asked_round.title,
        "council": _council(asked),
        "asked": _area(asked),
        "public_url": absolute(made.path) if made and made.is_public else None,
        "html": _html(made) if made else html_of(asked_round),
        "about": _about(made),
        "files": _files(asked),
        "steps": steps,
        "answers": _possible(asked),
        "stage": {"stage": asked.stage, "on": asked.stage_on} if asked.stage else None,
        "answer": next((step["answer"] for step in reversed(steps) if step["answer"]), None),
        "is_late": any(step["is_late"] for step in steps),
    }
    of_round = ("state", "opened_at", "closed_at", "withdrawn_why")
    said |= {name: getattr(asked_round, name) for name in of_round}
    return Question.model_validate(said)


def _steps(asked: Asked, today: date) -> list[dict[str, Any]]:
    """Each report, whether it is late, and its valid answer."""
    replies = {reply.step_id: _answer(reply) for reply in asked.held}  # type: ignore[attr-defined]
    is_open = asked.round.state == State.OPEN
    return [
        {
            "number": step.number,
            "title": step.title,
            "deadline_on": step.deadline_on,
            "is_late": is_open and step.pk not in replies and step.deadline_on < today,
            "answer": replies.get(step.pk),
        }
        for step in asked.round.steps.all()
    ]


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _council(asked: Asked) -> dict[str, str]:
    council = asked.round.council
    return {"id": council.slug, "name": council.name, "url": absolute(f"/{council.slug}/")}


def _area(asked: Asked) -> dict[str, str | None]:
    return {"code": asked.municipality.code if asked.municipality else None, "name": asked.name}


def _possible(asked: Asked) -> list[dict[str, Any]]:
    with override("da"):
        return [
            {"key": each.key, "title": str(each.title), "needs_remark": each.needs_remark}
            for each in asked.round.kind_of.answers
        ]


def _files(asked: Asked) -> list[dict[str, str]]:
    files = asked.round.enclosures.all() if asked.round.is_public else ()
    return [{"title": each.title, "url": absolute(each.file.path)} for each in files]


def _about(made: Made | None) -> dict[str, Any] | None:
    """The text that is asked about, as whoever answers reads it, also while it is closed to others."""
    if made is None or made.about is None:
        return None
    about, version = made.about.paper, made.about.version
    return {"title": about.title, "number": version.number, "html": version.html}


def _html(made: Made) -> str:
    versions = made.question.versions.all()
    latest = max(versions, key=lambda version: version.number, default=None)
    return latest.html if latest else ""


def _answer(reply: Reply) -> dict[str, Any]:
    names = ("answer", "remark", "decided_on", "case_number", "source_url", "why", "way")
    path = [{"committee": each["committee"], "on": each.get("on") or None} for each in reply.path]
    return {
        "id": reply.public_id,
        "step": reply.step.number,
        "path": path,
        "entered_at": reply.entered_at,
        **{name: getattr(reply, name) for name in names},
    }
