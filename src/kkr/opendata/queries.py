"""What was asked of a dataset."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from kkr.common.days import day_in
from kkr.common.text import shortened, slug
from kkr.council.models import Council
from kkr.ledger import clock
from kkr.opendata.kinds import Dataset, Query


class BadQuery(ValueError):
    """A parameter that the dataset does not understand; the message is for the reader."""


def query_of(request: HttpRequest, dataset: Dataset) -> Query:
    """The parameters `raad` and `dato` as a Query; raises BadQuery with what would be right."""
    unknown = sorted(set(request.GET) - set(dataset.filters))
    if unknown:
        known = ", ".join(dataset.filters) or _("none")
        raise BadQuery(
            _("%(name)s is not a parameter here; the parameters are: %(known)s.")
            % {"name": shortened(unknown[0]), "known": known}
        )
    twice = [name for name in dataset.filters if len(request.GET.getlist(name)) > 1]
    if twice:
        raise BadQuery(_("%(name)s is given more than once; give it once.") % {"name": twice[0]})
    return Query(day=day_of(request), council=council_of(request))


def day_of(request: HttpRequest) -> date:
    """`dato` as a day, today by the clock where it is absent."""
    text = request.GET.get("dato", "")
    day = day_in(text) if text else clock.today()
    if day is None:
        raise BadQuery(_("dato must be a day such as 2018-02-01."))
    return day


def council_of(request: HttpRequest) -> str:
    """`raad` as the slug of a council, empty where it is absent."""
    asked = request.GET.get("raad", "")
    slugs = council_slugs()
    if asked and asked not in slugs:
        raise BadQuery(_("raad must be one of: %(slugs)s.") % {"slugs": ", ".join(slugs)})
    return asked


def council_slugs() -> list[str]:
    return list(Council.objects.public().values_list("slug", flat=True))


def with_plain_council(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sends `?raad=KKR Sjælland` to `?raad=sjaelland`, so that a council has one address."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        texts = request.GET.getlist("raad")
        meant = slug(texts[0]).removeprefix("kkr-") if len(texts) == 1 else ""
        if not meant or texts == [meant] or meant not in council_slugs():
            return view(request, *args, **kwargs)
        query = request.GET.copy()
        query["raad"] = meant
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")

    return asked
