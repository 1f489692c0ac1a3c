from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.council.models import Council, Membership
from kkr.ledger import clock
from kkr.meetings.models import Meeting
from kkr.news.models import NewsItem
from kkr.website import trail
from kkr.website.meetings.lines import days_left, hours, title_of
from kkr.website.meetings.reading import meeting_path
from kkr.website.municipalities import maps
from kkr.website.news.lines import news_lines
from kkr.website.people.lines import (
    chair_lines,
    chairs_heading,
    chairs_unknown,
    note_of_all,
    posts_unknown,
    with_one_note,
)

NEWEST = 5


def front(request: HttpRequest) -> HttpResponse:
    """The five councils, the country as tiles, the news of all."""
    today = clock.today()
    country = maps.country(today)
    news = NewsItem.objects.public().newest_first().select_related("council")[:NEWEST]
    context = {
        **country,
        "councils": council_rows(country["by_council"]),
        "news": news_lines(news, with_council=True),
        "structured": {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": "KKR",
            "url": f"{settings.SITE_URL}/",
            "inLanguage": ["da", "en"],
        },
    }
    return render(request, "website/front.html", context)


def council_rows(by_council: dict[Council, list[Any]]) -> list[dict[str, Any]]:
    """One line a council: its name, how many municipalities, who chairs today."""
    day = clock.today()
    seats: dict[int, list[Membership]] = {}
    for seat in Membership.objects.public().running_on(day).chairmanship().with_names():
        seats.setdefault(seat.body_id, []).append(seat)
    return [
        {
            "name": council.name,
            "href": trail.council_path(council),
            "about": about(len(municipalities), seats.get(council.pk, [])),
        }
        for council, municipalities in by_council.items()
    ]


def about(municipalities: int, seats: list[Membership]) -> list[str]:
    """How many municipalities, and who chairs, or that it is not known."""
    count = ngettext("%(number)s municipality", "%(number)s municipalities", municipalities)
    named = {seat.role: seat.person.name for seat in seats}
    chair = named.get("chair") or _("not in our sources for this day")
    return [count % {"number": municipalities}, _("Chair: %(name)s") % {"name": chair}]


def show(request: HttpRequest, council: str) -> HttpResponse:
    """The front page of one council."""
    found = get_object_or_404(Council.objects.public(), slug=council)
    chairs = Membership.objects.public().of_body(found).running_on(clock.today()).chairmanship()
    lines = chair_lines(chairs.with_names())
    news = NewsItem.objects.public().of_council(found).newest_first().select_related("council")
    local = maps.of_council(found, clock.today())
    context = {
        "council": found,
        "introduction": introduction(found, len(local["tiles"])),
        "trail": trail.from_front(),
        "contents": contents(),
        "chairs": with_one_note(lines),
        "chairs_note": note_of_all(lines),
        "posts_unknown": posts_unknown(lines),
        "chairs_heading": chairs_heading(lines),
        "chairs_unknown": chairs_unknown(),
        "news": news_lines(news[:NEWEST]),
        "next_meeting": next_meeting(found),
        "structured": structured(found, lines),
        "codes": {tile.code for tile in local["tiles"]},
        **local,
    }
    return render(request, "website/council/front.html", context)


def introduction(council: Council, municipalities: int) -> str:
    return _(
        "In %(name)s the mayors and other politicians of %(number)s municipalities meet to discuss,"
        " to set common lines and to coordinate."
    ) % {"name": council.name, "number": municipalities}


def next_meeting(council: Council) -> dict[str, Any] | None:
    """The next meeting that is announced, with the days left until then."""
    today = clock.today()
    coming = Meeting.objects.public().of_council(council).coming_after(today)
    meeting = coming.select_related("council").first()
    if meeting is None:
        return None
    facts = [hours(meeting.starts_at, meeting.ends_at), meeting.place]
    return {
        "title": title_of(meeting),
        "href": meeting_path(meeting),
        "left": days_left(meeting, today),
        "facts": ", ".join(filter(None, facts)),
    }


def contents() -> list[dict[str, Any]]:
    """The page's own contents, each part with the council's section that has the rest of it."""
    return [
        {"label": label, "href": href, "parts": [{"label": more, "href": page}] if page else []}
        for label, href, more, page in (
            (_("Chair and vice chair"), "#chairs", _("Members, on any date"), "medlemmer/"),
            (_("Latest news"), "#news", _("All news"), "nyheder/"),
            (_("Next meeting"), "#meetings", _("All meetings"), "moeder/"),
            (_("What the council does"), "#work", _("Cases"), "sager/"),
            (_("The municipalities"), "#map-heading", _("Municipalities as a list"), "kommuner/"),
        )
    ]


def structured(council: Council, chairs: list[dict[str, Any]]) -> dict[str, Any]:
    """The council as schema.org knows it."""
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "name": council.name,
        "url": f"{settings.SITE_URL}{trail.council_path(council)}",
        "parentOrganization": {"@type": "Organization", "name": "KL"},
        "member": [
            {"@type": "Person", "name": line["name"], "jobTitle": str(line["role"])}
            for line in chairs
        ],
    }
