"""What becomes public in one place and stays closed in another: the same file, or an item carried over."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import Publication, Text
from kkr.meetings.closed_words import (
    AT_THE_AGENDA,
    MOST,
    NOT_SENT,
    near,
    shut_near,
    text_at,
    words_of,
)
from kkr.meetings.models import AgendaItem, Attachment
from kkr.meetings.models.items import SHUT
from kkr.rounds.models import Asked

UNDER_SHUT = Q(item__is_closed=True, item__opened_at=None)
UNDATED = _("a meeting without a day")


def closed_files(publication: Publication) -> dict[str, Text]:
    """Where a file of the publication stays closed in its council, by the digest of the file."""
    subject, files = publication.subject, publication.files
    if not files or isinstance(subject, Asked):  # who answers must not learn what is closed
        return {}
    rows = Attachment.objects.standing().filter(
        SHUT | UNDER_SHUT,
        near(subject, "item__meeting__council"),
        file__digest__in={file.digest for file in files},
    )
    if isinstance(subject, AgendaItem):  # what is open under it opens with it
        rows = rows.exclude(~SHUT, item=subject)
    elif isinstance(subject, Attachment):
        rows = rows.exclude(pk=subject.pk)
    is_theirs = isinstance(subject, AT_THE_AGENDA)
    found = rows.select_related("item__meeting")
    return {
        each.file.digest: named(each.item) if is_theirs or each.published_at else NOT_SENT
        for each in found
    }


def copies_of(item: AgendaItem) -> Iterator[AgendaItem]:
    """The closed items of the council that have its title or its text, and stay closed as it opens.

    A short title says no more than its subject, as "Personsag" does: it counts within one case only.
    """
    own = item.document.latest.text
    rows = shut_near(item).standing().select_related("meeting").order_by("-pk")
    for other in rows.annotate(says=text_at("document"))[:MOST]:
        if _same(other.says or "", own) or _is_called_alike(other, item):
            yield other


def _is_called_alike(other: AgendaItem, item: AgendaItem) -> bool:
    """Whether both have a title that tells them from others, and that everybody does not read already."""
    if not _same(other.title, item.title) or _same(other.title, other.public_heading):
        return False
    is_of_one_case = item.case_id is not None and item.case_id == other.case_id
    return is_of_one_case or bool(words_of(item.title))


def _same(text: str, other: str) -> bool:
    """Whether both say the same words, and any."""
    one = words_of(text).line
    return bool(one.strip()) and one == words_of(other).line


def named(item: AgendaItem) -> Text:
    """An item as everybody may read of it, with the day of its meeting."""
    day = item.meeting.held_on
    when = date_format(day) if day else UNDATED
    return format_lazy("{item} ({day})", item=f"{item.number} {item.heading}".strip(), day=when)
