"""What each who was asked answered, one row a reply; of recommendations and consultations alike."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Consultation
from kkr.common.languages import in_language
from kkr.council.models import Area, Municipality
from kkr.opendata.kinds import Column, Entry, Query, Row, Text
from kkr.recommendations.models import Recommendation
from kkr.rounds.models import BY_NAME, Asked, Reply

Made = Recommendation | Consultation
AT_ONCE = 24
"""So many questions are read together, and no more are in memory: what two years of a council ask."""
WAITING = "waiting"


def answers_to(everything: Any, query: Query) -> Iterable[Row]:
    """One row a reply, corrected ones too, and one for whoever has not answered; the newest question first.

    `everything` are the public recommendations or consultations. Four queries for every 24 questions; where
    some rows will do, the first question is read alone, then twice as many each time.
    """
    if query.council:
        everything = everything.filter(round__council__slug=query.council)
    keys = list(everything.order_by("-round__opened_at", "-round").values_list("pk", flat=True))
    found = (
        row
        for chunk in chunks(keys, 1 if query.at_most else AT_ONCE)
        for row in _of(everything.filter(pk__in=chunk), query.at_most)
    )
    yield from islice(found, query.at_most)


def chunks(keys: list[int], size: int) -> Iterator[list[int]]:
    """So many keys, then twice as many, and never more than can be read together."""
    start = 0
    while start < len(keys):
        yield keys[start : start + size]
        start, size = start + size, min(2 * size, AT_ONCE)


def _of(some: Any, at_most: int | None) -> Iterator[Row]:
    made = {each.round_id: each for each in some.select_related("round__council")}
    asked = Asked.objects.public().filter(round__in=made).select_related("committee")
    everybody = list(asked.order_by("-round__opened_at", "-round", *BY_NAME)[:at_most])
    known = Municipality.objects.in_bulk({each.municipality_id for each in everybody} - {None})
    areas = Area.objects.in_bulk({each.area_id for each in everybody} - {None})
    replies = given_by(everybody)
    told = {key: about(each) for key, each in made.items()}
    for each in everybody:
        each.area = areas.get(each.area_id)
        each.municipality = known.get(each.municipality_id)
        facts = told[each.round_id] | of_whom(each)
        for said in answers_of(each, made[each.round_id], replies.get(each.pk, [])):
            yield {**facts, **said}


def given_by(everybody: list[Asked]) -> dict[int, list[Any]]:
    """The replies of each, in the order of the reports and as they came."""
    found: dict[int, list[Any]] = {}
    given = Reply.objects.public().filter(asked__in=[each.pk for each in everybody])
    told = given.select_related("file").annotate(report=F("step__number"))
    for each in told.order_by("report", "entered_at", "pk"):
        found.setdefault(each.asked_id, []).append(each)
    return found


def newest_answers(rounds: Iterable[int]) -> dict[int, datetime]:
    """When the newest answer or correction came, by the key of the round, in one query."""
    given = Reply.objects.public().valid().filter(asked__round__in=list(rounds)).order_by()
    newest = given.values("asked__round").annotate(newest=Max("entered_at"))
    return dict(newest.values_list("asked__round", "newest"))


def about(made: Made) -> dict[str, Any]:
    """What was asked."""
    return {
        "council": made.round.council.slug,
        made.round.kind: made.identifier,
        "title": made.round.title,
        "illustrative": made.round.illustrative,
        "path": in_language(made.path),
        "council_name": made.round.council.name,
    }


def of_whom(asked: Asked) -> dict[str, Any]:
    """Whom it is about, and how far they are."""
    return {
        "code": asked.municipality.code if asked.municipality else None,
        "name": asked.name,
        "inhabitants": asked.weight or None,
        "stage": asked.stage or None,
        "stage_on": asked.stage_on,
    }


def answers_of(asked: Asked, made: Made, replies: list[Any]) -> Iterable[dict[str, Any]]:
    """What was answered, or that nothing was."""
    names = {each.key: str(each.title) for each in made.round.kind_of.answers}
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
        yield {
            "report": each.report,
            "answer": each.answer,
            "answer_name": names[each.answer],
            "is_valid": int(each.replaced_at is None),
            "decided_on": each.decided_on,
            "remark": each.remark or None,
            "committees": committees(each) or None,
            "case_number": each.case_number or None,
            "source": each.source_url or None,
            "file": each.file.path if each.file else None,
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


def entry_saying(words: Text) -> Callable[[Row], Entry]:
    """How a question reads in a feed: `words` with what its row counts, and what is to be known of it."""

    def entry_of(row: Row) -> Entry:
        told = [str(words) % row, row["withdrawn_why"], row["illustrative"]]
        return Entry(
            title=row["title"],
            path=row["path"],
            updated=row["changed_at"],
            summary=" ".join(filter(None, told)),
            author=row["council_name"],
            identifier=row["identifier"],
        )

    return entry_of


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


AFTER_ANSWER = (
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
    Column("file", _("File"), _("Where its file can be fetched; may be empty.")),
    Column("way", _("Way"), _("How it came: page, link, api, or secretary.")),
    Column("why_corrected", _("Why"), _("Why it stands in place of another."), language="da"),
    Column("entered_at", _("Entered"), _("The instant it came.")),
    Column("replaced_at", _("Corrected"), _("The instant another took its place; may be empty.")),
)
REPORT = Column(
    "report", _("Report"), _("1 for the first report; more where a hearing has several.")
)
REPLY_CODES = ["report", "answer", *(each.code for each in AFTER_ANSWER)]


def reply_columns(answers: Text) -> tuple[Column, ...]:
    """The columns of a reply; `answers` are the words one can find in it."""
    return REPORT, Column("answer", _("Answer"), answers), *AFTER_ANSWER


ASKED_COLUMNS = (
    Column("title", _("Title"), _("In Danish."), language="da"),
    Column("code", _("Code"), _("Of the municipality; empty for a region or a committee.")),
    Column("name", _("Municipality"), _("Its name, without the word for municipality.")),
)
STAGE_COLUMNS = (
    Column("stage", _("Stage"), _("Before the answer: received, on_agenda or postponed.")),
    Column("stage_on", _("On the agenda of"), _("The day of its meeting; may be empty.")),
)
