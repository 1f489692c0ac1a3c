from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date, parse_time
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.council.models import Council
from kkr.council.sources import source_name
from kkr.ledger import clock
from kkr.meetings.differences import changes
from kkr.meetings.leading import Link, leads_of
from kkr.meetings.models import (
    Correction,
    Decision,
    Edition,
    EditionItem,
    EditionKind,
    FollowUp,
    Meeting,
    State,
)
from kkr.meetings.wording import opener_in_words
from kkr.news.models import NewsItem
from kkr.website import trail
from kkr.website.meetings import lines
from kkr.website.meetings.reading import (
    Told,
    edition_path,
    items_of,
    meeting_path,
    procedure_of,
    sections,
    told,
)
from kkr.website.news.lines import news_lines
from kkr.website.prints.lines import print_line
from kkr.website.recommendations.views import of_item


def meeting_of(council: str, slug: str) -> Meeting:
    """The announced meeting at this address, or 404."""
    meetings = Meeting.objects.public().select_related("council", "approved_in__council")
    councils = Council.objects.public().filter(slug=council)
    return get_object_or_404(meetings, council__in=councils, slug=slug)


def show(request: HttpRequest, council: str, meeting: str) -> HttpResponse:
    """One meeting: what, when and where, its agenda with what was decided, who was there, what is new."""
    shown = meeting_of(council, meeting)
    editions = newest_first(shown)
    edition = newest_to_read(editions)
    items = items_of(edition) if edition else []
    context: dict[str, Any] = {
        **about(shown, edition),
        "edition": edition,
        "has_minutes": edition is not None and edition.kind == EditionKind.MINUTES,
        "comes": comes(shown, edition),
        "sections": sections(shown, items),
        "papers": [pair for pair in with_links(items) if pair[1] or pair[0].attachments],
        "attendance": attendance_of(edition),
        "undecided": edition.head.get("undecided", "") if edition else "",
        "news": news_of(edition, editions),
        "corrections": corrections_of(editions),
        "approval": approval(shown, edition),
        "editions": [(each, edition_path(each)) for each in editions],
        "pdf": print_line(edition) if edition else None,
        "structured": structured(shown),
    }
    return render(request, "website/meetings/meeting.html", context)


def about(meeting: Meeting, edition: Edition | None) -> dict[str, Any]:
    """What every page about a meeting says of it."""
    head = edition.head if edition else {}
    is_cancelled = meeting.state == State.CANCELLED
    return {
        "council": meeting.council,
        "meeting": meeting,
        "title": lines.title_of(meeting),
        "when": lines.day_in_words(meeting),
        "hours": lines.hours(meeting.starts_at, meeting.ends_at),
        "place": meeting.place,
        "illustrative": meeting.illustrative,
        "opened_by": "" if is_cancelled else head.get("opened_by", ""),
        "opener": opener_in_words(meeting),
        "is_cancelled": is_cancelled,
        "source_name": source_name(meeting.source_url),
        "trail": trail.from_council(meeting.council, (_("Meetings"), "meetings")),
    }


def newest_first(meeting: Meeting) -> list[Edition]:
    """Its editions: minutes before agendas, the newest first."""
    editions = Edition.objects.public().filter(meeting=meeting).order_by("-kind", "-number")
    found = list(editions)
    for each in found:
        each.meeting = meeting
    return found


def newest_to_read(editions: list[Edition]) -> Edition | None:
    """The newest minutes, else the newest agenda."""
    return editions[0] if editions else None


def comes(meeting: Meeting, edition: Edition | None) -> str:
    """When what is not out yet will be."""
    if meeting.state == State.CANCELLED or (edition and edition.kind == EditionKind.MINUTES):
        return ""
    agreed, today = procedure_of(meeting.council), clock.today()
    if edition is None:
        return lines.agenda_comes(meeting, agreed, today)
    return lines.minutes_come(meeting, agreed, today)


def with_links(items: list[Told]) -> list[tuple[Told, list[Link]]]:
    """Each item with what it leads to: the minutes it approves, its case, and the paper it was about."""
    found = leads_of(item.facts for item in items)
    return [(item, found.of(item.facts, item.row.edition.meeting.council)) for item in items]


def attendance_of(edition: Edition | None) -> lines.Line | None:
    """Who was there, where the minutes are out and say so."""
    told = lines.attendance(edition.head) if edition else {}
    return told if told.get("groups") or told.get("also_present") else None


def news_of(edition: Edition | None, editions: list[Edition]) -> dict[str, Any] | None:
    """What is new since the edition before; of a first edition nothing."""
    if edition is None or edition.number == 1:
        return None
    before = next(
        each for each in editions if each.kind == edition.kind and each.number == edition.number - 1
    )
    return {
        "before": before,
        "href": edition_path(before),
        "lines": lines.change_lines(changes(before, edition)),
        # why minutes are corrected stands with each correction that everybody may read
        "why": edition.why if edition.kind == EditionKind.AGENDA else "",
    }


def corrections_of(editions: list[Edition]) -> list[Correction]:
    """What was corrected in the minutes of a meeting, the newest first; a first edition corrects nothing."""
    later = [each for each in editions if each.number > 1]
    if not later:
        return []
    rows = Correction.objects.public().filter(edition__in=later)
    related = ("edition", "item", "decided_in__council")
    return list(rows.select_related(*related).order_by("-edition__number", "pk"))


