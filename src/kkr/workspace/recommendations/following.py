"""Who has answered, who has it on an agenda, who is late; what was sent to whom."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kkr.council.models import Contact
from kkr.ledger import clock
from kkr.outbox.models import Mail
from kkr.recommendations.counting import standing_of
from kkr.recommendations.models import Recommendation
from kkr.recommendations.presentation import rule_in_words
from kkr.rounds.models import Asked, Reply, ReplyLink, SentNotice, State, Way
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.pages import Step, done, form_page, posted
from kkr.workspace.recommendations.answers import SecretaryForm, StageForm
from kkr.workspace.recommendations.door import at, kept_council, made_at
from kkr.workspace.recommendations.forms import RoundForm
from kkr.workspace.recommendations.questions import html_of, question_of, reply_line
from kkr.workspace.recommendations.words import NOTICES


@signed_in
def index(request: Request, council: str) -> HttpResponse:
    """What the council has recommended, the newest first."""
    found = kept_council(request, council)
    rows = Recommendation.objects.visible_to(request.user).of_council(found)
    made = rows.select_related("round__council").prefetch_related("round__steps", "outcomes")
    lines = [
        {
            "made": each,
            "href": at(each),
            "standing": standing_of(each),
            "last": list(each.round.steps.all())[-1].deadline_on,
        }
        for each in made.newest_first()
    ]
    context: dict[str, Any] = {"council": found, "lines": lines}
    return page(request, "workspace/recommendations/index.html", **context)


@signed_in
def show(request: Request, council: str, slug: str) -> HttpResponse:
    """One recommendation: before it is out what everybody will see, then who has answered."""
    made = made_at(request, council, slug)
    step = made.round.steps.order_by("-number")[0]
    lines = lines_of(request, made)
    is_late = made.round.state == State.OPEN and step.deadline_on < clock.today()
    context: dict[str, Any] = {
        "made": made,
        "round": made.round,
        "council": made.round.council,
        "html": html_of(made),
        "step": step,
        "rule": rule_in_words(made.rule_of),
        "standing": standing_of(made),
        "outcome": made.outcomes.order_by("-number").first(),
        "lines": lines,
        "silent": [line for line in lines if not line["valid"]],
        "is_late": is_late,
        "remarks": [line for line in lines if line["valid"] and line["valid"]["reply"].remark],
        "notices": notices_of(request, made),
        "links": links_of(request, made),
        "doable": doable(made),
    }
    name = "draft" if made.round.state == State.DRAFT else "show"
    return page(request, f"workspace/recommendations/{name}.html", **context)


def lines_of(request: Request, made: Recommendation) -> list[dict[str, Any]]:
    """Each who is asked, with what it answered to the last report and how far it is."""
    rows = Asked.objects.visible_to(request.user).filter(round=made.round)
    asked = list(rows.select_related("area", "municipality", "reports_through"))
    replies = Reply.objects.visible_to(request.user).valid().filter(asked__in=asked)
    valid = {each.asked_id: each for each in replies.select_related("asked__round", "file")}
    written_to = contacts_by_body(asked)
    return [
        {
            "asked": each,
            "valid": reply_line(valid[each.pk]) if each.pk in valid else None,
            "contacts": written_to.get(each.reports_through_id or each.municipality_id or 0, 0),
            "href": at(made, "recommendation_answer", each.public_id),
        }
        for each in asked
    ]


def contacts_by_body(asked: list[Asked]) -> dict[int, int]:
    """How many of each municipality are written to."""
    bodies = {each.reports_through_id or each.municipality_id for each in asked} - {None}
    counted: dict[int, int] = {}
    current = Contact.objects.current().filter(municipality__in=bodies).exclude(email="")
    for body in current.values_list("municipality", flat=True):
        counted[body] = counted.get(body, 0) + 1
    return counted


def notices_of(request: Request, made: Recommendation) -> list[dict[str, Any]]:
    """What was sent to whom, the newest first, and what became of it."""
    rows = SentNotice.objects.visible_to(request.user).filter(asked__round=made.round)
    notices = list(rows.select_related("asked__area", "contact").order_by("-sent_at", "-pk"))
    mails = Mail.objects.visible_to(request.user).in_bulk([each.mail for each in notices])
    return [
        {
            "notice": each,
            "what": NOTICES.get(each.what, each.what),
            "mail": mails.get(each.mail),
        }
        for each in notices
    ]


def links_of(request: Request, made: Recommendation) -> list[dict[str, Any]]:
    """The links that still open something: whose, and whether they may have been handed on."""
    rows = ReplyLink.objects.visible_to(request.user).filter(asked__round=made.round)
    still = rows.filter(revoked_at=None, contact__ended_at=None)
    return [
        {"link": each, "revoke": at(made, "recommendation_revoke", each.pk)}
        for each in still.select_related("asked__area", "contact").order_by("asked__area__name")
    ]


def doable(made: Recommendation) -> list[dict[str, Any]]:
    """What can be done with it as it stands."""
    can = {
        State.DRAFT: [
            (_("Send it out"), "recommendation_send"),
            (_("Write the question anew"), "recommendation_edit"),
        ],
        State.OPEN: [
            (_("Bring in answers from a table"), "recommendation_import"),
            (_("Take no more answers"), "recommendation_close"),
        ],
    }
    both = [
        (_("Move the last day"), "recommendation_deadline"),
        (_("Withdraw it"), "recommendation_withdraw"),
    ]
    state = State(made.round.state)
    ways = can.get(state, []) + (both if state in can else [])
    return [{"label": label, "href": at(made, name)} for label, name in ways]


@signed_in
def answer(request: Request, council: str, slug: str, public_id: UUID) -> HttpResponse:
    """Enter an answer for a municipality, correct it, or say how far it is."""
    made = made_at(request, council, slug)
    rows = Asked.objects.visible_to(request.user).filter(round=made.round)
    asked = get_object_or_404(rows.select_related("area", "round__council"), public_id=public_id)
    data = posted(request)
    is_stage = data is not None and data.get("do") == "stage"
    form = SecretaryForm(None if is_stage else data, request.FILES or None, asked=asked)
    stage = StageForm(data if is_stage else None, asked=asked)
    act: dict[str, Any] = {"by": request.user, "at": clock.now()}
    kept = (
        stage.is_valid() and stage.note(**act)
        if is_stage
        else form.is_valid() and form.answer_it(way=Way.SECRETARY, **act)
    )
    if kept:
        return done(request, _("It is noted for %(who)s.") % {"who": asked.name}, at(made))
    context = {
        **question_of(asked),
        "form": form,
        "stage": stage,
        "is_stage": is_stage,
        "back": at(made),
        "back_label": made.round.title,
    }
    return page(request, "workspace/recommendations/answer.html", **context)


@signed_in
def revoke(request: Request, council: str, slug: str, number: int) -> HttpResponse:
    """Let a personal link open nothing any more."""
    made = made_at(request, council, slug)
    rows = ReplyLink.objects.visible_to(request.user).filter(asked__round=made.round)
    link = get_object_or_404(rows.select_related("asked__round__council", "contact"), pk=number)
    form = RoundForm(posted(request), asked_round=made.round)
    if form.is_valid() and form.revoke(link, by=request.user, at=clock.now()):
        return done(request, _("The link opens nothing any more."), at(made))
    facts = {"who": link.asked.name, "name": link.contact.name}
    question = _("Take back the link of %(name)s for %(who)s?") % facts
    note = _("The next reminder has a new one in it.")
    return form_page(
        request, form, Step(question, _("Take it back"), made.round.title, at(made), (note,))
    )
