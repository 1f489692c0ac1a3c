"""Taking minutes while the council meets: one page with every item, kept as it is written."""

from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.ledger import clock
from kkr.meetings.actions import StaleWords, drop_decision, forget_unsaved, keep_unsaved
from kkr.meetings.composing import items_to_publish, latest_of, numbers_of
from kkr.meetings.models import AgendaItem, Decision, Meeting, UnsavedDecision
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.meetings.attendance import summary, time_of
from kkr.workspace.meetings.decisions import ItemForm, form_of, posted_form, unsaved_said
from kkr.workspace.meetings.forms import EndForm, StepForm
from kkr.workspace.meetings.minuting import (
    anchor,
    at,
    decision_of,
    done,
    frame,
    item_of,
    to_minute,
)
from kkr.workspace.meetings.starting import buttons_of
from kkr.workspace.meetings.warned import begun_by_others, too_few_there
from kkr.workspace.writing.forms import over_of


@signed_in
def minute(request: Request, council: str, slug: str) -> HttpResponse:
    """The items in their order, each with its decisions, and beside them who is there."""
    return board(request, to_minute(request, council, slug))


def board(
    request: Request, meeting: Meeting, sent: ItemForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The page; with `sent` as one item was sent, where it was not saved."""
    forms = forms_of(request, meeting)
    if sent:
        sent.unsaved = kept_of(request, [each for each in forms if each.item == sent.item])
        forms = [sent if each.item == sent.item else each for each in forms]
    numbers = numbers_of(meeting, [each.item for each in forms])
    decisions = [part.decision for each in forms for part in each.parts if part.decision]
    starts = buttons_of(decisions, request.user)
    lines = [line(meeting, each, numbers[each.item.pk], starts) for each in forms]
    for each, after in pairwise(lines):
        each["after"], after["before"] = after["anchor"], each["anchor"]
    context: dict[str, Any] = {
        **frame(meeting, "minute"),
        "lines": lines,
        "current": anchor(sent.item) if sent else "",
        "summary": summary(meeting),
        "unsaved": unsaved_said(forms),
        "sent": sent,
    }
    return page(request, "workspace/meetings/minute.html", status=status, **context)


def kept_of(request: Request, forms: list[ItemForm]) -> UnsavedDecision | None:
    """What the window that was sent kept of an item last; not what stands kept by another."""
    last = over_of(request.POST)
    kept = (each.unsaved for each in forms if each.unsaved and each.unsaved.revision == last)
    return next(kept, None)


def forms_of(request: Request, meeting: Meeting) -> list[ItemForm]:
    """A form for each item, with what the reader has not saved laid over it."""
    items = items_to_publish(meeting)
    prefetch_related_objects(items, "exclusions__person")
    by_key = {item.pk: item for item in items}
    seen = Decision.objects.visible_to(request.user).filter(item__in=by_key).in_order()
    rows = list(seen.prefetch_related("wishes"))
    texts = latest_of([each.document_id for each in rows])
    decided: dict[int, list[Decision]] = {}
    for each in rows:
        each.item = by_key[each.item_id]
        decided.setdefault(each.item_id, []).append(each)
    mine = UnsavedDecision.objects.visible_to(request.user).filter(item__meeting=meeting)
    unsaved = {each.item_id: each for each in mine}
    return [
        form_of(item, decided.get(item.pk, []), texts, unsaved.get(item.pk), request.user)
        for item in items
    ]


def line(
    meeting: Meeting, form: ItemForm, number: str, starts: dict[int, list[dict[str, Any]]]
) -> dict[str, Any]:
    """One item of the page: its form, where that is sent, and what can begin with its decisions."""
    item = form.item
    return {
        "form": form,
        "item": item,
        "number": number,
        "anchor": anchor(item),
        "action": at(meeting, "minute_item", item.public_id),
        "forget": at(meeting, "minute_forget", item.public_id),
        "excluded": [each.person.name for each in item.exclusions.all()],
        "decided": [
            {
                "decision": each.decision,
                "buttons": starts[each.decision.pk],
                "drop": at(meeting, "decision_drop", each.public_id),
                "follow_up": at(meeting, "follow_up", each.public_id),
            }
            for each in form.parts
            if each.decision
        ],
    }


@signed_in
def write_item(request: Request, council: str, slug: str, public_id: UUID) -> HttpResponse:
    """Save the decisions on an item, or from the script keep what is not saved yet."""
    meeting = to_minute(request, council, slug)
    item = item_of(request, meeting, public_id)
    if request.method != "POST":
        return redirect(f"{at(meeting, 'minute')}#{anchor(item)}")
    form = posted_form(item, request.POST, request.user)
    if request.htmx:
        return kept(request, form)
    if not form.keep(by=request.user, at=clock.now()):
        return board(request, meeting, form, status=409 if form.clash else 200)
    onward = following(meeting, item) if "next" in request.POST else item
    return done(request, _("Saved."), f"{at(meeting, 'minute')}#{anchor(onward)}")


def following(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """The item after this one; after the last it is the last."""
    items = items_to_publish(meeting)
    place = items.index(item) + 1
    return items[place] if place < len(items) else item


def kept(request: Request, form: ItemForm) -> HttpResponse:
    """Keep what is not saved, and say when; refused where the writer wrote on in another window."""
    try:
        unsaved = keep_unsaved(
            form.item,
            words=form.words,
            over=over_of(request.POST),
            by=request.user,
            at=clock.now(),
        )
    except StaleWords as elsewhere:
        said = _("You wrote on this in another window too, last at %(time)s.")
        when = {"time": time_of(elsewhere.unsaved.saved_at)}
        return JsonResponse({"said": said % when, "kept": elsewhere.unsaved.revision}, status=409)
    if unsaved is None:
        return JsonResponse({"said": "", "kept": 0})
    said = _("Kept at %(time)s, for you alone") % {"time": time_of(unsaved.saved_at)}
    return JsonResponse({"said": said, "kept": unsaved.revision})


@signed_in
def forget(request: Request, council: str, slug: str, public_id: UUID) -> HttpResponse:
    """Begin again from what is saved of an item."""
    meeting = to_minute(request, council, slug)
    item = item_of(request, meeting, public_id)
    where = f"{at(meeting, 'minute')}#{anchor(item)}"
    if request.method != "POST":
        return redirect(where)
    forget_unsaved(item, by=request.user)
    return done(request, _("What was not saved is thrown away."), where)


@signed_in
def drop(request: Request, council: str, slug: str, public_id: UUID) -> HttpResponse:
    """Take back a decision that was noted by mistake."""
    meeting = to_minute(request, council, slug)
    decision = decision_of(request, meeting, public_id)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.act(drop_decision, decision, by=request.user, at=clock.now())
        if not form.errors:
            where = f"{at(meeting, 'minute')}#{anchor(decision.item)}"
            return done(request, _("The decision is taken back."), where)
    context = {**frame(meeting), "form": form, "decision": decision}
    return page(request, "workspace/meetings/drop.html", **context)


@signed_in
def end(request: Request, council: str, slug: str) -> HttpResponse:
    """End the meeting; items without a decision are named, and need a reason."""
    meeting = to_minute(request, council, slug)
    forms = forms_of(request, meeting)
    form = EndForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_valid() and form.end(by=request.user, at=clock.now()):
        return done(request, _("The meeting is over."), at(meeting, "minutes_preview"))
    day = meeting.held_on
    context = {
        **frame(meeting, "meeting_end"),
        "form": form,
        "unsaved": unsaved_said(forms),
        "begun": begun_by_others(meeting, request.user),
        "too_few": too_few_there(meeting),
        "early": date_format(day) if day and day > clock.today() else "",
        "is_uncalled": not meeting.attendance.exists(),
    }
    return page(request, "workspace/meetings/end.html", **context)
