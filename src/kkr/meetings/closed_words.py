"""A guard that compares what is about to become public with what a council has closed, word for word."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Case, PaperVersion
from kkr.documents.guarding import Finding, Guard, Piece, Publication, Text
from kkr.documents.markup import all_words, parse
from kkr.documents.models import DocumentVersion
from kkr.meetings.models import AgendaItem, Attachment, EditionContent, Meeting
from kkr.meetings.models.items import SHUT
from kkr.rounds.models import Asked

KEY = "closed_words"
LONGEST_BY_CHANCE = 7
"""So many words may be the same by chance, or because everybody writes like that."""
SHORTEST_TITLE = 4
"""A shorter title says no more than its subject."""
MOST = 500
"""So many closed texts are compared, the newest: more than a council closes in five years."""
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SAYS = _("“{words}” also stands in something closed: {item}.")
NOT_SENT = _("an item of an agenda that is not sent out")

AT_THE_AGENDA = (Meeting, AgendaItem, Attachment)
"""What only those publish who write the agenda."""

Run = tuple[str, ...]


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
    """What the council has told already is asked for only where something was found."""
    subject = publication.subject
    said = [(piece.where, words) for piece in publication.pieces if (words := _said(piece))]
    if not said or isinstance(subject, Asked):  # who answers must not learn what is closed
        return
    everything = frozenset(run for _where, words in said for run in words.runs)
    closed = [replace(each, runs=each.runs & everything) for each in _closed_near(subject)]
    nothing = words_of()
    suspects = [
        (where, words, each)
        for where, words in said
        for each in closed
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


def _closed_near(subject: Any) -> Iterator[Closed]:
    """The closed items of the subject's council but for itself, each with all it says."""
    items = AgendaItem.objects.filter(SHUT, _near(subject, "meeting__council"))
    if isinstance(subject, AgendaItem):
        items = items.exclude(pk=subject.pk)
    rows = items.order_by("-pk").values(
        *("pk", "number", "title", "public_heading", "proposal"),
        *("decisions__dissent", "decisions__wishes__text", "paper__version__text"),
        *("published_at", "paper__released_at"),
        body=_text_at("document"),
        decided=_text_at("decisions__document"),
    )
    for _pk, same in groupby(rows[:MOST], key=itemgetter("pk")):
        yield _closed_in(list(same), is_theirs=isinstance(subject, AT_THE_AGENDA))


def _text_at(path: str) -> Subquery:
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
        _near(subject, "row__edition__meeting__council")
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


def _near(subject: Any, council: str) -> Q:
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
        "Eight words in a row, or a whole title, that stand in a closed item of the council are found, unless an "
        "agenda or minutes have told everybody already. Files are not compared. Take the words out, open the item "
        "first, or say why this much may be told."
    ),
    look=look,
)
