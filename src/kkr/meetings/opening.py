"""What everybody could read once a closed item or file is opened, as the guards look at it before that."""

from collections.abc import Iterator

from kkr.documents.guarding import Piece, Publication
from kkr.documents.models import DocumentVersion
from kkr.meetings.models import AgendaItem, Attachment, Correction, EditionContent
from kkr.meetings.publication import (
    correction_piece,
    facts_in,
    files_of,
    follow_up_pieces,
    with_beside,
    withdrawal_piece,
)
from kkr.meetings.registries import opened_with


def opening_of(item: AgendaItem) -> Publication:
    """All that becomes public with an item: what each edition says under it, and what hangs from its decisions."""
    decided = item.decisions.filter(published_at__isnull=False)
    pieces = [
        Piece(_called(item), text=item.title),
        *_told_under(item),
        *(_of_file(each) for each in item.attachments.published() if each.is_open),
        *(withdrawal_piece(each.withdrawn_why) for each in _taken_away(item)),
        *(correction_piece(each.what, each.why) for each in Correction.objects.filter(item=item)),
        *follow_up_pieces(decided.values_list("pk", flat=True)),
        *(piece for source in opened_with for piece in source(item)),
    ]
    return with_beside(Publication(item, tuple(dict.fromkeys(pieces))), item.meeting)


def opening_of_file(made: Attachment) -> Publication:
    """What becomes public with a file under an item that everybody reads."""
    return with_beside(Publication(made, (_of_file(made),)), made.item.meeting)


def _told_under(item: AgendaItem) -> Iterator[Piece]:
    where = _called(item)
    contents = EditionContent.objects.filter(row__item=item).select_related("body").order_by("pk")
    versions: dict[int, DocumentVersion] = {}
    for content in contents.prefetch_related("decisions__version", "decisions__decision"):
        told = list(content.decisions.all())
        said = [
            words
            for each in told
            for words in (each.dissent, each.decision.illustrative, *each.wishes)
        ]
        title = content.facts.get("title", "")
        yield Piece(where, text="\n".join([title, *facts_in(content.facts), *said]))
        versions |= {each.pk: each for each in (content.body, *(one.version for one in told))}
    files = files_of(versions.values())
    for version in versions.values():
        yield Piece(where, html=version.html, files=files.get(version.pk, ()))


def _taken_away(item: AgendaItem) -> Iterator[Attachment]:
    """Open files that were sent out and are gone; the prints say why."""
    for each in item.attachments.filter(withdrawn_at__isnull=False, published_at__isnull=False):
        if each.is_open:
            yield each


def _of_file(made: Attachment) -> Piece:
    return Piece(made.title, text=made.title, files=(made.file,))


def _called(item: AgendaItem) -> str:
    return f"{item.number} {item.title}".strip()
