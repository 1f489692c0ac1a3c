"""From an edition of an agenda or minutes, and what was chosen of it, to the sheet that is set.

It reads only what was chosen, and rows that never change, so that the same choice is the same sheet. All
words are those of the council's language, whatever the reader's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kkr.cases.models import Case, PaperVersion
from kkr.documents.models import File
from kkr.documents.richtext import file_at, files_in
from kkr.meetings import models as nouns
from kkr.meetings import wording
from kkr.meetings.models import Edition, EditionContent, EditionItem, EditionKind
from kkr.printing.blocks import blocks, images_of
from kkr.printing.choosing import Chosen
from kkr.printing.labels import labels_in
from kkr.printing.models import Audience, Print
from kkr.printing.sheets import (
    Attachment,
    Attendance,
    Correction,
    Decision,
    Item,
    MeetingPrint,
    Section,
    Statement,
)

ROOM = 50 * 2**20
"""How many bytes of attachments lie inside a print; what does not fit is listed with its address."""


@dataclass(frozen=True)
class Written:
    """A sheet, and the files that belong to it by the addresses it calls them."""

    sheet: MeetingPrint
    files: dict[str, File | Print]

    def bytes(self) -> dict[str, bytes]:
        """What is in the files."""
        found = {}
        for address, file in self.files.items():
            with file.content.open("rb") as content:
                found[address] = content.read()
        return found


def written(edition: Edition, shows: Chosen, *, site: str) -> Written:
    """The sheet of what was chosen, as it stands at the address `site`."""
    with override(settings.LANGUAGE_CODE):
        return Writer(edition, shows, site).written()


class Writer:
    """Puts one edition into words."""

    def __init__(self, edition: Edition, shows: Chosen, site: str) -> None:
        self.edition, self.shows, self.site = edition, shows, site
        self.meeting = edition.meeting
        self.attachments = _attachments(shows)
        self.withdrawn = nouns.Attachment.objects.in_bulk(shows.withdrawn)
        self.cases = Case.objects.in_bulk(shows.cases)
        papers = PaperVersion.objects.select_related("version", "paper")
        self.papers = papers.in_bulk([*shows.papers, *shows.papers_for_some])
        self.meetings = nouns.Meeting.objects.in_bulk(shows.meetings)
        prints = Print.objects.filter(pk__in=shows.prints).select_related(
            "edition__meeting__council"
        )
        self.minutes = {each.edition_id: each for each in prints}
        self.contents = self._contents()
        self.inside = list(self._inside())

    def written(self) -> Written:
        """The sheet and its files."""
        sections = tuple(self._sections())
        head, roll = self.edition.head, wording.roll_of(self.edition.head)
        sheet = MeetingPrint(
            kind="agenda" if self.edition.kind == EditionKind.AGENDA else "minutes",
            council=self.meeting.council.name,
            title=wording.title_of(head, self.meeting.council.name),
            date=wording.day_of(head),
            hours=wording.hours_of(head),
            place=head.get("place", ""),
            edition=str(self.edition.number),
            published=_day(self.edition.published_at),
            audience=self._audience(),
            is_public=self.shows.audience == Audience.PUBLIC,
            address=f"{self.site}{self.edition.path}",
            language=settings.LANGUAGE_CODE,
            labels=labels_in(settings.LANGUAGE_CODE),
            made_at=self._as_of(),
            sections=sections,
            attendance=tuple(
                Attendance(municipality=name, lines=tuple(lines)) for name, lines in roll.groups
            ),
            apologies=tuple(roll.away),
            corrections=tuple(self._corrections()),
            note=" ".join(self._notes()),
        )
        files = {**_images(sheet), **{self._address(each): each for each in self.inside}}
        return Written(sheet, files)

    def _contents(self) -> dict[int, EditionContent]:
        rows = EditionContent.objects.filter(pk__in=self.shows.contents).select_related(
            "body", "row__item"
        )
        found = rows.prefetch_related("attachments", "decisions__version", "decisions__decision")
        return {each.row_id: each for each in found}

    def _inside(self) -> Iterator[File | Print]:
        """The minutes and files that fit, in the order of the agenda."""
        free = ROOM
        seen: set[File | Print] = set()
        for row in self.edition.items.all():
            content = self.contents.get(row.pk)
            found: list[File | Print] = [*self._minutes_under(content)]
            found += [each.file for each in self._shown_under(content)]
            for each in found:
                if each not in seen and each.size <= free:
                    seen.add(each)
                    free -= each.size
                    yield each

    def _minutes_under(self, content: EditionContent | None) -> list[Print]:
        """The minutes that are attached by themselves."""
        made = self.minutes.get(content.facts.get("approves", 0)) if content else None
        return [made] if made else []

    def _shown_under(self, content: EditionContent | None) -> list[nouns.Attachment]:
        keys = {each.pk for each in content.attachments.all()} if content else set()
        return [each for pk, each in self.attachments.items() if pk in keys]

    def _audience(self) -> str:
        """For whom it is: everybody, those who act in the council, or those of them who may not read it all."""
        if self.shows.audience == Audience.PUBLIC:
            return _("Public edition")
        rows = self.edition.items.filter(withdrawn_why="")
        kept_from = [row.number for row in rows if row.pk not in self.contents]
        if kept_from:
            return _("For members, without item %(numbers)s") % {"numbers": ", ".join(kept_from)}
        return _("For members, with what is closed")

    def _as_of(self) -> datetime:
        """When the last thing happened that it tells of."""
        contents = self.contents.values()
        opened = [each.row.item.opened_at for each in contents if self._was_opened(each)]
        withdrawn = [each.withdrawn_at for each in self.withdrawn.values()]
        happened = [at for at in (*opened, *withdrawn) if at is not None]
        return max(self.edition.published_at, *happened) if happened else self.edition.published_at

    def _notes(self) -> Iterator[str]:
        head = self.edition.head
        if self.edition.why:
            yield _("Why there is a new edition: %(why)s") % {"why": _sentence(self.edition.why)}
        if head.get("opened_by"):
            is_over = self.edition.kind == EditionKind.MINUTES
            words = (
                _("The meeting was opened by %(person)s.")
                if is_over
                else _("The meeting is opened by %(person)s.")
            )
            yield words % {"person": head["opened_by"]}
        if head.get("undecided"):
            yield _("Items without a decision: %(why)s") % {"why": _sentence(head["undecided"])}
        if head.get("illustrative"):
            yield _illustrative(head["illustrative"])
        files = {each.file_id for each in self.attachments.values()}
        if len(files) + len(self.minutes) > len(self.inside):
            words = _("The files are larger than %(room)s together: some are listed only.")
            yield words % {"room": filesizeformat(ROOM)}

    def _corrections(self) -> Iterator[Correction]:
        """What this edition and those before it corrected, of what the reader may read."""
        items = {each.row.item_id: each.row.number for each in self.contents.values()}
        rows = nouns.Correction.objects.filter(
            edition__meeting=self.meeting,
            edition__kind=self.edition.kind,
            edition__number__lte=self.edition.number,
        )
        rows = rows.filter(Q(item=None) | Q(item__in=items)).select_related(
            "decided_in__council", "edition"
        )
        for each in rows.order_by("edition__number", "pk"):
            by = _("the secretariat, %(day)s") % {"day": _day(each.edition.published_at)}
            if each.decided_in and each.decided_in.held_on:
                words = _("the meeting of %(day)s")
                by = words % {"day": date_format(each.decided_in.held_on, "DATE_FORMAT")}
            where = items.get(each.item_id) or _("Time, place or attendance")
            yield Correction(what=f"{where}: {each.what}", by=by, why=each.why)

    def _sections(self) -> Iterator[Section]:
        rows = list(self.edition.items.select_related("item").order_by("place"))
        for number in self.meeting.template.numbers:
            items = tuple(self._item(row) for row in rows if row.section == number)
            title = self.meeting.template.title_of(number)
            yield Section(number=str(number), title=title, items=items)

    def _item(self, row: EditionItem) -> Item:
        content = self.contents.get(row.pk)
        if content is None:
            is_closed = not row.withdrawn_why
            return Item(
                number=row.number,
                title=row.heading,
                is_closed=is_closed,
                withdrawn=row.withdrawn_why,
            )
        facts = content.facts
        case = self.cases.get(facts.get("case", 0))
        return Item(
            number=row.number,
            title=facts["title"],
            is_closed=content.pk in self.shows.for_some,
            case_number=case.number if case else "",
            presenter=facts.get("presenter", ""),
            duration=_minutes(facts.get("minutes")),
            proposal=facts.get("proposal", ""),
            html="".join(self._texts(content)),
            decisions=tuple(_decisions(content)),
            statements=tuple(_statements(content)),
            attachments=tuple(self._listed(content)),
            note=" ".join(self._item_notes(content)),
        )

    def _texts(self, content: EditionContent) -> Iterator[str]:
        yield content.body.html
        about = self.meetings.get(content.facts.get("about", 0))
        if about and about.held_on:
            words = _("The meeting of %(day)s") % {"day": date_format(about.held_on, "DATE_FORMAT")}
            yield format_html('<p><a href="{}">{}</a></p>', about.path, words)
        lines = content.facts.get("since_last", [])
        if lines:
            yield format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", _told(lines)))
        paper = self.papers.get(content.facts.get("paper", 0))
        if paper:
            words = _("%(title)s, edition %(number)s of %(day)s") % {
                "title": paper.paper.title,
                "number": paper.version.number,
                "day": date_format(paper.dated_on, "DATE_FORMAT"),
            }
            yield format_html("<h2>{}</h2>", words) + paper.version.html

    def _item_notes(self, content: EditionContent) -> Iterator[str]:
        if without := wording.without_said(content.facts):
            yield without
        told = [content.facts.get("illustrative", "")]
        told += [each.decision.illustrative for each in content.decisions.all()]
        for words in dict.fromkeys(each for each in told if each):
            yield _illustrative(words)
        opened_at = content.row.item.opened_at
        if self._was_opened(content) and opened_at:
            words = _("The item was closed when this edition came out, and was opened on %(day)s.")
            yield words % {"day": _day(opened_at)}
        keys = {each.pk for each in content.attachments.all()}
        for each in (each for pk, each in self.withdrawn.items() if pk in keys):
            words = _("A file under the item was withdrawn on %(day)s: %(why)s")
            day = _day(each.withdrawn_at) if each.withdrawn_at else ""
            yield words % {"day": day, "why": _sentence(each.withdrawn_why)}

    def _was_opened(self, content: EditionContent) -> bool:
        return content.row.is_closed and content.pk not in self.shows.for_some

    def _listed(self, content: EditionContent) -> Iterator[Attachment]:
        """What may be read by name; of a closed one only that there is one."""
        for minutes in self._minutes_under(content):
            yield Attachment(
                name=f"{wording.minutes_named(minutes.edition)}.pdf".replace("\xa0", " "),
                size=filesizeformat(minutes.size),
                address=self._address(minutes),
                media_type="application/pdf",
                is_closed=minutes.pk in self.shows.prints_for_some,
            )
        for each in self._shown_under(content):
            yield Attachment(
                name=_named(each),
                size=filesizeformat(each.file.size),
                address=self._address(each.file),
                media_type=each.file.media_type,
                is_closed=each.pk in self.shows.files_for_some,
            )
        for other in content.attachments.all():
            if other.pk in self.shows.unnamed:
                yield Attachment(is_closed=True)

    def _address(self, file: File | Print) -> str:
        return f"{self.site}{file.path}"


def _attachments(shows: Chosen) -> dict[int, nouns.Attachment]:
    rows = nouns.Attachment.objects.filter(pk__in=shows.attachments).select_related("file")
    return {each.pk: each for each in rows.order_by("item", "position", "pk")}


def _images(sheet: MeetingPrint) -> dict[str, File]:
    """The images that stand in the texts, by the addresses they have there."""
    texts = [each.html for section in sheet.sections for each in _with_html(section)]
    named = set().union(*(files_in(html) for html in texts))
    files = {file.public_id: file for file in File.objects.filter(public_id__in=named)}
    shown = {address for html in texts for address in images_of(blocks(html))}
    found = {address: file_at(address) for address in sorted(shown)}
    return {address: files[key] for address, key in found.items() if key and key in files}


def _with_html(section: Section) -> Iterator[Item | Decision]:
    for item in section.items:
        yield item
        yield from item.decisions


def _decisions(content: EditionContent) -> Iterator[Decision]:
    for each in content.decisions.all():
        wishes = format_html_join("", "<li>{}</li>", ((wish,) for wish in each.wishes))
        listed = format_html("<p>{}</p><ol>{}</ol>", _("Wishes for the next version:"), wishes)
        html = each.version.html + listed if each.wishes else each.version.html
        yield Decision(kind=wording.decision_in_words(each.kind), html=html)


def _statements(content: EditionContent) -> Iterator[Statement]:
    for each in content.decisions.all():
        if each.dissent:
            yield Statement(by="", html=format_html("<p>{}</p>", each.dissent))


def _told(lines: list[Mapping[str, Any]]) -> Iterator[tuple[str]]:
    """What has happened since the last meeting, each with its day and where to read of it."""
    for line in lines:
        day = date_format(date.fromisoformat(line["on"]), "DATE_FORMAT")
        words = line["text"]
        if line.get("path"):
            words = format_html('<a href="{}">{}</a>', line["path"], words)
        yield (format_html("{}: {}", day, words),)


def _named(attachment: nouns.Attachment) -> str:
    """Its title, with the ending that says what it opens in."""
    ending = PurePath(attachment.file.name).suffix
    title = attachment.title
    return title if title.casefold().endswith(ending.casefold()) else f"{title}{ending}"


def _minutes(told: int | None) -> str:
    words = ngettext("%(number)s minute", "%(number)s minutes", told or 0)
    return words % {"number": told} if told else ""


def _illustrative(words: str) -> str:
    return _("Illustrative: %(what)s") % {"what": _sentence(words)}


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _day(at: datetime) -> str:
    return date_format(timezone.localdate(at), "DATE_FORMAT")
