"""The papers of a meeting as its members read them: on one page, with their own notes and what is new."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.common.text import number_in
from kkr.council.models.roles import people_who_are
from kkr.ledger import clock
from kkr.meetings.actions import StaleNote, keep_note, mark_read
from kkr.meetings.models import AgendaItem, Edition, EditionKind, Exclusion, Meeting, Note, Reading
from kkr.meetings.models.who import councils_read_by
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.meetings.attending import attendance_words
from kkr.workspace.meetings.changes import told
from kkr.workspace.meetings.minuting import anchor, at, called, done, meeting_of
from kkr.workspace.meetings.papers import Paper, in_sections, read, with_cases


@dataclass(frozen=True)
class Late:
    """A note that was not kept, for the same person kept another one in another window."""

    item: AgendaItem
    text: str


def to_read(request: Request, council: str, slug: str) -> tuple[Meeting, Edition | None]:
    """The meeting and what is newest of it, if the reader acts in the council."""
    meeting = meeting_of(request, council, slug)
    if not councils_read_by(request.user).filter(pk=meeting.council_id).exists():
        raise Http404
    return meeting, newest(meeting)


def newest(meeting: Meeting) -> Edition | None:
    """The minutes where they are out, else the agenda."""
    current = list(Edition.objects.filter(meeting=meeting).current())
    return max(current, key=lambda each: each.kind == EditionKind.MINUTES, default=None)


@signed_in
def papers(request: Request, council: str, slug: str) -> HttpResponse:
    """All papers in their order, with a list of contents, notes, and what changed since last time."""
    return papers_page(request, *to_read(request, council, slug))


def papers_page(
    request: Request, meeting: Meeting, edition: Edition | None, late: Late | None = None
) -> HttpResponse:
    """The page; with `late` the note that was not kept stands in its field, beside the one that was."""
    writes = request.user.has_perm("meetings.write_minutes", meeting)
    context: dict[str, Any] = {
        "meeting": meeting,
        "called": called(meeting),
        "edition": edition,
        "writes": writes,
        "home": at(meeting, "meeting") if writes else reverse("workspace:desk"),
        "minute": at(meeting, "minute"),
    }
    if edition:
        context |= of_edition(request, meeting, edition, late)
    status = 409 if late else 200
    return page(request, "workspace/meetings/papers.html", status=status, **context)


def of_edition(
    request: Request, meeting: Meeting, edition: Edition, late: Late | None
) -> dict[str, Any]:
    """What the page shows of an edition to this reader."""
    seen = Reading.objects.visible_to(request.user).filter(meeting=meeting)
    reading = seen.select_related("edition").first()
    last = reading.edition if reading else None
    is_newer = last is not None and last.pk != edition.pk
    found = with_cases(read(edition, meeting, request.user), meeting)
    return {
        "is_minutes": edition.kind == EditionKind.MINUTES,
        "sections": in_sections(meeting, with_own(request, meeting, found, late)),
        "attendance": attendance_words(edition.head),
        "reading": reading,
        "is_read": last is not None and not is_newer,
        "is_newer": is_newer,
        "changes": told(last, edition, request.user) if last and is_newer else [],
        "mark": at(meeting, "papers_read"),
    }


def with_own(
    request: Request, meeting: Meeting, found: list[Paper], late: Late | None
) -> list[Paper]:
    """The papers with what the reader noted under each, and whether they take part in it."""
    notes = Note.objects.visible_to(request.user).filter(item__meeting=meeting)
    by_item = {note.item_id: note for note in notes}
    mine = Exclusion.objects.visible_to(request.user).filter(
        item__meeting=meeting, person__in=people_who_are(request.user)
    )
    kept_out = set(mine.values_list("item_id", flat=True))
    for paper in found:
        item = paper["item"]
        paper["is_excluded"] = item.pk in kept_out
        paper["may_note"] = not paper["is_hidden"]
        paper["note"] = by_item.get(item.pk)
        paper["late"] = late if late and late.item == item else None
        paper["note_at"] = at(meeting, "paper_note", item.public_id)
    return found


@signed_in
def mark(request: Request, council: str, slug: str) -> HttpResponse:
    """Note that the reader has read what was before them; what comes after it will be told as new."""
    meeting, _newest = to_read(request, council, slug)
    where = at(meeting, "papers")
    if request.method != "POST":
        return redirect(where)
    number = request.POST.get("edition", "")
    seen = Edition.objects.visible_to(request.user).filter(meeting=meeting)
    edition = get_object_or_404(seen, pk=number_in(number))
    mark_read(edition, by=request.user, at=clock.now())
    return done(request, _("Noted. Next time what is new since now stands at the top."), where)


@signed_in
def note(request: Request, council: str, slug: str, public_id: UUID) -> HttpResponse:
    """Keep what the reader notes under an item, for them alone."""
    meeting, edition = to_read(request, council, slug)
    items = AgendaItem.objects.readable_by(request.user).filter(meeting=meeting)
    item = get_object_or_404(items.select_related("meeting__council"), public_id=public_id)
    where = f"{at(meeting, 'papers')}#{anchor(item)}"
    if request.method != "POST":
        return redirect(where)
    text, over = request.POST.get("text", ""), request.POST.get("kept", "")
    known = number_in(over) if over else None
    try:
        made = keep_note(item, text=text, over=known, by=request.user, at=clock.now())
    except StaleNote as stale:
        if request.htmx:
            said = _("You wrote another note here in another window. Yours is not kept yet.")
            return JsonResponse({"said": said, "kept": revision_of(stale.theirs)}, status=409)
        return papers_page(request, meeting, edition, Late(item, text))
    if request.htmx:
        return JsonResponse({"said": _("Your note is kept."), "kept": revision_of(made)})
    return done(request, _("Your note is kept."), where)


def revision_of(note: Note | None) -> int:
    return note.revision if note else 0
