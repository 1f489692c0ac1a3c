"""Who of those asked has answered and who is late, and what was sent to whom: of any question, as who asks sees it."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kkr.council.models import RoleGrant
from kkr.council.models.roles import Role
from kkr.ledger import clock
from kkr.outbox.models import State as MailState
from kkr.rounds import on_map
from kkr.rounds.actions import hearers_of
from kkr.rounds.actions.notices import Hearer
from kkr.rounds.models import (
    Asked,
    Reply,
    ReplyLink,
    Round,
    RoundStep,
    SentNotice,
    State,
    StoppedReminders,
    UnconfirmedReply,
    Way,
    confirmations_of,
)
from kkr.rounds.steps import given_by
from kkr.workspace.door import Request, page
from kkr.workspace.guards import shown
from kkr.workspace.pages import Step, done, form_page, posted
from kkr.workspace.recommendations.again import again_address
from kkr.workspace.recommendations.answers import SecretaryForm, StageForm
from kkr.workspace.recommendations.forms import RoundForm
from kkr.workspace.recommendations.pressing import At
from kkr.workspace.recommendations.questions import question_of, reply_line, report_in
from kkr.workspace.recommendations.words import NOTICES

ENDING = {
    "written_hearing": [
        (pgettext_lazy("hearing", "Decide it in writing"), "decide"),
        (pgettext_lazy("hearing", "Put it on the agenda of a meeting"), "meeting"),
    ]
}
"""How a kind ends that is not simply closed."""
CHANGEABLE = ("recommendation", "consultation")
"""The kinds of which all but the question can be changed on one page, before they are sent out."""
NAMED = ("asked__area", "asked__committee", "asked__member__person")


def lines_of(
    request: Request, asked_round: Round, at: At, steps: list[RoundStep] | None = None
) -> list[dict[str, Any]]:
    """Each who is asked, with what it answered to each report, the newest of those, and how far it is."""
    steps = steps or list(asked_round.steps.all())
    rows = Asked.objects.visible_to(request.user).filter(round=asked_round)
    if not asked_round.kind_of.is_shared:
        waiting = UnconfirmedReply.objects.visible_to(request.user).waiting(clock.now())
        rows = rows.annotate(**{f"waits_{step.number}": waiting.since(step) for step in steps})
    asked = list(rows.with_names().select_related("municipality", "reports_through"))
    replies = Reply.objects.visible_to(request.user).valid().filter(asked__in=asked)
    given: dict[tuple[int, int], Reply] = {}
    for each in replies.select_related("asked__round", "step", "file"):
        given[each.asked_id, each.step_id] = each
    hearers, officials = hearers_of(asked), officials_of(asked)
    return [
        {
            "asked": each,
            **reports_of(each, steps, given, is_open=asked_round.state == State.OPEN),
            "hearers": hearers[each.pk],
            "contacts": len(hearers[each.pk]) or officials.get(each.committee_id, 0),
            "href": at("answer", each.public_id),
        }
        for each in asked
    ]


def map_of(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The municipalities among the lines on the map, each leading to where it is answered for; {} without any."""
    drawn = [each for each in lines if each["asked"].municipality]
    told = [(each["asked"], *last_and_first(each)) for each in drawn]
    states = [on_map.state_of(*each) for each in told]
    tiles = [
        on_map.tile_of(each["asked"].municipality, *said, href=each["href"])
        for each, said in zip(drawn, told, strict=True)
    ]
    return {"tiles": tiles, "legend": on_map.legend_of(states)} if tiles else {}


def last_and_first(line: dict[str, Any]) -> tuple[Reply | None, Reply | None]:
    """The answer to the last report, and while that is missing the newest of those before."""
    *earlier, last = [(each["valid"] or {}).get("reply") for each in line["reports"]]
    return last, None if last else on_map.first_of([each for each in earlier if each])


def reports_of(
    asked: Asked,
    steps: list[RoundStep],
    given: dict[tuple[int, int], Reply],
    *,
    is_open: bool,
) -> dict[str, Any]:
    """Each report with the answer that holds, since when a newer one waits to be confirmed, and `valid`, what holds
    of the last of those given."""
    reports = []
    for step in steps:
        reply = given.get((asked.pk, step.pk))
        is_late = is_open and reply is None and step.deadline_on < clock.today()
        valid = reply_line(reply) if reply else None
        waits = getattr(asked, f"waits_{step.number}", None)
        reports.append({"step": step, "valid": valid, "is_late": is_late, "waits": waits})
    told = [each["valid"] for each in reports if each["valid"]]
    return {"reports": reports, "valid": told[-1] if told else None}


