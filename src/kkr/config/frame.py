"""The frame of every page: what its header and footer say. The template is `site.html`."""

import re
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import get_language

from kkr.council.models import Council
from kkr.ledger import clock

OTHER = {"da": ("en", "English"), "en": ("da", "Dansk")}
PARAMETERS = {
    "website:members": ("dato",),
    "website:lines": ("dato",),
    "website:news": ("side",),
    "website:news_of_year": ("side",),
    "website:cases": ("side",),
    "website:recommendations": ("side",),
    "website:meetings": ("side",),
    "website:meetings_of_year": ("side",),
    "website:meetings_undated": ("side",),
    "website:all_news": ("side",),
    "website:all_news_of_year": ("side",),
    "opendata:dataset": ("raad", "dato"),
    "account_login": ("next",),
}
"""What a page understands; anything else in an address makes no other page of it."""
FORMS = {
    "dato": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "side": re.compile(r"[2-9]|[1-9][0-9]+"),
    "raad": re.compile(r"[a-z]+"),
    "next": re.compile(r"/[a-z0-9][a-zA-Z0-9/_-]*"),
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the councils, this page in the other language, the day."""
    language = get_language() or settings.LANGUAGE_CODE
    code, name = OTHER[language]
    plain = without_language(request.path) if language == "en" else own(request.path)
    addresses = {"da": plain, "en": f"/en{plain}"}
    query = known_query(request)
    return {
        "site_url": settings.SITE_URL,
        "is_demo": settings.KKR_DEMO,
        "contact": contact(),
        "today": clock.today(),
        "canonical": f"{settings.SITE_URL}{addresses[language]}{query}",
        "alternates": [
            {"code": each, "href": f"{settings.SITE_URL}{path}{query}"}
            for each, path in addresses.items()
        ],
        "languages": [{"label": name, "href": addresses[code] + query, "code": code}],
        "switcher": SimpleLazyObject(lambda: switcher(plain)),
        "is_signed_in": SimpleLazyObject(lambda: is_signed_in(request)),
    }


def without_language(path: str) -> str:
    """The path of the same page in Danish."""
    return own(re.sub(r"^/en(?=/|$)", "", path))


def own(path: str) -> str:
    """The path as part of an address of ours: two slashes at its beginning would name another host."""
    return quote(f"/{path.lstrip('/')}", safe="/:@!$&'()*+,;=-._~")


def known_query(request: HttpRequest) -> str:
    """The part of the query that makes this page another one; without what is empty or unknown."""
    found = request.resolver_match
    names = PARAMETERS.get(found.view_name, ()) if found else ()
    asked = [(name, request.GET.get(name, "")) for name in names]
    query = urlencode([(name, value) for name, value in asked if FORMS[name].fullmatch(value)])
    return f"?{query}" if query else ""


def is_signed_in(request: HttpRequest) -> bool:
    """Whether the reader is signed in; a reader without a session is not even asked.

    Looking at the session makes the answer vary by cookie, and then the page cache does not keep it.
    """
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return has_session and hasattr(request, "user") and request.user.is_authenticated


def contact() -> dict[str, str]:
    """How whoever runs the site is reached; `phone_link` is the number as a telephone wants it."""
    phone = settings.CONTACT_PHONE
    return {
        "name": settings.CONTACT_NAME,
        "email": settings.CONTACT_EMAIL,
        "phone": phone,
        "phone_link": "".join(sign for sign in phone if sign in "+0123456789"),
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
