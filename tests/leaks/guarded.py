"""Why something was let pass that a guard had found, before it is public."""

from datetime import date, datetime, timedelta
from typing import Any

from tests.cast import HOUSE, Cast

from kkr.cases.actions import add_paper, open_case, release_version
from kkr.news.actions import draft_news, schedule_news

DOUBTFUL = "<h4>Et spring</h4>"


def plant_reasons(canaries: Any, cast: Cast, at: datetime) -> None:
    """Of a scheduled item, and of a version in a case that is not public."""
    when = {"by": HOUSE, "at": at}
    item = draft_news(council=cast.council, title="Tvivlsom", html=DOUBTFUL, **when)
    why = canaries("why a scheduled item was let pass")
    schedule_news(item, publish_at=at + timedelta(days=9), override=why, **when)
    day = date(2017, 1, 1)
    case = open_case(council=cast.council, title="Tvivlsom sag", opened_on=day, **when)
    paper = add_paper(case, title="Papir", html=DOUBTFUL, dated_on=day, **when)
    release_version(paper, override=canaries("why a version was let pass"), **when)
