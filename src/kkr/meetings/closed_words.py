"""A guard that compares what is about to become public with what a council has closed, word for word."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from time import monotonic
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Case, PaperVersion
from kkr.documents.file_text import reading_of
from kkr.documents.guarding import Finding, Guard, Piece, Publication, Text
from kkr.documents.markup import all_words, parse
from kkr.documents.models import DocumentVersion, File
from kkr.meetings.models import AgendaItem, Attachment, EditionContent, Meeting
from kkr.meetings.models.items import SHUT, AgendaItemQuerySet
from kkr.rounds.models import Asked

KEY = "closed_words"
LONGEST_BY_CHANCE = 7
"""So many words may be the same by chance, or because everybody writes like that."""
SHORTEST_TITLE = 4
"""A shorter title says no more than its subject."""
MOST = 500
"""So many closed texts are compared, the newest: more than a council closes in five years."""
SECONDS = 10
"""So long the files that become public are read; those left then are said."""
MOST_RUNS = 300_000
"""And so many runs of their words are compared: a thousand pages."""
MOST_FILES = 10
"""So many closed files of the meeting are read, the newest, as the explanation says, and for so many seconds:"""
SECONDS_CLOSED = 5
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SAYS = _("“{words}” also stands in something closed: {item}.")
IN_FILE = _("the file {file} under {item}")
NOT_COMPARED = _("It was not compared with what is closed; the others took too long.")
NOT_READ = _(
    "What is closed in this file was not compared with the texts; the others took too long."
)
NOT_SENT = _("an item of an agenda that is not sent out")

AT_THE_AGENDA = (Meeting, AgendaItem, Attachment)
"""What only those publish who write the agenda."""

Run = tuple[str, ...]
Said = tuple[Text, "Words"]
"""Where it is said, and the words."""


@dataclass(frozen=True)
class Words:
    """Texts as they are compared: their runs of words in order, and all of it as one line."""

    runs: dict[Run, None]
    line: str

    def __bool__(self) -> bool:
        return len(self.line.split()) >= SHORTEST_TITLE


@dataclass(frozen=True)
class Closed:
    """What a closed item says: its title, where that is not its heading for everybody too, and every run of words."""

    called: Text
    title: str
    runs: frozenset[Run]


def words_of(*texts: str) -> Words:
    """The words of these texts; no run goes from one into the next."""
    split = [_split(text) for text in texts]
    size = LONGEST_BY_CHANCE + 1
    runs = (run for words in split for run in zip(*(words[n:] for n in range(size)), strict=False))
    return Words(dict.fromkeys(runs), " | ".join(f" {' '.join(words)} " for words in split))


def _split(text: str) -> list[str]:
    """Its words without what stands between them, and without what nobody sees."""
    seen = UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return re.findall(r"[^\W_]+", seen)


def closed_of(called: Text, title: str, heading: str, texts: Iterable[str]) -> Closed:
    """What is closed of an item; what its heading says is not."""
    head, name = words_of(heading), words_of(title)
    is_told = not name or name.line in head.line
    runs = frozenset(words_of(title, *texts).runs) - head.runs.keys()
    return Closed(called, "" if is_told else name.line, runs)


def repeated(said: Words, closed: Closed, public: Words) -> str:
    """The first words in `said` that are closed, and that nothing `public` says; "" where there are none."""
    title = closed.title
    if title and title in said.line and title not in public.line:
        return title.strip()
    kept = closed.runs - public.runs.keys() if public.runs else closed.runs
    found = (run for run in said.runs if run in kept) if kept else iter(())
    return " ".join(next(found, ()))


def look(publication: Publication) -> Iterator[Finding]:
    """Texts and files are compared with closed items, texts with the closed files of the meeting too: two files
    are the same in what stands on all paper of a secretariat."""
    subject = publication.subject
    if isinstance(subject, Asked):  # who answers must not learn what is closed
        return
    texts = [(piece.where, words) for piece in publication.pieces if (words := _said(piece))]
    has_files = publication.files and shut_near(subject).exists()
    in_files, left = _in_files(publication.files if has_files else ())
    for file in left:
        yield Finding(KEY, file.name, NOT_COMPARED, of=str(file.public_id))
    yield from _compared(subject, [*texts, *in_files], _closed_near(subject))
    if not texts:
        return
    kept, unread = _closed_files(subject)
    for attachment in unread:
        yield Finding(KEY, _called(attachment), NOT_READ, of=str(attachment.public_id))
    yield from _compared(subject, texts, kept)


def _compared(subject: Any, said: list[Said], closed: Iterable[Closed]) -> Iterator[Finding]:
    """What the council has told already is asked for only where something was found."""
    if not said:
        return
    everything = frozenset(run for _where, words in said for run in words.runs)
    known = [replace(each, runs=each.runs & everything) for each in closed]
    nothing = words_of()
    suspects = [
        (where, words, each)
        for where, words in said
        for each in known
        if repeated(words, each, nothing)
    ]
    public = _public_near(subject) if suspects else nothing
    for where, words, each in suspects:
        if found := repeated(words, each, public):
            says = format_lazy(SAYS, words=found, item=each.called)
            yield Finding(KEY, where, says, of=_all_of(words, each))


def _all_of(said: Words, closed: Closed) -> str:
    """Everything that is the same: more of it is another finding."""
    return "\n".join(" ".join(run) for run in said.runs if run in closed.runs)


def _said(piece: Piece) -> Words:
    return words_of(piece.text, all_words(parse(piece.html)))


def _in_files(files: Iterable[File]) -> tuple[list[Said], list[File]]:
    """What the files say as far as a machine can read them, page by page, and those there was no room for."""
    until, room = monotonic() + SECONDS, MOST_RUNS
    said: list[Said] = []
    left: list[File] = []
    for file in files:
        if monotonic() > until or room < 0:
            left.append(file)
            continue
        found = [(where, words) for where, words in _said_by(file) if words]
        room -= sum(len(words.runs) for _where, words in found)
        said += found
    return said, left


def _said_by(file: File) -> Iterator[Said]:
    yield file.name, words_of(file.name, file.alt_text)
    for _where, same in groupby(reading_of(file).parts, key=lambda part: str(part.where)):
        parts = list(same)
        where = format_lazy("{file}, {part}", file=file.name, part=parts[0].where)
        yield (
            where if parts[0].where else file.name,
            words_of("\n".join(part.text for part in parts)),
        )


def shut_near(subject: Any) -> AgendaItemQuerySet:
    """The closed items of the subject's council but for itself."""
    items = AgendaItem.objects.filter(SHUT, near(subject, "meeting__council"))
    return items.exclude(pk=subject.pk) if isinstance(subject, AgendaItem) else items


