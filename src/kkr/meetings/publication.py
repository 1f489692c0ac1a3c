"""An agenda or minutes as the guards look at them before everybody reads them, and the guards of this room."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import Finding, Guard, Piece, Publication, Text
from kkr.documents.models import DocumentVersion, File, FileUse
from kkr.meetings.closed_copies import closed_files, copies_of, named
from kkr.meetings.composing import Composed, Line
from kkr.meetings.models import AgendaItem, Attachment, FollowUp, Meeting

CLOSED, NO_FILES = "closed_shown", "missing_attachments"
SAME = _("The file {file} also stands closed: {item}.")
COPY = _("A closed item says the same, and stays closed: {item}.")
TOO_FEW = _("The text speaks of appendix {number}; files under the item: {many}.")
NO_WORD_AFTER = (
    r"(?=[^\S\n]*(?:$|[,;:!?/)\]”\"»]|(?:[-–]|og\b|til\b)\s*\d|\.(?![^\S\n]*(?-i:[a-zæøå\d]))))"
)
"""So a number ends that is no date and no number of something else: "bilag 1, 12 kommuner", "bilag 1 til 29. maj"."""
APPENDICES = re.compile(
    r"\bbilag(?:et|ene)?\s+(?:nr\.?\s*)?"
    rf"(\d{{1,2}}(?:\s*(?:(?:-|–|og)\s*\d{{1,2}}|(?:,|/|til)\s*\d{{1,2}}{NO_WORD_AFTER}))*)(?!\d)",
    re.MULTILINE | re.IGNORECASE,
)


def publication_of(
    meeting: Meeting, composed: Composed, beneath: Iterable[Piece] = ()
) -> Publication:
    """What everybody could read if it were published now; of a closed item only its heading.

    `beneath` is what is said of the edition itself: why there is a new one, and what it corrects.
    """
    head = Piece(_("Above the items"), text="\n".join(map(str, composed.head.values())))
    files = files_of([version for line in composed.lines for version in _versions(line)])
    pieces = [piece for line in composed.lines for piece in _pieces_of(line, files)]
    followed = follow_up_pieces(
        each.decision.pk for line in composed.lines if not line.is_closed for each in line.decisions
    )
    return with_beside(Publication(meeting, (head, *beneath, *pieces, *followed)), meeting)


def with_beside(publication: Publication, meeting: Meeting) -> Publication:
    """With what the guards of this room ask the database: what is closed is called, which files there are, and
    which of those that become public stay closed in the council.

    Words that are closed at another meeting while the guards look are compared the next time.
    """
    closed = sorted(closed_files(publication))
    return replace(publication, beside=(*_known_of(meeting), *closed))


def _known_of(meeting: Meeting) -> tuple[Any, ...]:
    items = meeting.items.order_by("pk")
    said = items.values_list("pk", "title", "public_heading", "is_closed", "opened_at")
    files = Attachment.objects.filter(item__meeting=meeting).order_by("pk")
    known = ("pk", "item", "file__digest", "is_closed", "opened_at", "withdrawn_at")
    return (*said, *files.values_list(*known))


def _versions(line: Line) -> list[DocumentVersion]:
    """The texts of an open item; a closed one has none for everybody."""
    return [] if line.is_closed else [line.body, *(each.version for each in line.decisions)]


def files_of(versions: Iterable[DocumentVersion]) -> dict[int, tuple[File, ...]]:
    """The files that each of the versions shows or leads to, by its primary key."""
    found: dict[int, tuple[File, ...]] = {}
    uses = FileUse.objects.filter(version__in=[version.pk for version in versions])
    for use in uses.select_related("file").order_by("pk"):
        found[use.version_id] = (*found.get(use.version_id, ()), use.file)
    return found


def _pieces_of(line: Line, files: dict[int, tuple[File, ...]]) -> Iterator[Piece]:
    where = f"{line.number} {line.heading}"
    yield Piece(where, text=f"{line.heading}\n{line.item.withdrawn_why}")
    if line.is_closed:
        return
    said = [
        words
        for each in line.decisions
        for words in (each.dissent, each.decision.illustrative, *each.wishes)
    ]
    open_ = [each for each in line.attachments if each.is_open]
    words = "\n".join([*facts_in(line.facts), *said, *(each.title for each in open_)])
    yield Piece(where, text=words, files=tuple(each.file for each in open_))
    for version in _versions(line):
        yield Piece(where, html=version.html, files=files.get(version.pk, ()))


def facts_in(facts: dict[str, Any]) -> list[str]:
    """The words under an item beside its texts and files."""
    return [facts.get(name, "") for name in ("proposal", "presenter", "illustrative")]


def follow_up_pieces(decisions: Iterable[int]) -> list[Piece]:
    """What follows from these decisions; it is read where they are."""
    rows = FollowUp.objects.filter(decision__in=list(decisions)).order_by("pk")
    return [follow_up_piece(each.what, each.outcome) for each in rows]


def follow_up_piece(*words: str) -> Piece:
    return Piece(_("What is to be done, and what came of it"), text="\n".join(words))


def publication_of_cancellation(meeting: Meeting, why: str) -> Publication:
    """What becomes public as a meeting that was announced is cancelled; nothing of its agenda does."""
    return Publication(meeting, (Piece(_("Why it is cancelled"), text=why),))


def publication_of_place(meeting: Meeting, place: str) -> Publication:
    """What everybody reads of where a meeting is, as it is announced or changed."""
    return Publication(meeting, (Piece(_("Place"), text=place),))


def publication_of_withdrawal(made: Attachment, why: str) -> Publication:
    """What becomes public as a file that everybody read is taken away."""
    return Publication(made, (withdrawal_piece(why),))


def withdrawal_piece(why: str) -> Piece:
    return Piece(_("Why a file is taken away"), text=why)


def reason_piece(why: str) -> Piece:
    return Piece(_("Why there is a new edition"), text=why)


def correction_piece(what: str, why: str) -> Piece:
    return Piece(_("What is corrected, and why"), text=f"{what}\n{why}")


def closed_shown(publication: Publication) -> Iterator[Finding]:
    """A heading for everybody that says what the closed one says, an item whose copy stays closed, and an open
    file that is a closed one too."""
    subject = publication.subject
    # without anything beside it nothing of the agenda becomes public
    if isinstance(subject, Meeting) and publication.beside:
        yield from _closed_titles(subject)
    elif isinstance(subject, AgendaItem):
        for item in copies_of(subject):
            words = format_lazy(COPY, item=named(item))
            yield Finding(CLOSED, f"{subject.number} {subject.title}".strip(), words)
    yield from _files_closed_elsewhere(publication)


def _closed_titles(meeting: Meeting) -> Iterator[Finding]:
    for item in meeting.items.standing().filter(is_closed=True, opened_at=None).in_order():
        title, heading = item.title.casefold(), item.public_heading.casefold()
        # a single word may well be in both
        if title == heading or (" " in title and title in heading):
            words = _("The heading for everybody says what the closed item is called.")
            yield Finding(CLOSED, f"{item.number} {item.public_heading}".strip(), words)


def _files_closed_elsewhere(publication: Publication) -> Iterator[Finding]:
    """Of the files that become public, those that stay closed under another item or title."""
    closed = closed_files(publication)
    told: set[int] = set()
    for piece in publication.pieces:
        for file in piece.files:
            if file.digest in closed and file.pk not in told:
                told.add(file.pk)
                words = format_lazy(SAME, file=file.name, item=closed[file.digest])
                yield Finding(CLOSED, piece.where, words, of=file.digest)


def missing_attachments(publication: Publication) -> Iterator[Finding]:
    """Items whose text speaks of appendices, or of one with a higher number, than there are under it."""
    if not isinstance(publication.subject, Meeting) or not publication.beside:
        return
    items = list(publication.subject.items.standing().in_order())
    documents = [item.document_id for item in items]
    newest = DocumentVersion.objects.filter(document__in=documents).order_by("number")
    texts = {version.document_id: version.text for version in newest}
    titles: dict[int, list[str]] = {item.pk: [] for item in items}
    for each in Attachment.objects.standing().filter(item__in=items):
        titles[each.item_id].append(f"{each.title}\n{each.file.name}")
    for item in items:
        says = f"{item.proposal} {texts[item.document_id]}"
        if item.is_open and (words := _missing(says, titles[item.pk])):
            yield Finding(NO_FILES, f"{item.number} {item.title}".strip(), words)


def _missing(says: str, titles: list[str]) -> Text:
    """What is wrong with an item of this text and files of these titles; "" where all are there."""
    if not titles:
        none = _("The text speaks of an appendix, and there is no file under the item.")
        return none if "bilag" in says.casefold() else ""
    highest = max(_appendices(says), default=0)
    if highest <= len(titles) or highest in _appendices("\n".join(titles)):
        return ""
    return format_lazy(TOO_FEW, number=highest, many=len(titles))


def _appendices(text: str) -> set[int]:
    """The numbers of the appendices that a text names, as in "bilag 1-3" and "bilag 2 og 7"."""
    named = APPENDICES.findall(text)
    return {int(number) for numbers in named for number in re.findall(r"\d+", numbers)}


GUARDS = (
    Guard(
        key=CLOSED,
        title=_("Nothing closed becomes public by mistake"),
        explanation=_(
            "A heading that everybody reads is written for everybody, and a file that is closed in one place is "
            "closed in the other."
        ),
        look=closed_shown,
    ),
    Guard(
        key=NO_FILES,
        title=_("Appendices are there"),
        explanation=_(
            "Readers look for what the text speaks of. Attach the file, or say where it is to be found."
        ),
        look=missing_attachments,
    ),
)
