"""The papers of a meeting as its members read them: on one page, with their own notes and what is new."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.ledger import clock
from kkr.meetings.actions import keep_note, mark_read
from kkr.meetings.models import AgendaItem, Edition, EditionKind, Exclusion, Meeting, Note, Reading
from kkr.meetings.models.who import councils_read_by, people_who_are
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.meetings.attending import attendance_words
from kkr.workspace.meetings.changes import told
from kkr.workspace.meetings.minuting import anchor, at, called, done, meeting_of
from kkr.workspace.meetings.papers import Paper, in_sections, read, with_cases


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
    meeting, edition = to_read(request, council, slug)
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
        context |= of_edition(request, meeting, edition)
    return page(request, "workspace/meetings/papers.html", **context)


def of_edition(request: Request, meeting: Meeting, edition: Edition) -> dict[str, Any]:
    """What the page shows of an edition to this reader."""
    seen = Reading.objects.visible_to(request.user).filter(meeting=meeting)
    reading = seen.select_related("edition").first()
    last = reading.edition if reading else None
    is_newer = last is not None and last.pk != edition.pk
    found = with_cases(read(edition, request.user), meeting)
    return {
        "is_minutes": edition.kind == EditionKind.MINUTES,
        "sections": in_sections(meeting, with_own(request, meeting, found)),
        "attendance": attendance_words(edition.head),
        "reading": reading,
        "is_read": last is not None and not is_newer,
        "is_newer": is_newer,
        "changes": told(last, edition, request.user) if last and is_newer else [],
        "mark": at(meeting, "papers_read"),
    }


def with_own(request: Request, meeting: Meeting, found: list[Paper]) -> list[Paper]:
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
    edition = get_object_or_404(seen, pk=int(number) if number.isdecimal() else 0)
    mark_read(edition, by=request.user, at=clock.now())
    return done(request, _("Noted. Next time what is new since now stands at the top."), where)


@signed_in
def note(request: Request, council: str, slug: str, public_id: UUID) -> HttpResponse:
    """Keep what the reader notes under an item, for them alone."""
    meeting, _newest = to_read(request, council, slug)
    items = AgendaItem.objects.readable_by(request.user).filter(meeting=meeting)
    item = get_object_or_404(items.select_related("meeting__council"), public_id=public_id)
    where = f"{at(meeting, 'papers')}#{anchor(item)}"
    if request.method != "POST":
        return redirect(where)
    keep_note(item, text=request.POST.get("text", ""), by=request.user, at=clock.now())
    if request.htmx:
        return JsonResponse({"said": _("Your note is kept.")})
    return done(request, _("Your note is kept."), where)
