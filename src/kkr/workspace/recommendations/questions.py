"""What is asked, and what was answered, as pages at work show it."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from kkr.recommendations.models import Recommendation
from kkr.rounds.models import Asked, Reply, State, Way
from kkr.rounds.steps import step_of, valid_reply
from kkr.workspace.recommendations.answers import day_in_words


def question_of(asked: Asked) -> dict[str, Any]:
    """The question to one who is asked: what, by when, and whether it can be answered still."""
    made = recommendation_of(asked)
    asked_round = asked.round
    return {
        "asked": asked,
        "round": asked_round,
        "council": asked_round.council,
        "recommendation": made,
        "html": html_of(made),
        "step": step_of(asked),
        "is_hearing": asked_round.steps.count() > 1,
        "is_open": asked_round.state == State.OPEN,
        "valid": reply_line(reply) if (reply := valid_reply(asked)) else None,
        "earlier": [reply_line(each) for each in earlier_of(asked)],
    }


def recommendation_of(asked: Asked) -> Recommendation | None:
    """The recommendation that asks; whoever may answer for one who is asked may read it."""
    rows = Recommendation.objects.filter(round=asked.round_id)
    return rows.select_related("question", "decision__item__meeting").first()


def html_of(made: Recommendation | None) -> str:
    html = made.question.latest.html if made else ""
    return mark_safe(html)  # noqa: S308 -- sanitised when written


def earlier_of(asked: Asked) -> list[Reply]:
    """The answers that were replaced, the newest first."""
    rows = Reply.objects.filter(asked=asked, replaced_at__isnull=False)
    return list(rows.select_related("asked__round", "file").order_by("-entered_at", "-pk"))


def reply_line(reply: Reply) -> dict[str, Any]:
    """One answer in words."""
    kind = reply.answer_of
    return {
        "reply": reply,
        "answer": f"{kind.sign} {kind.title}",
        "path": [(each["committee"], day_in_words(each.get("on", ""))) for each in reply.path],
        "way": WAYS[Way(reply.way)](),
    }


WAYS = {
    Way.PAGE: lambda: _("answered by the municipality"),
    Way.LINK: lambda: _("answered by a personal link"),
    Way.API: lambda: _("answered by the municipality's system"),
    Way.SECRETARY: lambda: _("entered by the secretariat"),
}


def answer_address(asked: Asked) -> str:
    return reverse("workspace:answer", args=[asked.public_id])
