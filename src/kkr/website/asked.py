"""Whether a page is there for everybody, asked without a request from outside."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import override

OF_READERS = {"website", "opendata"}


def answers(path: str) -> bool:
    """Whether a citizen who asks for the path gets a page, or is led on to one.

    The view itself is asked, so that nothing has to be said twice of what is there; neither the page
    cache nor the log hears of it. What stands in no room of the readers' is there if its address is;
    at the desk nobody is a citizen.
    """
    asked = urlsplit(path)
    language = "en" if f"{asked.path}/".startswith("/en/") else settings.LANGUAGE_CODE
    with override(language):
        match = match_of(asked.path)
        if match is None or "workspace" in match.namespaces:
            return False
        if not OF_READERS & set(match.namespaces):
            return True
        return is_answered(match, asked.path, asked.query)


def match_of(path: str) -> ResolverMatch | None:
    """What answers there; a missing slash at the end is put there, as it is for a reader."""
    for wanted in (path, f"{path}/"):
        try:
            return resolve(wanted)
        except Resolver404:
            continue
    return None


def is_answered(match: ResolverMatch, path: str, query: str) -> bool:
    request: Any = HttpRequest()
    host = urlsplit(settings.SITE_URL)
    request.method, request.GET = "GET", QueryDict(query)
    request.path = request.path_info = path
    request.META = {"SERVER_NAME": host.hostname, "SERVER_PORT": str(host.port or 443)}
    request.user, request.htmx, request.resolver_match = AnonymousUser(), False, match
    try:
        answer = match.func(request, *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        return False
    return bool(answer.status_code < 400)
