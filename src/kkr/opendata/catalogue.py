"""What is said about the datasets: to readers, to programs, and to search engines."""

from dataclasses import replace
from itertools import islice
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.opendata.formats.csv import plain
from kkr.opendata.formats.json import described
from kkr.opendata.kinds import Column, Dataset, Query, Row, datasets, formats

SAMPLE = 10


def catalogue() -> dict[str, Any]:
    """Every dataset with its page, its addresses, its parameters and its columns."""
    return {
        "title": _("Open data"),
        "url": settings.SITE_URL + reverse("opendata:index"),
        "datasets": [
            {
                "slug": dataset.slug,
                "title": str(dataset.title),
                "description": str(dataset.description),
                "url": page_of(dataset),
                "parameters": list(dataset.filters),
                "formats": distributions(dataset),
                "columns": described(dataset),
            }
            for dataset in datasets().values()
        ],
    }


def page_of(dataset: Dataset) -> str:
    return settings.SITE_URL + reverse("opendata:dataset", args=[dataset.slug])


def distributions(dataset: Dataset) -> list[dict[str, str]]:
    """The dataset in each format: what it is called, its media type, and where it stands."""
    return [
        {
            "title": format_.title,
            "media_type": format_.media_type.split(";")[0],
            "path": (path := reverse("opendata:download", args=[dataset.slug, format_.extension])),
            "url": settings.SITE_URL + path,
        }
        for format_ in formats().values()
    ]


def description(dataset: Dataset, query: Query) -> dict[str, Any]:
    """What the page about a dataset shows: its addresses, its columns and its first rows."""
    rows = list(islice(dataset.rows(replace(query, first=SAMPLE + 1)), SAMPLE + 1))
    heading = _("The first %(shown)s rows") if len(rows) > SAMPLE else _("All %(shown)s rows")
    codes = [column.code for column in dataset.columns]
    return {
        "dataset": dataset,
        "formats": distributions(dataset),
        "columns_caption": _("What each column means"),
        "columns_heads": [_("Code"), _("Title"), _("Meaning")],
        "columns_rows": [
            [column.code, str(column.title), str(column.description)] for column in dataset.columns
        ],
        "sample_heading": heading % {"shown": min(SAMPLE, len(rows))},
        "sample_heads": codes,
        "sample": [[cell(column, row) for column in dataset.columns] for row in rows[:SAMPLE]],
    }


def cell(column: Column, row: Row) -> dict[str, Any]:
    """A value as a cell of the sample, in its own language."""
    value = row[column.code]
    return {"text": "" if value is None else plain(value), "language": column.language}


def structured(dataset: Dataset) -> dict[str, Any]:
    """The dataset as schema.org knows one, for those who look for data."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": str(dataset.title),
        "description": str(dataset.description),
        "url": page_of(dataset),
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": _("KL's five councils of municipalities")},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": each["media_type"],
                "contentUrl": each["url"],
            }
            for each in distributions(dataset)
        ],
    }
