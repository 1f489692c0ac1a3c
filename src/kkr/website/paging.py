"""A long list in pages: `?side=2`."""

import re
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest

PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


def page_of(request: HttpRequest, rows: Any, *, size: int) -> Page[Any]:
    """The page asked for in `?side=`, or 404 where there is none."""
    text = request.GET.get("side", "1")
    paginator = Paginator(rows, size)
    if not PAGE_NUMBER.fullmatch(text) or int(text) > paginator.num_pages:
        raise Http404
    return paginator.page(int(text))
