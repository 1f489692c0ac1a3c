"""What templates ask of the design: `{% load design %}`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kkr.design import locator, symbols, tile_map

register = template.Library()
register.simple_tag(tile_map.tile_map)
register.simple_tag(locator.locator)
register.simple_tag(symbols.symbol, name="state_symbol")

WIDEST_TABLE_ON_A_PHONE = 2
MOST_STACKED = 7

# As characters that JSON reads back but no HTML parser can take for the end of the script.
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def long_date(day: date | None) -> str:
    """6. februar 2017"""
    return date_format(day, "DATE_FORMAT") if day else ""


@register.filter
def compact_date(day: date | None) -> str:
    """13.02.17, where space is scarce; the same in every language, as it stands in a column."""
    return date_format(day, "d.m.y") if day else ""


@register.filter
def compact_month(day: date | None) -> str:
    """jan. 2010, where space is scarce."""
    return date_format(day, "N Y") if day else ""


@register.filter
def number(value: Decimal | float | None, decimals: int | None = None) -> str:
    """1.234,5 as the reader's language writes it."""
    if value is None or value == "":
        return ""
    return number_format(value, decimals, use_l10n=True, force_grouping=True)


@register.filter
def json_ld(value: Mapping[str, Any]) -> SafeString:
    """Facts about the page for machines, as a data block: nothing in it can run."""
    text = json.dumps(value, ensure_ascii=False, default=str).translate(SCRIPT_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.inclusion_tag("design/components/table.html")
def table(
    caption: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]], empty: str = ""
) -> dict[str, Any]:
    """A table whose first cell in each row is its heading.

    A column is its name or `{"label", "numeric"}`; a cell is what to write or
    `{"text", "href", "state", "day", "note", "language"}`, the first one also with an `id` to link to.
    """
    heads = [_as_mapping(column, "label") for column in columns]
    bodies = [
        [
            {**_as_mapping(cell, "text"), "column": head}
            for cell, head in zip(row, heads, strict=True)
        ]
        for row in rows
    ]
    shape = shape_of(len(heads))
    return {"caption": caption, "columns": heads, "rows": bodies, "empty": empty, "shape": shape}


def shape_of(columns: int) -> str:
    """What becomes of a table on a phone: it fits, its rows are stacked, or it is scrolled sideways."""
    if columns <= WIDEST_TABLE_ON_A_PHONE:
        return "narrow"
    return "stacked" if columns <= MOST_STACKED else "wide"


def _as_mapping(value: Any, name: str) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {name: value}
