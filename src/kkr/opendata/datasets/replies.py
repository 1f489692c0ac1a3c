"""What each municipality answered to the recommendations, and which have not answered yet."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.common.languages import in_language
from kkr.opendata.columns import COUNCIL, IDENTIFIER, ILLUSTRATIVE, PATH
from kkr.opendata.kinds import Column, Dataset, Entry, Query, Row
from kkr.opendata.meetings import NEWEST
from kkr.recommendations.models import Recommendation
from kkr.rounds.models import Asked, Reply

WAITING = "waiting"


def rows(query: Query) -> Iterable[Row]:
    """One row a reply, corrected ones too, and one for whoever has not answered; in three queries."""
    everything = Recommendation.objects.public().newest_first()
    if query.council:
        everything = everything.filter(round__council__slug=query.council)
    made = {each.round_id: each for each in everything.select_related("round__council")}
    replies: dict[int, list[Reply]] = {}
    given = Reply.objects.public().filter(asked__round__in=made)
    for each in given.select_related("step").order_by("step__number", "entered_at", "pk"):
        replies.setdefault(each.asked_id, []).append(each)
    asked = Asked.objects.public().filter(round__in=made).select_related("area", "municipality")
    found = (
        {**about(each, made[each.round_id]), **said}
        for each in asked.order_by("-round__opened_at", "-round", "area__name")
        for said in answers_of(each, made[each.round_id], replies.get(each.pk, []))
    )
    yield from islice(found, NEWEST if query.with_texts else None)


def about(asked: Asked, made: Recommendation) -> dict[str, Any]:
    """Whom it is about, and which recommendation."""
    return {
        "council": made.round.council.slug,
        "recommendation": made.identifier,
        "title": made.round.title,
        "code": asked.municipality.code if asked.municipality else None,
        "name": asked.name,
        "inhabitants": asked.weight or None,
        "stage": asked.stage or None,
        "stage_on": asked.stage_on,
        "illustrative": made.round.illustrative,
        "path": in_language(made.path),
        "council_name": made.round.council.name,
    }


def answers_of(
    asked: Asked, made: Recommendation, replies: list[Reply]
) -> Iterable[dict[str, Any]]:
    """What was answered, or that nothing was."""
    if not replies:
        yield {
            **dict.fromkeys(REPLY_CODES),
            "answer": WAITING,
            "answer_name": str(_("Has not answered")),
            "is_valid": 0,
            "identifier": asked.public_id.urn,
            "changed_at": made.round.opened_at,
        }
    for each in replies:
        asked.round = made.round
        each.asked = asked
        yield {
            "report": each.step.number,
            "answer": each.answer,
            "answer_name": str(each.answer_of.title),
            "is_valid": int(each.replaced_at is None),
            "decided_on": each.decided_on,
            "remark": each.remark or None,
            "committees": committees(each) or None,
            "case_number": each.case_number or None,
            "source": each.source_url or None,
            "way": each.way,
            "why_corrected": each.why or None,
            "entered_at": each.entered_at,
            "replaced_at": each.replaced_at,
            "identifier": each.public_id.urn,
            "changed_at": each.replaced_at or each.entered_at,
        }


def committees(reply: Reply) -> str:
    """The way through the committees, each with its day where it is known."""
    return "; ".join(f"{each['committee']} {each['on']}".strip() for each in reply.path)


def entry(row: Row) -> Entry:
    told = [row["remark"], row["illustrative"]]
    return Entry(
        title=f"{row['title']}: {row['name']}, {row['answer_name']}",
        path=row["path"],
        updated=row["changed_at"],
        summary=" ".join(filter(None, told)),
        author=row["council_name"],
        identifier=row["identifier"],
    )


REPLY_COLUMNS = (
    Column("report", _("Report"), _("1 for the first report; more where a hearing has several.")),
    Column(
        "answer",
        _("Answer"),
        _(
            "approved, approved_with_remarks, noted, not_approved, not_relevant; waiting where there is"
            " none."
        ),
    ),
    Column("answer_name", _("Answer in words"), _("The same in the language of the address.")),
    Column(
        "is_valid", _("Is valid"), _("1 for the answer that holds; 0 for one corrected, or none.")
    ),
    Column(
        "decided_on",
        _("Decided on"),
        _("The day of the municipal council; empty where it is not known."),
    ),
    Column("remark", _("Remark"), _("In Danish; may be empty."), language="da"),
    Column("committees", _("Committees"), _("Each with its day; may be empty."), language="da"),
    Column("case_number", _("Case number"), _("The municipality's own; may be empty.")),
    Column("source", _("Source"), _("Where the municipality's minutes stand; may be empty.")),
    Column("way", _("Way"), _("How it came: page, link, api, or secretary.")),
    Column("why_corrected", _("Why"), _("Why it stands in place of another."), language="da"),
    Column("entered_at", _("Entered"), _("The instant it came.")),
    Column("replaced_at", _("Corrected"), _("The instant another took its place; may be empty.")),
)
REPLY_CODES = [each.code for each in REPLY_COLUMNS]
DATASET = Dataset(
    slug="svar",
    title=_("Answers of the municipalities"),
    description=_(
        "What each municipality answered to the recommendations of the councils. An answer that was"
        " corrected stays, and stands beside the one that holds. Who has not answered has not approved."
    ),
    columns=(
        COUNCIL,
        Column("recommendation", _("Recommendation"), _("Its identifier.")),
        Column("title", _("Title"), _("In Danish."), language="da"),
        Column("code", _("Code"), _("Of the municipality; empty for a region.")),
        Column("name", _("Municipality"), _("Its name, without the word for municipality.")),
        Column(
            "inhabitants", _("Inhabitants"), _("As they are counted; empty where they are not.")
        ),
        *REPLY_COLUMNS,
        Column("stage", _("Stage"), _("Before the answer: received, on_agenda or postponed.")),
        Column("stage_on", _("On the agenda of"), _("The day of its meeting; may be empty.")),
        ILLUSTRATIVE,
        PATH,
        IDENTIFIER,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
