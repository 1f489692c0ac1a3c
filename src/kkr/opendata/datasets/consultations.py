"""On what the councils asked for comments, of those consultations that everybody may follow."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.cases.models import Consultation
from kkr.common.languages import in_language
from kkr.council.models.roles import day_of
from kkr.opendata.answers import entry_saying
from kkr.opendata.columns import COUNCIL, IDENTIFIER, ILLUSTRATIVE, PATH
from kkr.opendata.kinds import Column, Dataset, Query, Row
from kkr.rounds.models import Asked, Reply, RoundStep


def rows(query: Query) -> Iterable[Row]:
    """One row a consultation that was sent out, newest first, in four queries; in a feed the newest 50."""
    everything = Consultation.objects.public().with_rounds().order_by("-round__opened_at", "-pk")
    if query.council:
        everything = everything.filter(round__council__slug=query.council)
    found = list(everything[: query.at_most])
    rounds = [each.round_id for each in found]
    steps = RoundStep.objects.public().filter(round__in=rounds)
    reports = Counter(steps.values_list("round", flat=True))
    asked = Asked.objects.public().filter(round__in=rounds)
    whom = Counter(asked.order_by().values_list("round", flat=True))
    replies = Reply.objects.public().valid().filter(asked__round__in=rounds).order_by()
    told = replies.values("asked__round").annotate(
        answered=Count("asked", distinct=True), newest=Max("entered_at")
    )
    given: dict[int, Any] = {each["asked__round"]: each for each in told}
    for each in found:
        said = given.get(each.round_id, {"answered": 0, "newest": None})
        counts = {"reports": reports[each.round_id], "asked": whom[each.round_id]}
        yield row(each, said["newest"]) | counts | {"answered": said["answered"]}


def row(made: Consultation, answered_at: datetime | None) -> dict[str, Any]:
    """One `with_rounds()`; `answered_at` is when its newest answer or correction came."""
    made_round = made.round
    assert made_round.opened_at is not None  # it is public
    return {
        "council": made_round.council.slug,
        "title": made_round.title,
        "case": made.case.number,
        "case_title": made.case.title,
        "state": made_round.state,
        "sent_out_on": day_of(made_round.opened_at),
        "answers_by": made.due_on,  # type: ignore[attr-defined]  # with_rounds()
        "withdrawn_why": made_round.withdrawn_why or None,
        "changed_at": max(filter(None, [made_round.opened_at, answered_at, made_round.closed_at])),
        "illustrative": made_round.illustrative,
        "path": in_language(made.path),
        "identifier": made.identifier,
        "council_name": made_round.council.name,
    }


DATASET = Dataset(
    slug="hoeringer",
    title=_("Consultations"),
    description=_(
        "On what the councils asked municipalities and committees for comments before they decided, newest"
        " first; of those consultations that everybody may follow."
    ),
    columns=(
        COUNCIL,
        Column("title", _("Title"), _("In Danish."), language="da"),
        Column("case", pgettext_lazy("column", "Case"), _("The number of the case.")),
        Column("case_title", _("Title of the case"), _("In Danish."), language="da"),
        Column("state", _("State"), _("open, closed or withdrawn.")),
        Column("sent_out_on", _("Sent out"), _("The day.")),
        Column("answers_by", _("Answers by"), _("The last day for the last report.")),
        Column("reports", _("Reports"), _("1, or 2 where a first and a final one are asked for.")),
        Column("asked", _("Asked"), _("How many.")),
        Column("answered", _("Answered"), _("How many of those, to one report at least.")),
        Column(
            "withdrawn_why", _("Why it is withdrawn"), _("Empty where it is not."), language="da"
        ),
        Column(
            "changed_at",
            _("Changed"),
            _("The instant it was sent out, answered or closed, whichever was last."),
        ),
        ILLUSTRATIVE,
        PATH,
        IDENTIFIER,
    ),
    rows=rows,
    entry=entry_saying(_("%(answered)s of %(asked)s have answered.")),
    filters=("raad",),
)
