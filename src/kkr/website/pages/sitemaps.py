"""What search engines should know of, in both languages."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from kkr.cases.models import CaseBefore, Consultation
from kkr.council.models import Council, Membership
from kkr.ledger import clock
from kkr.lines.models import CommonLine
from kkr.meetings.models import Edition, EditionItem, Meeting
from kkr.news.models import NewsItem
from kkr.news.presentation import address
from kkr.recommendations.models import Recommendation
from kkr.website.municipalities import maps


class InBothLanguages(Sitemap):
    """An entry in Danish and one in English, each naming the other."""

    i18n = True
    alternates = True
    x_default = True


class Pages(InBothLanguages):
    def items(self) -> list[tuple[str, list[str]]]:
        names = ("front", "about", "privacy", "accessibility", "all_news")
        councils = (
            *("council", "news", "meetings", "cases", "lines", "recommendations", "members"),
            "municipalities",
        )
        return [(name, []) for name in names] + [
            (name, [council.slug]) for council in Council.objects.public() for name in councils
        ]

    def location(self, item: tuple[str, list[str]]) -> str:
        return reverse(f"website:{item[0]}", args=item[1])


class Municipalities(InBothLanguages):
    def items(self) -> list[Any]:
        return [
            (municipality, council)
            for council, municipalities in maps.by_council(clock.today()).items()
            for municipality in municipalities
        ]

    def location(self, item: Any) -> str:
        return maps.path_of(*item)


class News(InBothLanguages):
    def items(self) -> Any:
        return NewsItem.objects.public().newest_first().with_changes().select_related("council")

    def location(self, item: NewsItem) -> str:
        return address(item)

    def lastmod(self, item: Any) -> Any:
        return item.changed_at


class Cases(InBothLanguages):
    """Each case under each council it is before."""

    def items(self) -> list[tuple[str, str]]:
        before = CaseBefore.objects.public().order_by("-case__opened_on", "council__slug")
        return list(before.values_list("council__slug", "case__slug"))

    def location(self, item: tuple[str, str]) -> str:
        return reverse("website:case", args=item)


class Consultations(InBothLanguages):
    """Each consultation that everybody may follow."""

    def items(self) -> list[tuple[str, str, int]]:
        rows = Consultation.objects.public().order_by("-round__opened_at", "-pk")
        return list(rows.values_list("round__council__slug", "case__slug", "number"))

    def location(self, item: tuple[str, str, int]) -> str:
        return reverse("website:consultation", args=item)


class Lines(InBothLanguages):
    """Each common line, whether it still holds or not."""

    def items(self) -> list[tuple[str, str]]:
        lines = CommonLine.objects.public().newest_first()
        return list(lines.values_list("council__slug", "slug"))

    def location(self, item: tuple[str, str]) -> str:
        return reverse("website:line", args=item)


class Recommendations(InBothLanguages):
    """Each recommendation that was sent out."""

    def items(self) -> list[tuple[str, str]]:
        rows = Recommendation.objects.public().newest_first()
        return list(rows.values_list("round__council__slug", "slug"))

    def location(self, item: tuple[str, str]) -> str:
        return reverse("website:recommendation", args=item)


class Meetings(InBothLanguages):
    """Each meeting that is announced."""

    def items(self) -> list[tuple[str, str]]:
        rows = Meeting.objects.public().newest_first()
        return list(rows.values_list("council__slug", "slug"))

    def location(self, item: tuple[str, str]) -> str:
        return reverse("website:meeting", args=item)


class Items(InBothLanguages):
    """Each item, of the agenda or minutes that tell of it now."""

    def items(self) -> list[tuple[str, str, str]]:
        telling = Edition.objects.public().telling().values("pk")
        rows = EditionItem.objects.public().filter(edition__in=telling)
        meeting = "edition__meeting__"
        rows = rows.order_by(f"-{meeting}held_on", "edition", "place")
        return list(rows.values_list(f"{meeting}council__slug", f"{meeting}slug", "number"))

    def location(self, item: tuple[str, str, str]) -> str:
        return reverse("website:meeting_item", args=item)


class Years(InBothLanguages):
    """The archives by year: of each council, and of all."""

    def items(self) -> list[tuple[str, list[Any]]]:
        everything = NewsItem.objects.public()
        of_all = [("all_news_of_year", [year]) for year, _count in everything.years()]
        return of_all + [
            ("news_of_year", [council.slug, year])
            for council in Council.objects.public()
            for year, _count in everything.of_council(council).years()
        ]

    def location(self, item: tuple[str, list[Any]]) -> str:
        return reverse(f"website:{item[0]}", args=item[1])


class People(InBothLanguages):
    """Whoever holds or held a seat, under each council they had it in."""

    def items(self) -> list[tuple[str, str]]:
        councils = dict(Council.objects.public().values_list("pk", "slug"))
        seats = Membership.objects.public().filter(body_id__in=councils)
        pairs = seats.order_by("body_id", "person__slug").values_list("body_id", "person__slug")
        return [(councils[body], slug) for body, slug in pairs.distinct()]

    def location(self, item: tuple[str, str]) -> str:
        return reverse("website:person", args=item)


SITEMAPS = {
    "pages": Pages,
    "municipalities": Municipalities,
    "people": People,
    "news": News,
    "cases": Cases,
    "consultations": Consultations,
    "lines": Lines,
    "recommendations": Recommendations,
    "meetings": Meetings,
    "items": Items,
    "years": Years,
}
