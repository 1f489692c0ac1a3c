from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from kkr.council.models import Council
from kkr.ledger import clock
from kkr.opendata.formats.csv import plain
from kkr.opendata.kinds import About, Dataset, Format, Query, datasets, formats

SAMPLE = 10


class BadQuery(ValueError):
    """A parameter that the dataset does not understand; the message is for the reader."""


def index(request: HttpRequest) -> HttpResponse:
    """Every dataset with its formats."""
    context = {"datasets": datasets().values(), "formats": formats().values()}
    return render(request, "opendata/index.html", context)


def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """One dataset: its columns, its addresses, its filters, its first rows."""
    dataset = found(slug)
    try:
        query = query_of(request, dataset)
    except BadQuery as refusal:
        return HttpResponse(str(refusal), status=400, content_type="text/plain; charset=utf-8")
    return render(request, "opendata/dataset.html", description(dataset, query))


def description(dataset: Dataset, query: Query) -> dict[str, Any]:
    """What the page about a dataset shows: its columns and its first rows."""
    rows = list(dataset.rows(query))
    return {
        "dataset": dataset,
        "formats": formats().values(),
        "columns_caption": _("What each column means"),
        "columns_heads": [_("Code"), _("Title"), _("Meaning")],
        "columns_rows": [
            [column.code, str(column.title), str(column.description)] for column in dataset.columns
        ],
        "sample_heading": _("The first %(shown)s of %(all)s rows")
        % {"shown": min(SAMPLE, len(rows)), "all": len(rows)},
        "sample_heads": [column.code for column in dataset.columns],
        "sample": [
            [
                "" if row[column.code] is None else plain(row[column.code])
                for column in dataset.columns
            ]
            for row in rows[:SAMPLE]
        ],
    }


def download(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """One dataset in one format; 400 says in words what is wrong with a parameter."""
    dataset, format_ = found(slug), formats().get(extension)
    if format_ is None:
        raise Http404
    try:
        query = query_of(request, dataset)
    except BadQuery as refusal:
        return HttpResponse(str(refusal), status=400, content_type="text/plain; charset=utf-8")
    return written(request, dataset, format_, query, title=str(dataset.title))


def news_feed(request: HttpRequest, council: str) -> HttpResponse:
    """The news of one council as Atom, at the address people subscribe to."""
    found_council = Council.objects.public().filter(slug=council).first()
    if found_council is None:
        raise Http404
    query = Query(day=clock.today(), council=council)
    title = _("News from %(council)s") % {"council": found_council.name}
    return written(request, datasets()["nyheder"], formats()["atom"], query, title=title)


def written(
    request: HttpRequest, dataset: Dataset, format_: Format, query: Query, *, title: str
) -> HttpResponse:
    """The answer in the format, open to scripts of any origin."""
    about = About(
        url=f"{settings.SITE_URL}{request.get_full_path()}",
        site_url=f"{settings.SITE_URL}/{query.council}/"
        if query.council
        else f"{settings.SITE_URL}/",
        title=title,
    )
    response = HttpResponse(
        format_.write(dataset, dataset.rows(query), about), content_type=format_.media_type
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def found(slug: str) -> Dataset:
    """The dataset at this address, or 404."""
    if slug not in datasets():
        raise Http404
    return datasets()[slug]


def query_of(request: HttpRequest, dataset: Dataset) -> Query:
    """The parameters `raad` and `dato` as a Query; raises BadQuery with what would be right."""
    unknown = sorted(set(request.GET) - set(dataset.filters))
    if unknown:
        known = ", ".join(dataset.filters) or _("none")
        raise BadQuery(
            _("%(name)s is not a parameter here; the parameters are: %(known)s.")
            % {"name": unknown[0], "known": known}
        )
    return Query(day=day_of(request), council=council_of(request))


def day_of(request: HttpRequest) -> date:
    """`dato` as a day, today by the clock where it is absent."""
    text = request.GET.get("dato", "")
    if not text:
        return clock.today()
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise BadQuery(_("dato must be a day such as 2018-02-01."))
    return day


def council_of(request: HttpRequest) -> str:
    """`raad` as the slug of a council, empty where it is absent."""
    slug = request.GET.get("raad", "")
    slugs = list(Council.objects.public().values_list("slug", flat=True))
    if slug and slug not in slugs:
        raise BadQuery(_("raad must be one of: %(slugs)s.") % {"slugs": ", ".join(slugs)})
    return slug
