"""What is said where a page about today is asked for another day in its address (`?dato=`)."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kkr.common.days import day_in
from kkr.council.models import Council

ABOUT_TODAY = ("front", "council", "municipalities", "municipality")


def other_day(request: HttpRequest) -> dict[str, Any]:
    """For the templates: the day that was not used, and where who sat on it is shown."""
    found = request.resolver_match
    if "dato" not in request.GET or not found or found.namespace != "website":
        return {}
    if found.url_name not in ABOUT_TODAY:
        return {}
    day = day_in(request.GET["dato"])
    council = Council.objects.public().filter(slug=found.kwargs.get("council")).first()
    href = reverse("website:members", args=[council.slug]) if council else ""
    return {"other_day": {"day": day, "council": council, "href": f"{href}?dato={day}"}}
