"""Regions, and the parts of the country the councils cover."""

from datetime import date
from typing import NamedTuple

REFORM = date(2007, 1, 1)
MERGER = date(2027, 1, 1)
COUNTRY = ("DK", "Danmark")


class RegionRow(NamedTuple):
    code: str
    name: str
    starts_on: date
    ends_on: date | None = None


REGIONS = [
    RegionRow("1081", "Region Nordjylland", REFORM),
    RegionRow("1082", "Region Midtjylland", REFORM),
    RegionRow("1083", "Region Syddanmark", REFORM),
    RegionRow("1084", "Region Hovedstaden", REFORM, MERGER),
    RegionRow("1085", "Region Sjælland", REFORM, MERGER),
    RegionRow("", "Region Østdanmark", MERGER),
]
SUCCESSORS = {"Region Hovedstaden": "Region Østdanmark", "Region Sjælland": "Region Østdanmark"}
ASSOCIATION = "KL"
COUNCILS = ["Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland"]
