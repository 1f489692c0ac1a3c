"""What is said when a page is not given: 400, 404 and 405, as a page or, to a program, as JSON."""

from collections.abc import Callable
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from kkr.common.asking import refused
from kkr.common.text import LETTERS
from kkr.council.models import Council
from kkr.website import trail

READ_ONLY = ("kkr.website.", "kkr.opendata.", "kkr.config.", "django.contrib.sitemaps.")
READING = ("GET", "HEAD")


class NoNull:
    """An address with U+0000 in it is none of ours: 400, for PostgreSQL has no way to look for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return as_page(request, 400, _("The request could not be understood."))
        return self.get_response(request)


class ReadOnlyFaces:
    """Public pages take no form: any method that is not for reading is 405, before a form is looked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if request.method in READING or not view.__module__.startswith(READ_ONLY):
            return None
        answer = as_page(request, 405, _("This page can only be read."))
        answer["Allow"] = ", ".join(READING)
        return answer


def as_page(request: HttpRequest, status: int, says: str) -> HttpResponse:
    """The page for `status`, or its words as JSON."""
    return refused(request, status, says, page={"trail": trail.from_front()})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """400, without saying what of it was wrong: that is for the log."""
    return as_page(request, 400, _("The request could not be understood."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Where the address was all but right the way to it, else 404 with the way out."""
    right = nearby(request.path)
    if right and request.method in READING:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{right}?{query}" if query else right)
    return as_page(request, 404, _("There is no page at this address."))


def nearby(path: str) -> str:
    """The public address that differs only in capitals, in æøå or in its last slash; empty if none."""
    plain = path.lower().translate(LETTERS)
    for candidate in (plain, plain.rstrip("/"), f"{plain}/"):
        if candidate != path and is_public(candidate):
            return candidate
    return ""


def is_public(path: str) -> bool:
    """Whether a public page may stand at `path`; any word may be a council's, so that is looked up."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    slug = found.kwargs.get("council")
    is_there = not slug or Council.objects.public().filter(slug=slug).exists()
    return found.namespace in {"website", "opendata"} and is_there
