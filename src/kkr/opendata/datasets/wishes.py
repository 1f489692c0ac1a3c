"""What was wanted otherwise when cases were sent back, and what became of each wish."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Answer, PaperVersion, Wish
from kkr.meetings.models import Decision
from kkr.opendata.cases import OF_CASE, as_of, councils_of_cases, in_feed, of_case
from kkr.opendata.columns import ILLUSTRATIVE, PATH
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row


def rows(query: Query) -> Iterable[Row]:
    """One row a wish, newest first; of a case before several councils one under each."""
    return in_feed(_rows(query), query)


def _rows(query: Query) -> Iterator[Row]:
    councils = councils_of_cases(query)
    released = PaperVersion.objects.public().select_related("paper", "version").in_bulk()
    decisions = Decision.objects.public().filter(wishes__wish__isnull=False)
    set_by = dict(decisions.values_list("wishes__wish", "public_id"))
    wishes = Wish.objects.public().select_related("wanted_by")
    for each in wishes.order_by("-wanted_on", "-pk"):
        for before in councils.get(each.case_id, ()):
            decision = set_by.get(each.pk)
            yield {
                **of_case(before),
                "wanted_by": each.wanted_by.name,
                "wanted_on": each.wanted_on,
                "wish": each.text,
                "decision": decision.urn if decision else None,
                **answer_of(each, released.get(each.answered_in_id or 0)),
                "key": each.pk,
            }


def answer_of(wish: Wish, version: PaperVersion | None) -> dict[str, Any]:
    """What became of it, once everybody may read the version that answers it."""
    if version is None:
        return dict.fromkeys(("answer", "answer_name", "why", "paper", "version"))
    return {
        "answer": wish.answer,
        "answer_name": str(Answer(wish.answer).label),
        "why": wish.why,
        "paper": version.paper.title,
        "version": version.version.number,
    }


def entry(row: Row) -> Entry:
    told = [row["answer_name"], row["why"], row["illustrative"]]
    return Entry(
        title=f"{row['case_title']}: {row['wish']}",
        path=f"{row['path']}#wish-{row['key']}",
        updated=as_of(row["wanted_on"]),
        summary=" ".join(filter(None, told)),
        author=row["wanted_by"],
    )


DATASET = Dataset(
    slug="oensker",
    title=_("Wishes"),
    description=_(
        "What was wanted otherwise when the councils sent cases back, and what the next version made of it."
    ),
    columns=(
        *OF_CASE,
        Column("wanted_by", _("Wanted by"), _("The body that sent the case back.")),
        Column("wanted_on", _("Sent back"), _("The day.")),
        Column("wish", _("Wish"), _("In Danish."), language="da"),
        Column(
            "decision",
            _("Decision"),
            _("The identifier of the decision that lists it; empty where none does."),
        ),
        Column("answer", _("Answer"), _("met, partly or not; empty until a version answers it.")),
        Column("answer_name", _("Answer in words"), _("The same in the language of the address.")),
        Column("why", _("Why"), _("How it was met, or why not, in Danish."), language="da"),
        Column("paper", _("Paper"), _("The paper that answers it, in Danish."), language="da"),
        Column("version", _("Version"), _("Which version of the paper answers it.")),
        ILLUSTRATIVE,
        PATH,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
