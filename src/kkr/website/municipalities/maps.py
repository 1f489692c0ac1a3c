"""Municipalities as tiles, and the table that stands under every map."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.common.text import in_danish_order
from kkr.council.models import AreaPlacement, Council, Municipality
from kkr.design.tile_layout import TILES
from kkr.design.tile_map import Legend, Tile

LETTERS = {
    "hovedstaden": "H",
    "sjaelland": "Sj",
    "syddanmark": "Sy",
    "midtjylland": "M",
    "nordjylland": "N",
}


def path_of(municipality: Municipality, council: Council) -> str:
    return reverse("website:municipality", args=[council.slug, municipality.slug])


def tile(
    municipality: Municipality, council: Council, group: str = "", *, current: bool = False
) -> Tile:
    """The municipality where it stands on the map, linking to its page."""
    column, row, short = TILES[municipality.code]
    return Tile(
        code=municipality.code,
        label=municipality.name,
        short=short,
        column=column,
        row=row,
        href=path_of(municipality, council),
        group=group,
        current=current,
    )


def by_council(day: date) -> dict[Council, list[Municipality]]:
    """Every council with its municipalities on `day`, by name, in two queries."""
    found: dict[Council, list[Municipality]] = {
        council: [] for council in Council.objects.public().select_related("area")
    }
    of_area = {council.area_id: council for council in found}
    placements = AreaPlacement.objects.public().running_on(day).filter(within_kind="council")
    for placement in placements.select_related("area__municipality"):
        found[of_area[placement.within_id]].append(placement.area.municipality)
    for municipalities in found.values():
        municipalities.sort(key=danish_order)
    return found


def danish_order(municipality: Municipality) -> str:
    return in_danish_order(municipality.name)


def country(day: date) -> dict[str, Any]:
    """What the map of the whole country and its tables need."""
    groups = by_council(day)
    return {
        "by_council": groups,
        "tiles": [
            tile(municipality, council, LETTERS.get(council.slug, ""))
            for council, municipalities in groups.items()
            for municipality in municipalities
        ],
        "legend": [
            Legend(
                council.name,
                group=LETTERS.get(council.slug, ""),
                count=str(len(municipalities)),
                href=reverse("website:municipalities", args=[council.slug]),
            )
            for council, municipalities in groups.items()
        ],
        "map_heading": _("The %(number)s municipalities and their councils")
        % {"number": sum(map(len, groups.values()))},
        "map_when_small": _(
            "On this screen the tiles are small: each council has a larger map of its own, and every"
            " municipality stands in the lists below."
        ),
        "map_description": _("Each tile is a municipality and links to its page."),
        "tables": [
            {
                "caption": f"{council.name} ({len(municipalities)})",
                "columns": [_("Municipality"), _("Code")],
                "rows": table_rows(council, municipalities),
            }
            for council, municipalities in groups.items()
        ],
    }


def of_council(council: Council, day: date, current: Municipality | None = None) -> dict[str, Any]:
    """What the map of one council and its table need; `current` stands out."""
    municipalities = sorted(
        Municipality.objects.public().in_council(council, day), key=danish_order
    )
    return {
        "tiles": [tile(each, council, current=each == current) for each in municipalities],
        "legend": [],
        "map_heading": _("%(number)s municipalities meet in %(council)s")
        % {"number": len(municipalities), "council": council.name},
        "map_description": _("Each tile is a municipality and links to its page."),
        "tables": in_two(council, municipalities),
    }


def in_two(council: Council, municipalities: list[Municipality]) -> list[dict[str, Any]]:
    """The table under the map, as two halves beside each other where there is room."""
    middle = (len(municipalities) + 1) // 2
    return [
        {
            "caption": _("%(first)s to %(last)s") % {"first": part[0].name, "last": part[-1].name},
            "columns": [_("Municipality"), _("Code")],
            "rows": table_rows(council, part),
        }
        for part in (municipalities[:middle], municipalities[middle:])
        if part
    ]


def table_rows(council: Council, municipalities: list[Municipality]) -> list[list[Any]]:
    return [
        [{"text": municipality.name, "href": path_of(municipality, council)}, municipality.code]
        for municipality in municipalities
    ]
