"""A day as a reader may write it in an address: 2017-02-13, or 13.2.2017, 13/2-17 or 13. februar 2017."""

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

FORMS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}|\d{2})", re.ASCII),
    re.compile(r"(?P<d>(?a:\d{1,2}))\.? ?(?P<month>[a-z]{3,9})\.? (?P<y>(?a:\d{4}))"),
)
DANISH = "januar februar marts april maj juni juli august september oktober november december"
ENGLISH = "january february march april may june july august september october november december"
MONTHS = [name for names in (DANISH, ENGLISH) for name in enumerate(names.split(), start=1)]


def day_in(text: str) -> date | None:
    """The day that `text` names, None where it names none; the year 18 is 2018.

    >>> day_in("2018-02-01") == day_in("1.2.2018") == day_in("01/02/18") == day_in("1. februar 2018")
    True
    >>> day_in("31.2.2017"), day_in("20170213"), day_in("٢٠١٧-٠٢-١٣")
    (None, None, None)
    """
    plain = " ".join(text.lower().split())
    for form in FORMS:
        if found := form.fullmatch(plain):
            return _day(found.groupdict())
    return None


def _day(parts: dict[str, str]) -> date | None:
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    month = int(parts["m"]) if "m" in parts else month_named(parts["month"])
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        return None


def month_named(word: str) -> int:
    """The number of a month by its Danish or English name or the beginning of it; 0 of none."""
    return next((number for number, name in MONTHS if name.startswith(word)), 0)


def with_iso_day(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends `?dato=13.2.2017` to `?dato=2017-02-13`, so that a day has one address."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        texts = request.GET.getlist("dato")
        day = day_in(texts[0]) if len(texts) == 1 else None
        if day is None or texts == [day.isoformat()]:
            return view(request, *args, **kwargs)
        query = request.GET.copy()
        query["dato"] = day.isoformat()
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")

    return asked
