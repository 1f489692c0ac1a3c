"""What the datasets about cases share: under which councils a case stands, and the columns that say which it is."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Case, CaseBefore
from kkr.council.models import Council
from kkr.opendata.columns import COUNCIL
from kkr.opendata.kinds import Column, Query, Row

OF_CASE = (
    COUNCIL,
    Column("case", _("Case number"), _("The year, and which case of that year.")),
    Column("case_title", _("Case"), _("In Danish."), language="da"),
)


def councils_of_cases(query: Query) -> dict[int, list[CaseBefore]]:
    """Under which of the councils that were asked for each public case stands, by case."""
    found: dict[int, list[CaseBefore]] = {}
    before = CaseBefore.objects.public().select_related("case", "council")
    for each in before.order_by("council__slug"):
        if query.council in {"", each.council.slug}:
            found.setdefault(each.case_id, []).append(each)
    return found


def of_case(before: CaseBefore) -> dict[str, Any]:
    """The first columns of a row about something in a case, and where the case stands."""
    return {
        "council": before.council.slug,
        "case": before.case.number,
        "case_title": before.case.title,
        "illustrative": before.case.illustrative,
        "path": case_path(before.council, before.case),
    }


def case_path(council: Council, case: Case) -> str:
    return reverse("website:case", args=[council.slug, case.slug])


def in_feed(rows: Iterable[Row], query: Query) -> Iterator[Row]:
    """All of them; in a feed the newest."""
    return islice(rows, query.at_most)


def as_of(*days: date | None) -> datetime:
    """The first of the days that is known, as it began; without one the first day there is."""
    day = next((each for each in days if each), date(2007, 1, 1))
    return make_aware(datetime.combine(day, time.min))
