"""Everything that search engines should know of: the pages, and the open data."""

from django.urls import reverse

from kkr.opendata.kinds import datasets
from kkr.website.pages import sitemaps


class Data(sitemaps.InBothLanguages):
    """The catalogue and the page of each dataset."""

    def items(self) -> list[str]:
        return ["", *datasets()]

    def location(self, item: str) -> str:
        return reverse("opendata:dataset", args=[item]) if item else reverse("opendata:index")


SITEMAPS = {**sitemaps.SITEMAPS, "data": Data}
