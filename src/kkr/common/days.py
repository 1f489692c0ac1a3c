"""A day as a reader may write it in an address: 2017-02-13, or 13.2.2017 as a Dane does."""

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

FORMS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", re.ASCII),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", re.ASCII),
)


def day_in(text: str) -> date | None:
    """The day that `text` names, None where it names none.

    >>> day_in("2017-02-13") == day_in("13.2.2017") == date(2017, 2, 13)
    True
    >>> day_in("31.2.2017"), day_in("20170213"), day_in("٢٠١٧-٠٢-١٣")
    (None, None, None)
    """
    for form in FORMS:
        if found := form.fullmatch(text.strip()):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def with_iso_day(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends `?dato=13.2.2017` to `?dato=2017-02-13`, so that a day has one address."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = request.GET.get("dato", "")
        day = day_in(text)
        if day is None or text == day.isoformat():
            return view(request, *args, **kwargs)
        query = request.GET.copy()
        query["dato"] = day.isoformat()
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")

    return asked