def approval(meeting: Meeting, edition: Edition | None) -> dict[str, str] | None:
    """By which meeting the minutes were approved; None where there are none."""
    if edition is None or edition.kind == EditionKind.AGENDA:
        return None
    approving = meeting.approved_in
    if approving is None or not approving.is_public:
        return {"words": _("Not approved yet; that is done at the next meeting.")}
    day = {"day": lines.day_in_words(approving)}
    words = (
        _("Approved at the meeting of %(day)s") % day
        if edition.is_approved
        else _("Corrected after the minutes were approved at the meeting of %(day)s") % day
    )
    return {"words": words, "href": meeting_path(approving)}


def structured(meeting: Meeting) -> dict[str, Any]:
    """The meeting as schema.org knows an event."""
    status = "EventCancelled" if meeting.state == State.CANCELLED else "EventScheduled"
    begins: Any = meeting.begins or meeting.held_on
    facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": f"{meeting.council.name}: {lines.title_of(meeting)}",
        "url": f"{settings.SITE_URL}{meeting_path(meeting)}",
        "eventStatus": f"https://schema.org/{status}",
        "organizer": {"@type": "Organization", "name": meeting.council.name},
    }
    if begins:
        facts["startDate"] = begins.isoformat()
    if meeting.place:
        facts["location"] = {"@type": "Place", "name": meeting.place}
    return facts


def item(request: HttpRequest, council: str, meeting: str, item: str) -> HttpResponse:
    """One item: the proposal, the text, the papers, what was decided; of a closed one that it is closed."""
    held = meeting_of(council, meeting)
    editions = newest_first(held)
    edition = newest_to_read(editions)
    rows = list(EditionItem.objects.public().filter(edition=edition).order_by("place"))
    place = next((place for place, row in enumerate(rows) if row.number == item), None)
    if edition is None or place is None:
        raise Http404
    rows[place].edition = edition
    (shown,) = told([rows[place]])
    context: dict[str, Any] = {
        **about(held, edition),
        "item": shown,
        "edition": edition,
        "edition_path": edition_path(edition),
        "section": held.template.title_of(shown.row.section),
        "links": with_links([shown])[0][1],
        "corrections": [
            each for each in corrections_of(editions) if each.item_id == shown.row.item_id
        ],
        **(came_of(shown) if edition.kind == EditionKind.MINUTES else {}),
        "trail": [
            *trail.from_council(held.council, (_("Meetings"), "meetings")),
            {"label": lines.title_of(held), "href": meeting_path(held)},
        ],
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
    }
    return render(request, "website/meetings/item.html", context)


def came_of(item: Told) -> dict[str, Any]:
    """What came of the decisions on an item: who does what, the news of it, and what was recommended."""
    return {
        "follow_ups": follow_ups(item, clock.today()),
        "news": news_lines(news_about(item)),
        "recommendations": of_item(item.row.item_id),
    }


def follow_ups(item: Told, today: date) -> list[dict[str, Any]]:
    """What follows from the decisions on an item: who does what by when, done or overdue."""
    rows = FollowUp.objects.public().filter(decision__item=item.row.item_id)
    return [
        {"made": each, "is_overdue": each.is_overdue_on(today)}
        for each in rows.select_related("body").order_by("due_on", "pk")
    ]


def news_about(item: Told) -> Any:
    """The news that tell of what was decided on an item, where everybody may read the decision."""
    decisions = Decision.objects.public().filter(item=item.row.item_id)
    told = NewsItem.objects.public().filter(decision__in=decisions.values("pk"))
    return told.newest_first().select_related("council")


def agenda(request: HttpRequest, council: str, meeting: str, edition: int) -> HttpResponse:
    return one_edition(request, council, meeting, EditionKind.AGENDA, edition)


def minutes(request: HttpRequest, council: str, meeting: str, edition: int) -> HttpResponse:
    return one_edition(request, council, meeting, EditionKind.MINUTES, edition)


def one_edition(
    request: HttpRequest, council: str, meeting: str, kind: EditionKind, number: int
) -> HttpResponse:
    """An agenda or minutes in full, as it was published, at its address for good."""
    held = meeting_of(council, meeting)
    editions = newest_first(held)
    same_kind = [each for each in editions if each.kind == kind]
    shown = next((each for each in same_kind if each.number == number), None)
    if shown is None:
        raise Http404
    items = items_of(shown)
    links = dict(zip((each.row.pk for each in items), with_links(items), strict=True))
    context: dict[str, Any] = {
        **about(held, shown),
        **as_published(shown),
        "edition": shown,
        "name": _("%(kind)s, edition %(number)s")
        % {"kind": shown.get_kind_display(), "number": number},
        "newest": same_kind[0],
        "newest_path": edition_path(same_kind[0]),
        "editions": [(each, edition_path(each)) for each in editions],
        "pdf": print_line(shown),
        "sections": [
            (section, [(each, links[each.row.pk][1]) for each in section.items])
            for section in sections(held, items)
        ],
        "attendance": attendance_of(shown),
        "undecided": shown.head.get("undecided", ""),
        "news": news_of(shown, editions),
        "corrections": [each for each in corrections_of(editions) if each.edition_id == shown.pk],
        "trail": [
            *trail.from_council(held.council, (_("Meetings"), "meetings")),
            {"label": lines.title_of(held), "href": meeting_path(held)},
        ],
    }
    return render(request, "website/meetings/edition.html", context)


def as_published(edition: Edition) -> dict[str, Any]:
    """When and where it was to be, as the edition says it, whatever was changed since."""
    head = edition.head
    begins, ends = (parse_time(head.get(name) or "") for name in ("starts_at", "ends_at"))
    day = parse_date(head["held_on"]) if head.get("held_on") else None
    return {
        "when": date_format(day) if day else head.get("known_as", ""),
        "hours": lines.hours(begins, ends),
        "place": head.get("place", ""),
        "illustrative": head.get("illustrative", ""),
    }
