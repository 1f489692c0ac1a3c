"""The agenda as its writers see it: every section, the items in their order, and how they are moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kkr.accounts.models import User
from kkr.documents.models import UnsavedText
from kkr.ledger import clock
from kkr.meetings.actions import arrange_agenda, draft_agenda, place_of
from kkr.meetings.composing import has_newer_minutes, numbers_of, previous_of
from kkr.meetings.models import AgendaItem, Edition, EditionKind, Meeting, State
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.forms import ActingForm
from kkr.workspace.meetings.door import anchor, at, day_of, item_at, meeting_of, named, step_of
from kkr.workspace.pages import done, form_page, posted

Order = list[tuple[int, AgendaItem]]


@dataclass(frozen=True)
class Listed:
    """One item as the list has it; `number` is what it has or will get."""

    item: AgendaItem
    number: str
    href: str
    anchor: str
    can_rise: bool = False
    can_sink: bool = False

    @property
    def kind(self) -> str:
        """What kind of item it is, where its title does not say so already."""
        kind = str(self.item.kind_of.title)
        return "" if kind == self.item.title else kind

    @property
    def can_move(self) -> bool:
        return self.can_rise or self.can_sink


@dataclass(frozen=True)
class Listing:
    """A section with its items, also where it has none."""

    number: int
    title: str
    items: list[Listed]
    add: str


def is_open_to_change(meeting: Meeting) -> bool:
    """Whether the agenda can still be written: not of a cancelled meeting, nor after the minutes."""
    out = Edition.objects.filter(meeting=meeting, kind=EditionKind.MINUTES)
    return meeting.state != State.CANCELLED and not out.exists()


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """What stands on the agenda, drafts that were withdrawn aside, with what a line of the list shows."""
    rows = AgendaItem.objects.filter(Q(withdrawn_at=None) | ~Q(number=""), meeting=meeting)
    files = Count("attachments", filter=Q(attachments__withdrawn_at=None), distinct=True)
    excluded = Count("exclusions", distinct=True)
    rows = rows.in_order().select_related("case").annotate(files=files, excluded=excluded)
    found: list[AgendaItem] = [*rows]
    for item in found:
        item.meeting = meeting
    return found


@signed_in
def show(request: Request, council: str, meeting: str) -> HttpResponse:
    """The agenda."""
    found = meeting_of(request, council, meeting)
    items = items_of(found)
    moved = request.GET.get("flyttet", "")
    is_open = is_open_to_change(found)
    last = Edition.objects.filter(meeting=found).of_kind(EditionKind.AGENDA).newest_first().first()
    context: dict[str, Any] = {
        "meeting": found,
        "title": named(found),
        "back": at(found),
        "sections": listings(found, items, is_open=is_open),
        "is_open": is_open,
        "is_empty": not items,
        "minutes": duration(items),
        "planned": planned(found),
        "edition": last,
        "has_newer_minutes": bool(last and is_open and has_newer_minutes(found)),
        "begun": begun(request.user, found),
        "moved": moved,
        "rises": request.GET.get("vej") == "op",
        "arrange": at(found, "agenda_arrange"),
        "start": at(found, "agenda_start"),
        "preview": at(found, "agenda_preview"),
        "publish": at(found, "agenda_publish"),
        "new": at(found, "agenda_item_new"),
    }
    return page(request, "workspace/meetings/agenda.html", **context)


def begun(user: User, meeting: Meeting) -> UnsavedText | None:
    """The item that the reader has begun on it and not saved."""
    return UnsavedText.objects.visible_to(user).filter(place=place_of(meeting, None)).first()


def listings(meeting: Meeting, items: list[AgendaItem], *, is_open: bool) -> list[Listing]:
    """Every section of the template, each with what stands in it."""
    numbers = numbers_of(meeting, items)
    order: Order = [(item.section, item) for item in items]
    found = []
    for number in meeting.template.numbers:
        own = [
            Listed(
                item=item,
                number=numbers[item.pk],
                href=item_at(item),
                anchor=anchor(item),
                can_rise=is_open and shifted(order, item, -1, meeting) is not None,
                can_sink=is_open and shifted(order, item, 1, meeting) is not None,
            )
            for item in items
            if item.section == number
        ]
        add = f"{at(meeting, 'agenda_item_new')}?afsnit={number}"
        found.append(Listing(number, meeting.template.title_of(number), own, add))
    return found


def duration(items: Sequence[AgendaItem]) -> str:
    """How long it all takes, in words; empty where no item says."""
    return in_words(sum(item.minutes or 0 for item in items if item.withdrawn_at is None))


def planned(meeting: Meeting) -> str:
    """How long the meeting is set to."""
    if not (meeting.starts_at and meeting.ends_at and meeting.begins and meeting.ends):
        return ""
    return in_words(int((meeting.ends - meeting.begins).total_seconds() // 60))


def in_words(minutes: int) -> str:
    """1 hour 35 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [
        ngettext("%(many)s hour", "%(many)s hours", hours) % {"many": hours} if hours else "",
        ngettext("%(many)s minute", "%(many)s minutes", rest) % {"many": rest} if rest else "",
    ]
    return " ".join(part for part in parts if part)


