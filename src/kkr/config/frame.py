"""The frame of every page: what its header and footer say. The template is `site.html`."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from kkr.council.models import Council
from kkr.ledger import clock

OTHER = {"da": ("en", "English"), "en": ("da", "Dansk")}


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the councils, this page in the other language, the day."""
    language = get_language() or settings.LANGUAGE_CODE
    code, name = OTHER[language]
    plain = request.path.removeprefix("/en") if language == "en" else request.path
    addresses = {"da": plain, "en": f"/en{plain}"}
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return {
        "site_url": settings.SITE_URL,
        "is_demo": settings.KKR_DEMO,
        "today": clock.today(),
        "canonical": f"{settings.SITE_URL}{request.path}{query}",
        "alternates": [
            {"code": each, "href": f"{settings.SITE_URL}{path}{query}"}
            for each, path in addresses.items()
        ],
        "languages": [{"label": name, "href": addresses[code] + query, "code": code}],
        "switcher": SimpleLazyObject(lambda: switcher(plain)),
    }


def switcher(path: str) -> list[dict[str, Any]]:
    """The councils to choose between; the one whose page this is stands out."""
    here = path.strip("/").split("/")[0]
    return [
        {
            "label": council.short_name,
            "href": reverse("website:council", args=[council.slug]),
            "current": council.slug == here,
        }
        for council in Council.objects.public()
    ]
