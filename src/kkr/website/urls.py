from django.urls import include, path, register_converter

from kkr.meetings import addresses  # noqa: F401 -- registers on import
from kkr.meetings.models import EditionKind
from kkr.website.cases import consultations
from kkr.website.cases import views as cases
from kkr.website.council import views as council
from kkr.website.lines import views as lines
from kkr.website.meetings import lists as meeting_lists
from kkr.website.meetings import views as meetings
from kkr.website.municipalities import views as municipalities
from kkr.website.news import views as news
from kkr.website.pages import views as pages
from kkr.website.people import views as people
from kkr.website.prints import views as prints
from kkr.website.recommendations import views as recommendations


class CouncilSlug:
    """The address of a council: small letters only, so that `data` and `nyheder` are found first."""

    regex = "[a-z]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Year:
    """Four digits, so that a year has one address."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


register_converter(CouncilSlug, "council")


class Number:
    """Digits without a nought before them, so that a number has one address."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class ItemNumber:
    """The number of an item of an agenda as it is published: `3`, `3.1`, `3.1a`."""

    regex = "[1-9][0-9]?(?:\\.[0-9]{1,3})?[a-z]{0,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Digest:
    """A SHA-256 in small letters."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ItemNumber, "item")
register_converter(Number, "number")
register_converter(Digest, "digest")
register_converter(Year, "year")

app_name = "website"
AGENDA, MINUTES = {"kind": EditionKind.AGENDA}, {"kind": EditionKind.MINUTES}
of_council = [
    path("", council.show, name="council"),
    path("nyheder/", news.archive, name="news"),
    path("nyheder/<year:year>/", news.archive, name="news_of_year"),
    path("nyheder/<year:year>/<slug:slug>/", news.item, name="news_item"),
    path("moeder/", meeting_lists.index, name="meetings"),
    path("moeder/aar/<year:year>/", meeting_lists.index, name="meetings_of_year"),
    path("moeder/uden-dato/", meeting_lists.undated, name="meetings_undated"),
    path("moeder/<slug:meeting>/", meetings.show, name="meeting"),
    path("moeder/<slug:meeting>/<item:item>/", meetings.item, name="meeting_item"),
    path(
        "moeder/<slug:meeting>/dagsorden/<number:edition>/", meetings.agenda, name="agenda_edition"
    ),
    path(
        "moeder/<slug:meeting>/referat/<number:edition>/", meetings.minutes, name="minutes_edition"
    ),
    path("sager/", cases.index, name="cases"),
    path("sager/<slug:slug>/", cases.show, name="case"),
    path("sager/<slug:slug>/hoering-<number:number>/", consultations.show, name="consultation"),
    path("sager/<slug:slug>/<slug:paper>/<number:number>/", cases.version, name="paper_version"),
    path("faelles-linjer/", lines.index, name="lines"),
    path("faelles-linjer/<slug:slug>/", lines.show, name="line"),
    path("anbefalinger/", recommendations.index, name="recommendations"),
    path("anbefalinger/<slug:slug>/", recommendations.show, name="recommendation"),
    path("moeder/<slug:slug>/dagsorden.pdf", prints.newest, AGENDA, name="agenda_print"),
    path("moeder/<slug:slug>/referat.pdf", prints.newest, MINUTES, name="minutes_print"),
    path(
        "moeder/<slug:slug>/<edition_kind:kind>/<number:number>.pdf",
        prints.edition,
        name="edition_print",
    ),
    path(
        "moeder/<slug:slug>/<edition_kind:kind>/<number:number>/<digest:digest>.pdf",
        prints.frozen,
        name="frozen_print",
    ),
    path("medlemmer/", people.members, name="members"),
    path("personer/<slug:slug>/", people.person, name="person"),
    path("kommuner/", municipalities.index, name="municipalities"),
    path("kommuner/<slug:slug>/", municipalities.show, name="municipality"),
]
urlpatterns = [
    path("", council.front, name="front"),
    path("om/", pages.about, name="about"),
    path("privatliv/", pages.privacy, name="privacy"),
    path("was", pages.accessibility, name="accessibility"),
    path("nyheder/", news.archive, name="all_news"),
    path("nyheder/<year:year>/", news.archive, name="all_news_of_year"),
    path("nyheder/<year:year>/<slug:slug>/", news.item, name="all_news_item"),
    path("<council:council>/", include(of_council)),
]