def shifted(order: Order, item: AgendaItem, step: int, meeting: Meeting) -> Order | None:
    """The order with the item one place on, over the border of its section too; None where it cannot go.

    What has its number stays, and before the first number of a section nobody can stand.
    """
    if item.number or item.withdrawn_at is not None:
        return None
    section = next(section for section, each in order if each.pk == item.pk)
    own = [each for number, each in order if number == section]
    there = own.index(item) + step
    if 0 <= there < len(own) and (there > 0 or not own[0].number):
        own.remove(item)
        own.insert(there, item)
        return _with(order, {section: own})
    target = section + step
    if target not in meeting.template.numbers:
        return None
    theirs = [each for number, each in order if number == target]
    is_first = step > 0 and not any(each.number for each in theirs)
    theirs.insert(0 if is_first else len(theirs), item)
    own.remove(item)
    return _with(order, {section: own, target: theirs})


def _with(order: Order, changed: dict[int, list[AgendaItem]]) -> Order:
    kept = [(number, each) for number, each in order if number not in changed]
    new = [(number, each) for number, items in changed.items() for each in items]
    return sorted(kept + new, key=lambda row: row[0])


@require_POST
@signed_in
def arrange(request: Request, council: str, meeting: str) -> HttpResponse:
    """Move one item a place, or take over the order in which they were dragged."""
    found = meeting_of(request, council, meeting)
    items = items_of(found)
    order = dragged(items, request.POST.get("order", "")) or pressed(found, items, request.POST)
    moved, way = request.POST.get("moved", ""), "ned"
    for name, word in (("up", "op"), ("down", "ned")):
        moved, way = (request.POST[name], word) if name in request.POST else (moved, way)
    if order:
        keep_order(request, found, order)
    known = next((item for item in items if str(item.public_id) == moved), None)
    if known is None:
        return redirect(at(found, "agenda"))
    # without a fragment, for then browsers heed no autofocus
    return redirect(f"{at(found, 'agenda')}?flyttet={moved}&vej={way}")


def keep_order(request: Request, meeting: Meeting, order: Order) -> None:
    """The order as the action takes it, with the withdrawn drafts at the end of their sections."""
    shown = {item.pk for _section, item in order}
    hidden = AgendaItem.objects.filter(meeting=meeting).exclude(pk__in=shown)
    rows = [(section, item.pk) for section, item in order]
    rows += [(each.section, each.pk) for each in hidden]
    rows.sort(key=lambda row: row[0])
    try:
        arrange_agenda(meeting, order=rows, by=request.user, at=clock.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))


def dragged(items: list[AgendaItem], text: str) -> Order | None:
    """The order that was sent as `3:<id> 3:<id>`; None where it is no order of these items."""
    known = {str(item.public_id): item for item in items}
    parts = [part.partition(":") for part in text.split()]
    if sorted(key for _section, _colon, key in parts) != sorted(known):
        return None
    if not all(section.isdecimal() and len(section) < 3 for section, _colon, _key in parts):
        return None
    return [(int(section), known[key]) for section, _colon, key in parts]


def pressed(meeting: Meeting, items: list[AgendaItem], sent: Any) -> Order | None:
    """The order after the press of a button up or down."""
    order: Order = [(item.section, item) for item in items]
    for name, step in (("up", -1), ("down", 1)):
        item = next((each for each in items if str(each.public_id) == sent.get(name)), None)
        if item:
            return shifted(order, item, step, meeting)
    return None


class StartForm(ActingForm):
    """Which earlier agenda comes along."""

    like = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, of: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {str(each.public_id): each for each in earlier(of)}
        self.fields["like"].label = _("Should the items of an earlier agenda come along?")
        choices = [("", _("No, only what every agenda begins with, and what was left over"))]
        choices += [
            (key, _("Yes, those of %(day)s") % {"day": day_of(each)})
            for key, each in self.earlier.items()
        ]
        self.fields["like"].choices = choices  # type: ignore[attr-defined]

    def start(self, meeting: Meeting, **actor: Any) -> list[AgendaItem] | None:
        like = self.earlier.get(self.cleaned_data["like"])
        return self.act(draft_agenda, meeting, like=like, **actor)


def earlier(meeting: Meeting) -> list[Meeting]:
    """The last agendas that have the same sections."""
    rows = Meeting.objects.of_council(meeting.council).standing().dated().exclude(pk=meeting.pk)
    if meeting.held_on:
        rows = rows.filter(held_on__lte=meeting.held_on)
    alike = [each for each in rows.newest_first()[:20] if each.template == meeting.template]
    return alike[:6]


@signed_in
def start(request: Request, council: str, meeting: str) -> HttpResponse:
    """Begin the agenda with what every agenda has, and with what an earlier one had."""
    found = meeting_of(request, council, meeting)
    form = StartForm(posted(request), of=found)
    if form.is_valid():
        made = form.start(found, by=request.user, at=clock.now())
        if made is not None:
            said = ngettext(
                "%(many)s item was put on the agenda.",
                "%(many)s items were put on the agenda.",
                len(made),
            )
            return done(request, said % {"many": len(made)}, at(found, "agenda"))
    before = previous_of(found)
    notes = [_("Every item comes as a draft, and can be changed or taken off again.")]
    if before and "approval_of_minutes" in found.template.sections[0].begins_with:
        notes.append(_("The first item approves the minutes of %(day)s.") % {"day": day_of(before)})
    step = step_of(found, _("How does the agenda begin?"), _("Put it on the agenda"), *notes)
    return form_page(request, form, step)
