"""Writing an item: kept while it is written, looked at, saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kkr.accounts.models import User
from kkr.documents.actions import StaleUnsaved
from kkr.documents.models import UnsavedText
from kkr.documents.showing import shown
from kkr.ledger import clock
from kkr.ledger.models import Entry
from kkr.meetings.actions import forget_unsaved_item, keep_unsaved_item, place_of
from kkr.meetings.models import AgendaItem, Meeting
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.meetings.agenda import is_open_to_change
from kkr.workspace.meetings.attachments import attachment_rows
from kkr.workspace.meetings.closing import doable, exclusion_rows
from kkr.workspace.meetings.door import at, item_at, item_of, meeting_of, named, place
from kkr.workspace.meetings.item_forms import CLOSING, SAID, ItemForm, chosen, first_words, words_of
from kkr.workspace.people import names_of
from kkr.workspace.writing.beside import clash_with
from kkr.workspace.writing.forms import over_of, version_of, window_of
from kkr.workspace.writing.pasting import tidied

Item = AgendaItem | None
CHANGING = ("meetings.item_added", "meetings.item_edited", "meetings.item_withdrawn")


def unsaved_of(user: User, meeting: Meeting, item: Item) -> UnsavedText | None:
    """What the reader has not saved of it."""
    return UnsavedText.objects.visible_to(user).filter(place=place_of(meeting, item)).first()


def writing(meeting: Meeting, item: Item, what: str = "") -> str:
    """Where an item, or one that is not on the agenda yet, is written, or with `what` looked at or dropped."""
    if item:
        return item_at(item, what)
    return at(meeting, f"agenda_item_new_{what}" if what else "agenda_item_new")


@signed_in
def new(request: Request, council: str, meeting: str) -> HttpResponse:
    return write(request, meeting_of(request, council, meeting), None)


@signed_in
def edit(request: Request, council: str, meeting: str, public_id: UUID) -> HttpResponse:
    item = item_of(request, council, meeting, public_id)
    return write(request, item.meeting, item)


def write(request: Request, meeting: Meeting, item: Item) -> HttpResponse:
    """The form of an item."""
    if request.method != "POST":
        unsaved = unsaved_of(request.user, meeting, item)
        words = first_words(item, unsaved, request.GET.get("afsnit", ""))
        form = ItemForm(initial=words, meeting=meeting, item=item, viewer=request.user)
        return form_page(request, meeting, item, form, unsaved)
    if request.htmx or {"preview", "choose"} & set(request.POST):
        return kept_unsaved(request, meeting, item)
    form = ItemForm(request.POST, meeting=meeting, item=item, viewer=request.user)
    saved = form.is_valid() and form.keep(meeting, item, by=request.user, at=clock.now())
    if not saved:
        return form_page(request, meeting, item, form)
    messages.success(request, _("Saved.") if item else _("The item is on the agenda."))
    return redirect(item_at(saved) if item else place(saved))


def kept_unsaved(request: Request, meeting: Meeting, item: Item) -> HttpResponse:
    """Keep what is not saved yet; answers htmx with when, and a button with the page it leads to."""
    try:
        unsaved = keep_unsaved_item(
            meeting,
            item,
            fields=words_of(request.POST),
            based_on=version_of(request.POST),
            over=over_of(request.POST),
            window=window_of(request.POST),
            by=request.user,
            at=clock.now(),
        )
    except StaleUnsaved as elsewhere:
        return written_elsewhere(request, meeting, item, elsewhere.unsaved)
    if request.htmx:
        return render(request, "workspace/writing/saved.html", {"draft": unsaved})
    return redirect(writing(meeting, item, "case" if "choose" in request.POST else "preview"))


def written_elsewhere(
    request: Request, meeting: Meeting, item: Item, unsaved: UnsavedText
) -> HttpResponse:
    """Nothing was kept: the writer has other words in another window, and says which are to stay."""
    context: dict[str, Any] = {"elsewhere": unsaved, "there": writing(meeting, item, "preview")}
    if request.htmx:
        return render(request, "workspace/writing/elsewhere.html", context, status=409)
    form = ItemForm(request.POST, meeting=meeting, item=item, viewer=request.user)
    return form_page(request, meeting, item, form, None, **context)


def form_page(
    request: Request,
    meeting: Meeting,
    item: Item,
    form: ItemForm,
    unsaved: UnsavedText | None = None,
    **more: Any,
) -> HttpResponse:
    """The form, and beside it what else can be done; after a clash both texts."""
    case, paper = chosen(
        meeting, request.user, str(form["case"].value() or ""), str(form["paper"].value() or "")
    )
    is_open = is_open_to_change(meeting)
    context: dict[str, Any] = {
        "form": form,
        "meeting": meeting,
        "title": named(meeting),
        "item": item,
        "case": case,
        "paper": paper,
        "draft": unsaved,
        "kept": unsaved.revision if unsaved else over_of(request.POST) or 0,
        "is_open": is_open,
        "clash": clash_of(form),
        "doable": doable(item, is_open=is_open) if item else [],
        "attachments": attachment_rows(item, is_open=is_open) if item else [],
        "attach": item_at(item, "attach") if item else "",
        "exclusions": exclusion_rows(item) if item else [],
        "exclude": item_at(item, "exclude") if item else "",
        "back": at(meeting, "agenda"),
        "forget": writing(meeting, item, "forget"),
        "tidy": at(meeting, "agenda_tidy"),
        **more,
    }
    status = 409 if form.clash or more else 200
    return page(request, "workspace/meetings/item.html", status=status, **context)


def clash_of(form: ItemForm) -> dict[str, Any] | None:
    """Mine and the colleague's who was faster: the texts side by side, and the fields that differ."""
    if form.clash is None:
        return None
    theirs, mine = form.clash.theirs, form.cleaned_data
    latest = theirs.document.latest
    names = [
        name
        for name in (*SAID, *CLOSING)
        if (getattr(theirs, name) or None) != (mine[name] or None)
    ]
    fields = [
        (form.fields[name].label, in_words(getattr(theirs, name)), in_words(mine[name]))
        for name in names
    ]
    return {**clash_with(latest, mine["html"], fields), **changed_by(theirs)}


