"""An agenda or minutes as the guards look at them before everybody reads them, and the guards of this room."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import Finding, Guard, Piece, Publication
from kkr.documents.models import DocumentVersion, File, FileUse
from kkr.meetings.composing import Composed, Line
from kkr.meetings.models import Attachment, Meeting

CLOSED, NO_FILES = "closed_shown", "missing_attachments"


def publication_of(meeting: Meeting, composed: Composed) -> Publication:
    """What everybody could read if it were published now; of a closed item only its heading."""
    head = Piece(_("Above the items"), text="\n".join(map(str, composed.head.values())))
    files = _files_of([version for line in composed.lines for version in _versions(line)])
    pieces = [piece for line in composed.lines for piece in _pieces_of(line, files)]
    return Publication(meeting, (head, *pieces), beside=_beside(meeting))


def _beside(meeting: Meeting) -> tuple[Any, ...]:
    """What the guards of this room ask the database: what is closed is called, and which files there are."""
    items = meeting.items.order_by("pk")
    said = items.values_list("pk", "title", "public_heading", "is_closed", "opened_at")
    files = Attachment.objects.filter(item__meeting=meeting).order_by("pk")
    known = ("pk", "item", "file__digest", "is_closed", "opened_at", "withdrawn_at")
    return (*said, *files.values_list(*known))


def _versions(line: Line) -> list[DocumentVersion]:
    """The texts of an open item; a closed one has none for everybody."""
    return [] if line.is_closed else [line.body, *(each.version for each in line.decisions)]


def _files_of(versions: list[DocumentVersion]) -> dict[int, tuple[File, ...]]:
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
    facts = [line.facts[name] for name in ("proposal", "presenter", "illustrative")]
    dissents = [each.dissent for each in line.decisions]
    open_ = [each for each in line.attachments if each.is_open]
    words = "\n".join([*facts, *dissents, *(each.title for each in open_)])
    yield Piece(where, text=words, files=tuple(each.file for each in open_))
    for version in _versions(line):
        yield Piece(where, html=version.html, files=files.get(version.pk, ()))


def closed_shown(publication: Publication) -> Iterator[Finding]:
    """A heading for everybody that says what the closed one says, and an open file that is a closed one too."""
    if not isinstance(publication.subject, Meeting):
        return
    items = publication.subject.items.standing()
    for item in items.filter(is_closed=True, opened_at=None).in_order():
        title, heading = item.title.casefold(), item.public_heading.casefold()
        if title == heading or (
            " " in title and title in heading
        ):  # a single word may well be in both
            words = _("The heading for everybody says what the closed item is called.")
            yield Finding(CLOSED, f"{item.number} {item.public_heading}".strip(), words)
    files = Attachment.objects.standing().filter(item__meeting=publication.subject)
    closed = {each.file.digest for each in files.select_related("item") if not _is_open(each)}
    for each in files.select_related("item"):
        if _is_open(each) and each.file.digest in closed:
            words = _("The same file stands closed under an item of this meeting.")
            yield Finding(CLOSED, f"{each.item.number} {each.title}".strip(), words)


def _is_open(attachment: Attachment) -> bool:
    return attachment.is_open and attachment.item.is_open


def missing_attachments(publication: Publication) -> Iterator[Finding]:
    """Items whose text speaks of appendices, and which have none."""
    if not isinstance(publication.subject, Meeting):
        return
    items = list(publication.subject.items.standing().filter(attachments=None).in_order())
    documents = [item.document_id for item in items]
    newest = DocumentVersion.objects.filter(document__in=documents).order_by("number")
    texts = {version.document_id: version.text for version in newest}
    for item in items:
        says = f"{item.proposal} {texts[item.document_id]}".lower()
        if item.is_open and "bilag" in says:
            words = _("The text speaks of an appendix, and there is no file under the item.")
            yield Finding(NO_FILES, f"{item.number} {item.title}".strip(), words)


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
