"""JSON: the dataset's own description, then its rows as objects."""

import json
from collections.abc import Iterable

from kkr.opendata.formats.csv import plain
from kkr.opendata.kinds import About, Dataset, Format, Row


def write(dataset: Dataset, rows: Iterable[Row], about: About) -> str:
    """One object with `title`, `url`, `columns` and `rows`."""
    codes = [column.code for column in dataset.columns]
    content = {
        "title": about.title,
        "url": about.url,
        "columns": described(dataset),
        "rows": [{code: plain(row[code]) for code in codes} for row in rows],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def described(dataset: Dataset) -> list[dict[str, str]]:
    """What each column is called and means."""
    return [
        {"code": column.code, "title": str(column.title), "description": str(column.description)}
        for column in dataset.columns
    ]


FORMAT = Format("json", "application/json", "JSON", write)
