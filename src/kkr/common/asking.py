"""What kind of answer a request asks for, and how it is refused in that kind."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: by its `Accept`, or by an address that ends in .json."""
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return preferred == "application/json" or request.path.endswith(".json")


def refused(
    request: HttpRequest, status: int, says: str, *, page: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The refusal in words: as JSON to a program that asks for it, else as plain text.

    With `page` a reader gets the page for that status, made with those values.
    """
    if wants_json(request):
        return JsonResponse({"status": status, "error": says}, status=status)
    if page is not None:
        return render(request, f"{status}.html", dict(page), status=status)
    return HttpResponse(f"{says}\n", status=status, content_type="text/plain; charset=utf-8")