def _closed_near(subject: Any) -> Iterator[Closed]:
    """The newest of them, each with all it says."""
    rows = (
        shut_near(subject)
        .order_by("-pk")
        .values(
            *("pk", "number", "title", "public_heading", "proposal"),
            *("decisions__dissent", "decisions__wishes__text", "paper__version__text"),
            *("published_at", "paper__released_at"),
            body=text_at("document"),
            decided=text_at("decisions__document"),
        )
    )
    for _pk, same in groupby(rows[:MOST], key=itemgetter("pk")):
        yield _closed_in(list(same), is_theirs=isinstance(subject, AT_THE_AGENDA))


def _closed_files(subject: Any) -> tuple[list[Closed], list[Attachment]]:
    """What stays closed of the files of the meeting whose agenda is written, and those there was no time to read."""
    until = monotonic() + SECONDS_CLOSED
    kept: list[Closed] = []
    left: list[Attachment] = []
    for each in _files_shut_beside(subject) if isinstance(subject, AT_THE_AGENDA) else ():
        if monotonic() < until:
            kept.append(_closed_in_file(each))
        else:
            left.append(each)
    return kept, left


def _files_shut_beside(subject: Any) -> Iterable[Attachment]:
    """The newest of the files that are closed in the meeting of the subject, but for itself and its own."""
    item = subject.item if isinstance(subject, Attachment) else subject
    meeting = item.meeting if isinstance(item, AgendaItem) else item
    under = Q(item__is_closed=True, item__opened_at=None)
    if isinstance(subject, AgendaItem):
        under &= ~Q(item=subject)
    rows = Attachment.objects.standing().filter(SHUT | under, item__meeting=meeting)
    if isinstance(subject, Attachment):
        rows = rows.exclude(pk=subject.pk)
    return rows.select_related("item", "file").order_by("-pk")[:MOST_FILES]


def _closed_in_file(attachment: Attachment) -> Closed:
    texts = [part.text for part in reading_of(attachment.file).parts]
    return closed_of(_called(attachment), attachment.title, attachment.item.heading, texts)


def _called(attachment: Attachment) -> Text:
    item = attachment.item
    under = f"{item.number} {item.heading}".strip()
    return format_lazy(IN_FILE, file=attachment.title, item=under)


def text_at(path: str) -> Subquery:
    """What the document at `path` says now."""
    rows = DocumentVersion.objects.filter(document=OuterRef(path)).order_by("-number")
    return Subquery(rows.values("text")[:1])


def _closed_in(rows: list[dict[str, Any]], *, is_theirs: bool) -> Closed:
    """One item; before it is sent out it is called by its heading only where its agenda is written, `is_theirs`."""
    item = rows[0]
    names = ["proposal", "body", "decided", "decisions__dissent", "decisions__wishes__text"]
    if item["paper__released_at"] is None:
        names.append("paper__version__text")
    texts = dict.fromkeys(row[name] or "" for row in rows for name in names)
    heading = item["public_heading"]
    called = f"{item['number']} {heading}".strip()
    return closed_of(
        called if is_theirs or item["published_at"] else NOT_SENT, item["title"], heading, texts
    )


def _public_near(subject: Any) -> Words:
    """What everybody reads in the newest agendas and minutes there: what stands in them is known, or a set phrase."""
    contents = EditionContent.objects.public().filter(
        near(subject, "row__edition__meeting__council")
    )
    rows = contents.order_by("-pk").values_list(
        "facts", "body__text", "decisions__version__text", "decisions__dissent"
    )
    told = dict.fromkeys(
        text or ""
        for facts, *texts in rows[:MOST]
        for text in (facts.get("title"), facts.get("proposal"), *texts)
    )
    return words_of(*told)


def near(subject: Any, council: str) -> Q:
    """The condition that a row's council, at that path, is the subject's; without one it is any."""
    if isinstance(subject, PaperVersion):
        subject = subject.paper.case
    if isinstance(subject, Case):
        return Q((f"{council}__in", subject.councils.values("council")))
    for step in ("item", "meeting"):  # a decision or a file, then its item
        subject = getattr(subject, step, None) or subject
    own = getattr(subject, "council_id", None)
    return Q((council, own)) if own else Q()


GUARD = Guard(
    key=KEY,
    title=_("No closed words in an open text"),
    explanation=_(
        "Eight words in a row, or a whole title, that stand in a closed item of the council are found in texts and "
        "files, unless an agenda or minutes have told everybody already. In the texts of a meeting the words of its "
        "ten newest closed files are found too. Pictures and what no machine can read are not compared. Take the words "
        "out, open the item first, or say why this much may be told."
    ),
    look=look,
)
