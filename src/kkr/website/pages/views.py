from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kkr.website import trail


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "website/pages/about.html", {"trail": trail.from_front()})


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "website/pages/privacy.html", {"trail": trail.from_front()})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "website/pages/accessibility.html", {"trail": trail.from_front()})


def health(_request: HttpRequest) -> HttpResponse:
    """`ok` where the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def robots(_request: HttpRequest) -> HttpResponse:
    """Everything public may be read by machines."""
    text = f"User-agent: *\nAllow: /\nSitemap: {settings.SITE_URL}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """404, with the way out."""
    return render(request, "404.html", {"trail": trail.from_front()}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without the database, which may be what failed."""
    return render(request, "500.html", status=500)
