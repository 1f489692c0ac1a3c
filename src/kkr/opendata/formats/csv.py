"""Comma-separated values, RFC 4180, header of column codes; dates as ISO 8601.

UTF-8 behind a byte order mark: without one a Danish Excel takes the file for Windows-1252.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date, time

from kkr.opendata.kinds import About, Dataset, Format, Row

BYTE_ORDER_MARK = "\ufeff"


def write(dataset: Dataset, rows: Iterable[Row], _about: About) -> str:
    """The rows under a header; None is empty."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    codes = [column.code for column in dataset.columns]
    writer = csv.writer(text)
    writer.writerow(codes)
    writer.writerows([plain(row[code]) for code in codes] for row in rows)
    return text.getvalue()


def plain(value: object) -> object:
    """Dates and instants as ISO 8601, everything else as it is."""
    return value.isoformat() if isinstance(value, date | time) else value


FORMAT = Format("csv", "text/csv; charset=utf-8; header=present", "CSV", write, is_file=True)
