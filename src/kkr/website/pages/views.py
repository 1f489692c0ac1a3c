from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _

from kkr.website import trail
from kkr.website.page_cache import CLOSED

PREPARED_ON = date(2026, 11, 23)
"""When what the statement says of accessibility was last looked through; change both together."""


def about(request: HttpRequest) -> HttpResponse:
    """What the site is; in a demonstration also what its clock was set to."""
    sections = [
        ("council", _("What a council is")),
        ("sources", _("Where the facts come from")),
        ("unknown", _("What is not known")),
        *([("demo", _("This is a demonstration"))] if settings.KKR_DEMO else []),
        ("data", _("Open data and addresses")),
    ]
    context = {"sections": contents(sections), "clock_set_to": settings.KKR_TODAY}
    return render(request, "website/pages/about.html", {"trail": trail.from_front(), **context})


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of readers, of those who sign in, and of those who are named."""
    sections = [
        ("reading", _("If you read")),
        ("signing-in", _("If you sign in")),
        ("named", _("If you are named")),
        ("wrong", _("If something is wrong")),
    ]
    context = {"trail": trail.from_front(), "sections": contents(sections)}
    return render(request, "website/pages/privacy.html", context)


def contents(sections: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The page's own contents, by the anchors of its headings."""
    return [{"label": label, "href": f"#{anchor}"} for anchor, label in sections]


def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement, or the way to it where it stands at the Agency for Digital Government."""
    if settings.WAS_URL:
        return redirect(settings.WAS_URL)
    sections = [
        ("status", _("Compliance status")),
        ("not-accessible", _("Content that is not accessible")),
        ("preparation", _("How the statement was prepared")),
        ("feedback", _("If something is in your way")),
        ("enforcement", _("Enforcement")),
    ]
    context = {
        "trail": trail.from_front(),
        "prepared_on": PREPARED_ON,
        "site": urlsplit(settings.SITE_URL).netloc,
        "sections": contents(sections),
    }
    return render(request, "website/pages/accessibility.html", context)


def health(_request: HttpRequest) -> HttpResponse:
    """`ok` where the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def icon(_request: HttpRequest) -> HttpResponse:
    """Where those that do not read the page look for its icon."""
    return redirect(static("design/favicon.ico"))


def robots(_request: HttpRequest) -> HttpResponse:
    """Everything public may be read by machines; the rest is for people who sign in."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    text = f"User-agent: *\n{closed}Allow: /\n\nSitemap: {settings.SITE_URL}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without the database, which may be what failed."""
    return render(request, "500.html", status=500)
