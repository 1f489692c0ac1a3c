from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from kkr.common.asking import refused
from kkr.common.days import with_iso_day
from kkr.council.models import Council
from kkr.ledger import clock
from kkr.opendata.calendars import CALENDAR, calendar_of
from kkr.opendata.catalogue import catalogue, description, structured
from kkr.opendata.kinds import About, Dataset, Format, Query, datasets, formats
from kkr.opendata.queries import BadQuery, query_of, with_plain_council

PAGE = "text/html"
View = Callable[..., HttpResponse]


def open_to_all(view: View) -> View:
    """Scripts of any origin may read the answer, also where it leads on or refuses."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Access-Control-Allow-Origin"] = "*"
        return answer

    return asked


@open_to_all
def index(request: HttpRequest) -> HttpResponse:
    """Every dataset with its formats; to a program that asks for JSON the way to the catalogue."""
    preferred = request.get_preferred_type([PAGE, "application/json"])
    if preferred == "application/json":
        return vary(redirect("opendata:catalogue"))
    if preferred is None:
        return vary(refused(request, 406, _("There is a page here, and the catalogue as JSON.")))
    context = {
        "datasets": datasets().values(),
        "formats": formats().values(),
        "site_url": settings.SITE_URL,
    }
    return vary(render(request, "opendata/index.html", context))


@open_to_all
def whole_catalogue(_request: HttpRequest) -> HttpResponse:
    """The datasets with their addresses, parameters and columns, as JSON."""
    return JsonResponse(catalogue(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@open_to_all
@with_iso_day
@with_plain_council
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """One dataset: its columns, its addresses, its filters, its first rows; or the way to its rows."""
    dataset = found(slug)
    kinds = {each.media_type.split(";")[0]: each.extension for each in formats().values()}
    preferred = request.get_preferred_type([PAGE, *kinds])
    if preferred is None:
        return vary(refused(request, 406, known_formats()))
    if preferred != PAGE:
        return vary(redirect(address_of(request, dataset, kinds[preferred])))
    try:
        query = query_of(request, dataset)
    except BadQuery as refusal:
        return vary(refused(request, 400, str(refusal), page={"says": str(refusal)}))
    context = {**description(dataset, query), "structured": structured(dataset)}
    return vary(render(request, "opendata/dataset.html", context))


@open_to_all
@with_iso_day
@with_plain_council
def download(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """One dataset in one format; 400 says in words what is wrong with a parameter."""
    dataset, format_ = found(slug), formats().get(extension)
    if format_ is None and extension.lower() in formats():
        return redirect(address_of(request, dataset, extension.lower()), permanent=True)
    if format_ is None:
        return refused(request, 404, known_formats(), page={"says": known_formats()})
    try:
        query = query_of(request, dataset)
    except BadQuery as refusal:
        return refused(request, 400, str(refusal))
    address, page = request.get_full_path(), address_of(request, dataset)
    return written(address, dataset, format_, query, title=str(dataset.title), page=page)


@open_to_all
def news_feed(request: HttpRequest, council: str = "") -> HttpResponse:
    """The news of one council, or of all five, as Atom, at the address people subscribe to."""
    of_council = council_at(council) if council else None
    whose = of_council.name if of_council else _("all five councils")
    title = _("News from %(council)s") % {"council": whose}
    page = reverse("website:news", args=[council]) if council else reverse("website:all_news")
    return feed_of(request, "nyheder", council, title=title, page=page)


@open_to_all
def meetings_feed(request: HttpRequest, council: str) -> HttpResponse:
    """The meetings of a council as Atom."""
    title = _("Meetings of %(council)s") % {"council": council_at(council).name}
    page = reverse("website:meetings", args=[council])
    return feed_of(request, "moeder", council, title=title, page=page)


@open_to_all
def decisions_feed(request: HttpRequest, council: str) -> HttpResponse:
    """The decisions of a council as Atom."""
    title = _("Decisions of %(council)s") % {"council": council_at(council).name}
    page = reverse("website:meetings", args=[council])
    return feed_of(request, "beslutninger", council, title=title, page=page)


@open_to_all
def recommendations_feed(request: HttpRequest, council: str) -> HttpResponse:
    """What a council recommended as Atom: sent out, carried, lost."""
    title = _("Recommendations of %(council)s") % {"council": council_at(council).name}
    page = reverse("website:recommendations", args=[council])
    return feed_of(request, "anbefalinger", council, title=title, page=page)


def council_at(slug: str) -> Council:
    return get_object_or_404(Council.objects.public(), slug=slug)


def feed_of(
    request: HttpRequest, slug: str, council: str, *, title: str, page: str
) -> HttpResponse:
    query = Query(day=clock.today(), council=council)
    return written(request.path, datasets()[slug], formats()["atom"], query, title=title, page=page)


@open_to_all
def calendar(_request: HttpRequest, council: str) -> HttpResponse:
    """The meetings of a council as a calendar that people subscribe to."""
    return HttpResponse(calendar_of(council_at(council)), content_type=CALENDAR)


def written(
    address: str, dataset: Dataset, format_: Format, query: Query, *, title: str, page: str
) -> HttpResponse:
    """The answer in the format; `page` shows the same to readers."""
    about = About(
        url=f"{settings.SITE_URL}{address}",
        page_url=f"{settings.SITE_URL}{page}",
        title=title,
        author=_("KL's five councils of municipalities"),
        day=query.day,
    )
    rows = dataset.rows(replace(query, with_texts=format_.with_texts))
    answer = HttpResponse(format_.write(dataset, rows, about), content_type=format_.media_type)
    if format_.is_file:
        name = file_name(dataset, format_, query)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def file_name(dataset: Dataset, format_: Format, query: Query) -> str:
    """`kkr-medlemmer-hovedstaden-2017-02-13.csv`: what it is of, and as of when."""
    return "-".join(filter(None, ["kkr", dataset.slug, query.council, query.day.isoformat()])) + (
        f".{format_.extension}"
    )


def address_of(request: HttpRequest, dataset: Dataset, extension: str = "") -> str:
    """Where the rows that were asked for stand in a format, or the page about them."""
    address = (
        reverse("opendata:download", args=[dataset.slug, extension])
        if extension
        else reverse("opendata:dataset", args=[dataset.slug])
    )
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def known_formats() -> str:
    return _("The formats are: %(known)s.") % {"known": ", ".join(formats())}


def found(slug: str) -> Dataset:
    """The dataset at this address, or 404."""
    if slug not in datasets():
        raise Http404
    return datasets()[slug]


def vary(answer: Any) -> HttpResponse:
    """What is answered here depends on what the reader takes."""
    patch_vary_headers(answer, ["Accept"])
    kept: HttpResponse = answer
    return kept
