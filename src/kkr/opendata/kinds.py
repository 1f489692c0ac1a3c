"""What a dataset and a format are; each is one file in `datasets/` or `formats/`, found by itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils.functional import Promise

from kkr.common.registry import found_in

Row = Mapping[str, Any]
Text = str | Promise


REFORM = date(2007, 1, 1)
"""The first day of the municipalities and councils of today (the local government reform)."""


@dataclass(frozen=True)
class Column:
    """One column: its English code, its title and what it means in the reader's language.

    `language` is that of its words where it is the same for every reader.
    """

    code: str
    title: Text
    description: Text
    language: str = ""


@dataclass(frozen=True)
class Entry:
    """One row as a feed shows it; `path` is its page or, where it has none, a fragment of the dataset's.

    `identifier` is an absolute IRI that stays when the page moves; without one the address is it.
    `html` is the whole of it, sanitised and with whole addresses.
    """

    title: str
    path: str
    updated: datetime
    summary: str = ""
    author: str = ""
    identifier: str = ""
    published: datetime | None = None
    html: str = ""


NEWEST = 50
"""So many stand in a feed; every other format has them all."""


@dataclass(frozen=True)
class Query:
    """What was asked for: a council's slug, a day; empty means everything.

    `with_texts` where the whole text of a row is to come with it, and not its columns alone; `first`
    where so many rows will do.
    """

    day: date
    council: str = ""
    with_texts: bool = False
    first: int | None = None

    @property
    def at_most(self) -> int | None:
        """How many rows are looked at: in a feed the newest 50; None for all."""
        return NEWEST if self.with_texts else self.first


@dataclass(frozen=True)
class Dataset:
    """A table that anybody may read.

    `rows` gives plain values (str, int, date, datetime, None) under the codes of `columns`, from
    `.public()` only; `entry` tells how a row reads in a feed; `filters` says which of `raad` and
    `dato` it understands.
    """

    slug: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    rows: Callable[[Query], Iterable[Row]]
    entry: Callable[[Row], Entry]
    filters: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The language its entries are in whoever reads them; empty where it is the reader's."""
        return next((column.language for column in self.columns if column.language), "")


@dataclass(frozen=True)
class About:
    """Where an answer comes from: its own address, that of the page about the same, its title, of which day."""

    url: str
    page_url: str
    title: str
    author: str
    day: date


@dataclass(frozen=True)
class Format:
    """A way to write rows down; `is_file` where it is to be kept rather than looked at.

    `with_texts` where it has room for the whole text of a row.
    """

    extension: str
    media_type: str
    title: str
    write: Callable[[Dataset, Iterable[Row], About], str | bytes]
    is_file: bool = False
    with_texts: bool = False


@cache
def datasets() -> dict[str, Dataset]:
    """Every dataset by the slug of its address."""
    return {dataset.slug: dataset for dataset in found_in("kkr.opendata.datasets", "DATASET")}


@cache
def formats() -> dict[str, Format]:
    """Every format by its extension."""
    return {format_.extension: format_ for format_ in found_in("kkr.opendata.formats", "FORMAT")}