def changed_by(item: AgendaItem) -> dict[str, Any]:
    """Who said something else of an item last, and when; its text may be somebody else's."""
    entry = Entry.objects.about(item).filter(verb__in=CHANGING).order_by("position").last()
    return {"who": names_of([entry.actor])[entry.actor], "at": entry.at} if entry else {}


def in_words(value: Any) -> str:
    if value is True:
        return _("yes")
    return str(value) if value else _("(empty)")


@signed_in
def preview_new(request: Request, council: str, meeting: str) -> HttpResponse:
    return look(request, meeting_of(request, council, meeting), None)


@signed_in
def preview(request: Request, council: str, meeting: str, public_id: UUID) -> HttpResponse:
    item = item_of(request, council, meeting, public_id)
    return look(request, item.meeting, item)


def look(request: Request, meeting: Meeting, item: Item) -> HttpResponse:
    """The item as those who may read it will see it, with what is not saved yet."""
    unsaved = unsaved_of(request.user, meeting, item)
    words = first_words(item, unsaved)
    case, paper = chosen(meeting, request.user, words.get("case", ""), words.get("paper", ""))
    context: dict[str, Any] = {
        "item": {**words, "title": words.get("title") or _("Without a title")},
        "case": case,
        "paper": paper,
        "body": mark_safe(shown(words.get("html", ""))),  # noqa: S308 -- sanitised when it was kept
        "draft": unsaved,
        "back": writing(meeting, item),
    }
    return page(request, "workspace/meetings/item_preview.html", **context)


@signed_in
def forget_new(request: Request, council: str, meeting: str) -> HttpResponse:
    return drop(request, meeting_of(request, council, meeting), None)


@signed_in
def forget(request: Request, council: str, meeting: str, public_id: UUID) -> HttpResponse:
    item = item_of(request, council, meeting, public_id)
    return drop(request, item.meeting, item)


def drop(request: Request, meeting: Meeting, item: Item) -> HttpResponse:
    """Begin again from what is saved."""
    if request.method == "POST":
        forget_unsaved_item(meeting, item, by=request.user)
        messages.success(request, _("What was not saved is thrown away."))
    return redirect(writing(meeting, item))


@require_POST
@signed_in
def tidy(request: Request, council: str, meeting: str) -> HttpResponse:
    """What is pasted, as it will stand there."""
    meeting_of(request, council, meeting)
    return tidied(request)
