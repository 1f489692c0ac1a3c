"""The page behind a personal link: one question, no sign-in. Whatever is wrong with a link one learns the same."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kkr.ledger import clock
from kkr.rounds.actions import NoSuchLink, TooLate, find_link, find_unconfirmed, open_link
from kkr.rounds.actions.links import CONFIRM_WITHIN
from kkr.rounds.models import ReplyLink, UnconfirmedReply
from kkr.rounds.steps import given_by
from kkr.workspace.door import page
from kkr.workspace.files.views import FOR_SOME
from kkr.workspace.files.views import answer as sent
from kkr.workspace.recommendations import item_text
from kkr.workspace.recommendations.answers import (
    ConfirmForm,
    LinkForm,
    StageForm,
    day_in_words,
    path_in_words,
)
from kkr.workspace.recommendations.questions import question_of, report_in

KNOWN = "opened"
"""The cookie of a browser in which a link was opened, sent to its own address only."""
REMEMBERED = 60 * 60 * 24 * 400
View = Callable[..., HttpResponseBase]


def by_link(view: View) -> View:
    """Only so often from one place; in no cache and no search engine; a link that opens nothing is a 404."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        try:
            return view(request, token, **more)
        except NoSuchLink:
            return page(request, "workspace/recommendations/no_link.html", status=404)

    limited = rate_limit(action="answer", limit_get=True)(guarded)

    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def hidden(request: HttpRequest, token: str, **more: Any) -> Any:
        response = limited(request, token, **more)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return hidden


@by_link
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the question of a link, or say how far it is; it counts when it is confirmed."""
    link = find_link(token)
    given = given_by(link.asked)
    step = report_in(request, given)
    data = request.POST if request.method == "POST" else None
    is_stage = data is not None and data.get("do") == "stage"
    form = LinkForm(None if is_stage else data, request.FILES or None, given=given, step=step)
    stage = StageForm(data if is_stage else None, asked=link.asked)
    sent_by: LinkForm | StageForm = stage if is_stage else form
    question = question_of(given, step) | {"is_stage": is_stage}
    if sent_by.is_valid() and sent_by.keep(link, at=clock.now()):
        context = {**question, "days": CONFIRM_WITHIN.days}
        return page(request, "workspace/recommendations/to_confirm.html", **context)
    context = with_files_here({**question, "form": form, "stage": stage}, token)
    context["agenda_text"] = reverse("workspace:answer_link_item", args=[token])
    waiting = link.unconfirmed.waiting(clock.now()).filter(step=step)
    context["waits"] = waiting.order_by("-made_at").first()
    template = "workspace/recommendations/by_link.html"
    return seen_in(request, page(request, template, status=form.status, **context), link, token)


@by_link
def item(request: HttpRequest, token: str) -> HttpResponse:
    """The text for the municipality's own agenda item, of the question of a link and no other."""
    link = find_link(token)
    context: dict[str, Any] = {
        "round": link.asked.round,
        "back": reverse("workspace:answer_by_link", args=[token]),
        "item": item_text.as_html(link.asked),
        "word": reverse("workspace:answer_link_word", args=[token]),
    }
    response = page(request, "workspace/recommendations/item_by_link.html", **context)
    return seen_in(request, response, link, token)


@by_link
def word(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a Word file."""
    link = find_link(token)
    return seen_in(request, item_text.word_file(link.asked), link, token)


@by_link
def enclosed(request: HttpRequest, token: str, attachment: UUID) -> HttpResponseBase:
    """A file that comes with the question of a link, also where it is not public."""
    link = find_link(token)
    made = link.asked.round.enclosures.in_order().filter(public_id=attachment).first()
    if made is None:
        raise NoSuchLink
    return sent(request, made.file, FOR_SOME)


def with_files_here(context: dict[str, Any], token: str) -> dict[str, Any]:
    """The question with its files where whoever has the link reads them."""
    rows = [
        {**each, "href": reverse("workspace:answer_file", args=[token, each["made"].public_id])}
        for each in context["enclosures"]
    ]
    return context if context["round"].is_public else {**context, "enclosures": rows}


def seen_in(
    request: HttpRequest, response: HttpResponse, link: ReplyLink, token: str
) -> HttpResponse:
    """Note that the link was opened, and let the browser remember it."""
    is_new = KNOWN not in request.COOKIES
    if request.method == "GET":
        open_link(link, is_new_browser=is_new, at=clock.now())
    if is_new:
        response.set_cookie(
            KNOWN,
            "1",
            path=reverse("workspace:answer_by_link", args=[token]),
            max_age=REMEMBERED,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )
    return response


@by_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Let what was said by a link count with the link of the second mail; opening it alone does nothing."""
    try:
        return confirmed(request, find_unconfirmed(token, at=clock.now()))
    except TooLate as late:
        context = {"asked": late.unconfirmed.asked, "round": late.unconfirmed.asked.round}
        return page(request, "workspace/recommendations/too_late.html", status=410, **context)


def confirmed(request: HttpRequest, unconfirmed: UnconfirmedReply) -> HttpResponse:
    """What is to be confirmed, and after the press that it counts."""
    given = given_by(unconfirmed.asked)
    step = unconfirmed.step or given.due
    is_counted, is_stage = unconfirmed.confirmed_at is not None, unconfirmed.stage is not None
    data = request.POST if request.method == "POST" else None
    corrects = given.valid(step) is not None and not is_counted and not is_stage
    form = ConfirmForm(data, corrects=corrects)
    if form.is_valid() and form.confirm(unconfirmed, at=clock.now()):
        return redirect(request.path)
    context = {
        **question_of(given, step),
        "form": form,
        "said": stage_in_words(unconfirmed) if is_stage else said_in_words(unconfirmed),
        "is_counted": is_counted,
        "is_stage": is_stage,
    }
    return page(request, "workspace/recommendations/confirm.html", **context)


def stage_in_words(unconfirmed: UnconfirmedReply) -> list[dict[str, Any]]:
    """How far one said that one is, as facts."""
    stage, day = unconfirmed.stage, unconfirmed.stage_on
    on = [{"term": _("Day"), "day": day}] if day else []
    return [{"term": _("How far it is"), "text": stage.label if stage else ""}, *on]


def said_in_words(unconfirmed: UnconfirmedReply) -> list[dict[str, Any]]:
    """All of what was answered, as facts: whoever confirms it sees what another may have written."""
    said = unconfirmed.said
    kind = unconfirmed.asked.round.kind_of.answer(said["answer"])
    facts = [
        (_("Answer"), f"{kind.sign} {kind.title}" if kind else ""),
        (_("Decided on"), day_in_words(said["decided_on"])),
        (_("Way through the committees"), path_in_words(said["path"]).replace("\n", "; ")),
        (_("Remark"), said["remark"]),
        (_("Case number"), said["case_number"]),
        (_("Link to the minutes"), said["source_url"]),
        (_("File"), unconfirmed.file.name if unconfirmed.file else ""),
    ]
    return [{"term": term, "text": text} for term, text in facts if text]