def officials_of(asked: list[Asked]) -> dict[int | None, int]:
    """How many answer for each committee that is asked, by its key."""
    committees = {each.committee_id for each in asked if each.committee_id}
    if not committees:
        return {}
    officials = RoleGrant.objects.running_now().with_role(Role.OFFICIAL).on_bodies(committees)
    return dict(Counter(officials.values_list("body", flat=True)))


def mails_of(
    request: Request, asked_round: Round, lines: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """What was sent to whom, the newest first, and what became of it; and who is not written to yet."""
    rows = SentNotice.objects.visible_to(request.user).filter(asked__round=asked_round)
    notices = list(rows.with_mails().select_related(*NAMED, "contact").order_by("-sent_at", "-pk"))
    newest: dict[tuple[int, int | None], int] = {}
    for each in notices:
        newest.setdefault((each.asked_id, each.contact_id), each.pk)
    is_open, last = asked_round.state == State.OPEN, set(newest.values())
    silent = silent_among(lines) if lines is not None else silent_of(asked_round)
    return {
        "notices": [notice_line(each, may_again=is_open and each.pk in last) for each in notices],
        "confirmations": confirmations(request, asked_round),
        "untold": untold_of(silent, set(newest)) if is_open else [],
    }


def confirmations(request: Request, asked_round: Round) -> list[dict[str, Any]]:
    """The mails from which answers by a link are confirmed; only of questions that are answered by links."""
    if asked_round.kind_of.is_shared:
        return []
    return [
        {"sent_at": each.created_at, "to": each.to, "state": each.get_state_display()}
        for each in confirmations_of(asked_round, request.user)
    ]


Silent = list[tuple[Asked, list[Hearer]]]


def silent_of(asked_round: Round) -> Silent:
    """Who has not answered, each with whom one writes to."""
    asked = list(asked_round.asked.unanswered().with_names())
    hearers = hearers_of(asked)
    return [(each, hearers[each.pk]) for each in asked]


def silent_among(lines: list[dict[str, Any]], step: int = -1) -> Silent:
    """The same as the lines of a page have it, of the last report or of another."""
    return [
        (each["asked"], each["hearers"]) for each in lines if not each["reports"][step]["valid"]
    ]


def notice_line(notice: Any, *, may_again: bool) -> dict[str, Any]:
    """One mail, what became of it, and where it did not arrive the way to send the question again."""
    state: str = notice.mail_state or ""
    is_lost = state in {MailState.FAILED, MailState.BOUNCED}
    is_current = notice.contact is None or notice.contact.ended_at is None
    return {
        "notice": notice,
        "what": NOTICES.get(notice.what, notice.what),
        "state": MailState(state).label if state else "",
        "is_lost": is_lost,
        "error": notice.mail_error if is_lost else "",
        "again": again_address(notice.asked, notice.contact)
        if may_again and is_lost and is_current
        else "",
    }


def untold_of(silent: Silent, told: set[tuple[int, int | None]]) -> list[dict[str, Any]]:
    """Who has not answered and could be written to and never was: a contact or an account from later on."""
    return [
        {"asked": each, "name": hearer.name, "again": again_address(each, hearer.contact)}
        for each, hearers in silent
        for hearer in hearers
        if (each.pk, hearer.contact.pk if hearer.contact else None) not in told
    ]


def stopped_of(request: Request, lines: list[dict[str, Any]]) -> list[StoppedReminders]:
    """Which contacts of those who are asked want no reminders."""
    hearers = [to for each in lines for to in each["hearers"]]
    unwilling = [to.contact for to in hearers if to.contact and not to.wants_reminders]
    if not unwilling:
        return []
    rows = StoppedReminders.objects.visible_to(request.user).filter(contact__in=unwilling)
    related = rows.select_related("contact__municipality__area")
    return list(related.order_by("contact__municipality__area__name", "pk"))


def links_of(request: Request, asked_round: Round, at: At) -> list[dict[str, Any]]:
    """The newest link of each: whose, whether it may have been handed on, and whether it was taken back."""
    rows = ReplyLink.objects.visible_to(request.user).filter(asked__round=asked_round)
    newer = ReplyLink.objects.filter(
        asked=OuterRef("asked"), contact=OuterRef("contact"), pk__gt=OuterRef("pk")
    )
    newest = rows.filter(~Exists(newer), contact__ended_at=None)
    return [
        {"link": each, "revoke": "" if each.revoked_at else at("revoke", each.pk)}
        for each in newest.select_related("asked__area", "contact").order_by("asked__area__name")
    ]


def public_page(made: Any) -> list[dict[str, Any]]:
    """The way to what everybody reads of it, where there is such a page."""
    return [{"label": _("The public page"), "href": made.path}] if made.is_public else []


def doable(asked_round: Round, at: At) -> list[dict[str, Any]]:
    """What can be done with it as it stands."""
    can: dict[State, list[tuple[Any, str]]] = {
        State.DRAFT: [
            (_("Send it out"), "send"),
            (_("Write the question anew"), "edit"),
            (_("Attach a file"), "attach"),
        ],
        State.OPEN: ENDING.get(asked_round.kind, [(_("Take no more answers"), "close")]),
    }
    both = [(_("Move the last day"), "deadline"), (_("Withdraw it"), "withdraw")]
    state = State(asked_round.state)
    if asked_round.kind in CHANGEABLE and state == State.DRAFT:
        words = _("Change its title, day and who is asked")
        if asked_round.kind == "recommendation":
            words = _("Change its title, day, rule and who is asked")
        can[State.DRAFT].insert(2, (words, "change"))
        can[State.DRAFT].append((_("Let one answer for another"), "joint"))
        both = both[1:]
    if asked_round.kind in CHANGEABLE and state == State.OPEN:
        can[State.OPEN].insert(0, (_("Send a reminder now"), "remind"))
    if state == State.OPEN and asked_round.kind == "recommendation":
        can[State.OPEN].insert(0, (_("Bring in answers from a table"), "import"))
    ways = can.get(state, []) + (both if state in can else [])
    if asked_round.opens_again:
        ways = [(_("Move the last day, and take answers again"), "deadline")]
    return [{"label": label, "href": at(name)} for label, name in ways]


def answer(request: Request, asked_round: Round, public_id: UUID, at: At) -> HttpResponse:
    """Enter an answer for one who is asked, correct it, or say how far it is."""
    rows = Asked.objects.visible_to(request.user).filter(round=asked_round).with_names()
    asked = get_object_or_404(rows.select_related("round__council"), public_id=public_id)
    data = posted(request)
    is_stage = data is not None and data.get("do") == "stage"
    given = given_by(asked)
    step = report_in(request, given)
    files = request.FILES or None
    form = SecretaryForm(None if is_stage else data, files, given=given, step=step)
    stage = StageForm(data if is_stage else None, asked=asked)
    act: dict[str, Any] = {"by": request.user, "at": clock.now()}
    kept = (
        stage.is_valid() and stage.note(**act)
        if is_stage
        else form.is_valid() and form.answer_it(way=Way.SECRETARY, **act)
    )
    if kept:
        return done(request, _("It is noted for %(who)s.") % {"who": asked.name}, at())
    context = {
        **question_of(given, step),
        "form": form,
        "stage": stage,
        "is_stage": is_stage,
        "back": at(),
        "back_label": asked_round.title,
        "reports": reports_to_choose(given.steps, step) if asked_round.is_open else [],
        **shown(form.guarded),
    }
    return page(request, "workspace/recommendations/answer.html", status=form.status, **context)


def reports_to_choose(steps: list[RoundStep], now: RoundStep) -> list[dict[str, Any]]:
    """The reports, each with the way to answer it but for the one that is answered `now`; none where there is one."""
    return [
        {"step": step, "href": "" if step == now else f"?rapport={step.number}#answer"}
        for step in (steps if len(steps) > 1 else ())
    ]


def revoke(request: Request, asked_round: Round, number: int, at: At) -> HttpResponse:
    """Let a personal link open nothing any more."""
    rows = ReplyLink.objects.visible_to(request.user).filter(asked__round=asked_round)
    link = get_object_or_404(rows.select_related("asked__round__council", "contact"), pk=number)
    form = RoundForm(posted(request), asked_round=asked_round)
    if form.is_valid() and form.revoke(link, by=request.user, at=clock.now()):
        return done(request, _("The link opens nothing any more."), at())
    facts = {"who": link.asked.name, "name": link.contact.name}
    question = _("Take back the link of %(name)s for %(who)s?") % facts
    note = _("The next reminder has a new one in it.")
    return form_page(
        request, form, Step(question, _("Take it back"), asked_round.title, at(), (note,))
    )
