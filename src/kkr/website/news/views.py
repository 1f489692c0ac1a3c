from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from kkr.council.models import Council
from kkr.documents.addresses import resolve
from kkr.ledger import clock
from kkr.news.models import NewsItem
from kkr.news.presentation import address, article
from kkr.website import trail
from kkr.website.news.lines import news_lines, told_of
from kkr.website.paging import page_of

PER_PAGE = 20


def archive(request: HttpRequest, council: str = "", year: int | None = None) -> HttpResponse:
    """News of a council, or of all; of one year, or the newest first; twenty a page."""
    found = get_object_or_404(Council.objects.public(), slug=council) if council else None
    everything = NewsItem.objects.public()
    items = everything.of_council(found) if found else everything
    years = items.years()
    if year is not None:
        items = items.in_year(year)
        refuse_empty(year, years)
    page = page_of(request, items.newest_first().select_related("council"), size=PER_PAGE)
    context = {
        "council": found,
        "heading": heading(found, year),
        "here": str(year) if year else _("News"),
        "trail": trail.from_council(
            found, *[(_("News"), "news" if found else "all_news")] * bool(year)
        ),
        "years": year_links(found, years, year),
        "news": news_lines(page.object_list, with_council=found is None),
        "page": page,
    }
    return render(request, "website/news/archive.html", context)


def refuse_empty(year: int, years: Any) -> None:
    """404 for a year without news, unless it is this one, in which some may come."""
    if year not in {clock.today().year, *(each for each, _count in years)}:
        raise Http404


def heading(council: Council | None, year: int | None) -> str:
    whose = council.name if council else _("all five councils")
    if year is None:
        return _("News from %(whose)s") % {"whose": whose}
    return _("News from %(whose)s in %(year)s") % {"whose": whose, "year": str(year)}


def year_links(council: Council | None, years: Any, current: int | None) -> list[dict[str, Any]]:
    """Every year with news, newest first, with how many there were."""
    name, arguments = ("news_of_year", [council.slug]) if council else ("all_news_of_year", [])
    return [
        {
            "year": year,
            "count": count,
            "current": year == current,
            "href": reverse(f"website:{name}", args=[*arguments, year]),
        }
        for year, count in years
    ]


def item(request: HttpRequest, year: int, slug: str, council: str = "") -> HttpResponse:
    """One item at its address for ever: redirects where it moved, 410 with the reason where withdrawn."""
    found = get_object_or_404(Council.objects.public(), slug=council) if council else None
    path = f"/{council}/nyheder/{year}/{slug}/" if council else f"/nyheder/{year}/{slug}/"
    resident = resolve(path)
    if resident is None:
        raise Http404
    withdrawn = NewsItem.objects.withdrawn().filter(pk=resident.object_id).first()
    if withdrawn:
        return gone(request, withdrawn, found)
    public = NewsItem.objects.public().select_related("council", "document")
    shown = get_object_or_404(public, pk=resident.object_id)
    if resident.current_path != path:
        return moved_to(address(shown))
    return render(request, "website/news/item.html", item_context(shown, found))


def moved_to(address: str) -> HttpResponse:
    """The way to where an item lives now; to be asked for anew, since it may move back."""
    answer = redirect(address, permanent=True)
    patch_cache_control(answer, no_cache=True)
    return answer


def gone(request: HttpRequest, withdrawn: NewsItem, council: Council | None) -> HttpResponse:
    """410: that it was withdrawn, when, and why."""
    archive_path = (
        reverse("website:news", args=[council.slug]) if council else reverse("website:all_news")
    )
    context = {
        "item": withdrawn,
        "council": council,
        "here": _("Withdrawn"),
        "trail": trail.from_council(council, (_("News"), "news" if council else "all_news")),
        "archive": archive_path,
    }
    return render(request, "website/news/withdrawn.html", context, status=410)


def item_context(shown: NewsItem, council: Council | None) -> dict[str, Any]:
    """What the page of one item shows."""
    assert shown.published_at
    shown_article = article(shown, html=shown.document.latest.html, at=shown.published_at)
    return {
        "article": shown_article,
        "told_of": told_of(shown),
        "council": council,
        "trail": trail.from_council(council, (_("News"), "news" if council else "all_news")),
        "structured": structured(shown_article, address(shown)),
    }


def structured(shown: dict[str, Any], path: str) -> dict[str, Any]:
    """The item as schema.org knows a news article."""
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": shown["title"],
        "description": shown["lead"],
        "datePublished": shown["machine_date"],
        "inLanguage": shown["language"],
        "url": f"{settings.SITE_URL}{path}",
        "publisher": {"@type": "Organization", "name": shown["sender"]},
    }
