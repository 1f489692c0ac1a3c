"""The page of a municipality's contact: what is asked of it, and its answer. Nobody else's."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.council.models.roles import Role
from kkr.ledger import clock
from kkr.rounds.models import BY_NAME, Asked, ProgramToken, Reply, RoundStep, State, Way
from kkr.rounds.steps import due_of, given_by
from kkr.workspace.desk.doors import DOORS
from kkr.workspace.door import Request, answering_roles, page, signed_in, title_of_answers
from kkr.workspace.pages import done
from kkr.workspace.recommendations import item_text
from kkr.workspace.recommendations.answers import SignedInForm, StageForm
from kkr.workspace.recommendations.questions import (
    answer_address,
    question_of,
    reply_line,
    report_in,
)
from kkr.workspace.recommendations.reminders import choice_of


@signed_in
def index(request: Request) -> HttpResponse:
    """What the viewer, or their municipality or committee, was asked, the open ones by their last day first."""
    roles = answering_roles(request.user)
    if not roles:
        raise Http404
    asked = list(own(request))
    due = due_of(asked)
    lines = [line_of(each, *due[each.pk]) for each in asked]
    waiting = [line for line in lines if line["is_open"] and not line["valid"]]
    context: dict[str, Any] = {
        "title": title_of_answers(roles),
        "has_systems": Role.CONTACT in roles,
        "waiting": sorted(waiting, key=lambda line: line["step"].deadline_on),
        "answered": [line for line in lines if line not in waiting],
        "tokens": tokens_of(request),
        "reminders": choice_of(request),
    }
    return page(request, "workspace/recommendations/own.html", **context)


def line_of(asked: Asked, step: RoundStep, valid: Reply | None) -> dict[str, Any]:
    is_open = asked.round.state == State.OPEN
    return {
        "asked": asked,
        "what": DOORS[asked.round.kind_of.waits_as].what,
        "step": step,
        "valid": valid,
        "is_open": is_open,
        "is_late": is_open and not valid and step.deadline_on < clock.today(),
        "href": answer_address(asked),
    }


def own(request: Request) -> Any:
    """Those for whom the viewer answers."""
    rows = Asked.objects.answered_by(request.user).with_names().select_related("round__council")
    return rows.order_by("-round__opened_at", *BY_NAME)


def tokens_of(request: Request) -> Any:
    """Which systems of the viewer's municipality have access, or had it."""
    rows = ProgramToken.objects.visible_to(request.user).select_related("municipality")
    acting_first = F("revoked_at").asc(nulls_first=True)
    return rows.order_by(acting_first, "municipality__name", "-made_at")


@signed_in
def answer(request: Request, public_id: UUID) -> HttpResponse:
    """Answer for oneself or one's municipality, correct it, or say how far it is."""
    asked = get_object_or_404(own(request), public_id=public_id)
    data = request.POST if request.method == "POST" else None
    is_stage = data is not None and data.get("do") == "stage"
    given = given_by(asked)
    step = report_in(request, given)
    files = request.FILES or None
    form = SignedInForm(None if is_stage else data, files, given=given, step=step)
    stage = StageForm(data if is_stage else None, asked=asked)
    act: dict[str, Any] = {"by": request.user, "at": clock.now()}
    if not is_stage and form.is_valid() and form.answer_it(way=Way.PAGE, **act):
        said = _(
            "The answer of %(who)s is kept. You can correct it here until the question closes."
        )
        return done(request, said % {"who": asked.name}, answer_address(asked))
    if is_stage and stage.is_valid() and stage.note(**act):
        return done(request, _("It is noted."), answer_address(asked))
    context = {
        **question_of(given, step),
        "form": form,
        "stage": stage,
        "is_stage": is_stage,
        "back": reverse("workspace:answers"),
        "back_label": title_of_answers(answering_roles(request.user)),
        "others": others_of(request, asked),
        "agenda_text": ""
        if asked.member_id
        else reverse("workspace:answer_item", args=[asked.public_id]),
    }
    return page(request, "workspace/recommendations/answer.html", status=form.status, **context)


def others_of(request: Request, asked: Asked) -> list[dict[str, Any]]:
    """What the others who are asked have answered, where those who are asked read each other's answers."""
    if not asked.round.kind_of.is_shared:
        return []
    rows = Reply.objects.visible_to(request.user).valid().filter(asked__round=asked.round)
    related = ("asked__round", "asked__member__person", "step", "file")
    found = rows.exclude(asked=asked).select_related(*related)
    return [reply_line(each) for each in found.order_by("asked__member__person__name")]


@signed_in
def item(request: Request, public_id: UUID) -> HttpResponse:
    """The text for the municipality's own agenda item, to be copied or fetched as Word."""
    asked = get_object_or_404(own(request).filter(member=None), public_id=public_id)
    context = {
        "asked": asked,
        "round": asked.round,
        "back": answer_address(asked),
        "item": item_text.as_html(asked),
        "word": reverse("workspace:answer_word", args=[asked.public_id]),
    }
    return page(request, "workspace/recommendations/item.html", **context)


@signed_in
def word(request: Request, public_id: UUID) -> HttpResponse:
    """The same as a Word file."""
    asked = get_object_or_404(own(request).filter(member=None), public_id=public_id)
    return item_text.word_file(asked)
