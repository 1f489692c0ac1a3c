"""What each of those asked has answered, as a line of a table and a tile of the map."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.cases.models import Consultation, PaperVersion
from kkr.common.languages import in_language
from kkr.common.text import in_danish_order
from kkr.council.models import Council, Municipality
from kkr.council.models.roles import day_of
from kkr.design.tile_map import Legend, Tile
from kkr.ledger import clock
from kkr.recommendations.models import Recommendation
from kkr.rounds import on_map
from kkr.rounds.models import Asked, Enclosure, Reply, Round, RoundStep, State, Way
from kkr.website.cases.lines import version_path
from kkr.website.municipalities import maps
from kkr.website.recommendations import lines

Line = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One who is asked: the reply that holds, or how far it is; `others` are its replies to other reports."""

    asked: Asked
    reply: Reply | None = None
    others: tuple[Reply, ...] = ()
    corrected: tuple[Reply, ...] = field(default=())

    @property
    def first(self) -> Reply | None:
        """The newest of its replies to earlier reports."""
        return on_map.first_of(self.others)

    @property
    def state(self) -> str:
        """As the map draws it."""
        return on_map.state_of(self.asked, self.reply, self.first)

    @property
    def words(self) -> str:
        """The answer, or how far it is."""
        return on_map.answer_in_words(self.asked, self.reply, self.first)

    @property
    def day(self) -> date | None:
        """When the municipal council decided, or has it on its agenda; None where that is not known."""
        return on_map.day_of_answer(self.asked, self.reply, self.first)

    @property
    def is_late(self) -> bool:
        """Whether its last reply came after the last day of its report.

        What the secretariat entered came when the municipal council decided, for it may be entered long after.
        """
        said = self.reply or self.first
        if said is None or (self.reply is None and on_map.meets_again(self.asked, said)):
            return False
        if said.decided_on and said.decided_on > said.step.deadline_on:
            return True
        came = min(
            [said, *(each for each in self.corrected if each.step_id == said.step_id)], key=_came
        )
        return came.way != Way.SECRETARY and day_of(came.entered_at) > said.step.deadline_on

    @property
    def source(self) -> Line:
        """The way to its minutes, and to the file it gave; {} where it gave neither."""
        said = self.reply or self.first
        if said is None:
            return {}
        url, file = said.source_url, file_of(said)
        if not url:
            return file
        return {"text": urlsplit(url).netloc.removeprefix("www."), "href": url, "also": file}

    @property
    def has_more(self) -> bool:
        """Whether it said more than a word."""
        said = self.reply
        return bool(self.others or (said and (said.remark or said.path or said.case_number)))

    @property
    def more(self) -> list[Line]:
        """What else it said, each report by itself: the remark, the way through committees, its case."""
        replies = [*self.others, *([self.reply] if self.reply else [])]
        return [more_of(each, is_named=bool(self.others)) for each in replies]


def _came(reply: Reply) -> tuple[datetime, int]:
    return reply.entered_at, reply.pk


def file_of(reply: Reply) -> Line:
    """The way to the file that came with an answer; {} where none did."""
    return {"text": reply.file.name, "href": reply.file.path} if reply.file else {}


def more_of(reply: Reply, *, is_named: bool) -> Line:
    """What one reply says beside its word; with the name of the report where there are several."""
    return {
        "heading": f"{reply.step}: {reply.answer_of.title}" if is_named else "",
        "remark": reply.remark,
        "way": way_of(reply),
        "case_number": reply.case_number,
        "file": file_of(reply) if is_named else {},
    }


def way_of(reply: Reply) -> str:
    """The committees an answer went through, each with its day where it is known."""
    return "; ".join(
        f"{each['committee']}, {date_format(date.fromisoformat(each['on']))}"
        if each["on"]
        else each["committee"]
        for each in reply.path
    )


def enclosures(made_round: Round) -> list[Line]:
    """The files that come with what is asked."""
    rows = Enclosure.objects.public().filter(round=made_round).in_order()
    return [{"title": each.title, "href": each.file.path, "size": each.file.size} for each in rows]


def about(version: PaperVersion | None, council: Council) -> Line:
    """The way to the text that is asked about; {} where there is none that everybody may read."""
    if version is None or not PaperVersion.objects.public().filter(pk=version.pk).exists():
        return {}
    facts = {"paper": version.paper.title, "number": version.version.number}
    text = _("%(paper)s, version %(number)s") % facts
    return {"term": _("About"), "text": text, "href": version_path(version, council)}


def told(made_round: Round, last: RoundStep | None) -> list[Told]:
    """All that are asked by name, each with the reply to the last report, in two queries."""
    replies: dict[int, list[Reply]] = {}
    given = Reply.objects.public().filter(asked__round=made_round)
    for each in given.select_related("step", "file").order_by("step__number", "entered_at", "pk"):
        replies.setdefault(each.asked_id, []).append(each)
    asked = Asked.objects.public().filter(round=made_round).with_names()
    rows = asked.select_related("municipality__area", "reports_through__area")
    found = [one(each, made_round, replies.get(each.pk, []), last) for each in rows]
    return sorted(found, key=lambda each: in_danish_order(each.asked.name))


def first_given(found: list[Told], steps: list[RoundStep]) -> int | None:
    """How many have answered an earlier report; None where there is one report only."""
    return sum(1 for each in found if each.others) if len(steps) > 1 else None


def one(asked: Asked, made_round: Round, replies: list[Reply], last: RoundStep | None) -> Told:
    asked.round = made_round  # known already
    for each in replies:
        each.asked = asked
    valid = [each for each in replies if each.replaced_at is None]
    return Told(
        asked=asked,
        reply=next((each for each in valid if last and each.step_id == last.pk), None),
        others=tuple(each for each in valid if last is None or each.step_id != last.pk),
        corrected=tuple(each for each in replies if each.replaced_at is not None),
    )


def asked_of(municipality: Municipality) -> Any:
    """Everything a municipality was asked, the newest first."""
    here = {"round": OuterRef("round")}
    public = Q(Exists(Recommendation.objects.public().filter(**here)))
    public |= Q(Exists(Consultation.objects.public().filter(**here)))
    asked = Asked.objects.public().filter(public, municipality=municipality)
    related = (
        *("round__council", "round__recommendation", "round__consultation__case"),
        *("area", "reports_through__area"),
    )
    outcomes = asked.prefetch_related("round__recommendation__outcomes")
    return outcomes.select_related(*related).order_by("-round__opened_at", "-round")


def of_municipality(rows: list[Asked]) -> Line:
    """What it was asked with what it answered, in two queries."""
    steps = RoundStep.objects.public().filter(round__in=[each.round_id for each in rows])
    last = {each.round_id: each for each in steps.order_by("number")}
    replies: dict[int, list[Reply]] = {}
    given = Reply.objects.public().valid().filter(asked__in=[row.pk for row in rows])
    for each in given.select_related("step").order_by("step__number"):
        replies.setdefault(each.asked_id, []).append(each)
    found = [one(row, row.round, replies.get(row.pk, []), last.get(row.round_id)) for row in rows]
    return {
        "columns": [
            _("What was asked"),
            pgettext("reply", "Answer"),
            _("Day"),
            _("Answers by"),
            _("What came of it"),
        ],
        "rows": [asked_cells(each, last.get(each.asked.round_id)) for each in found],
        "illustrative": any(each.asked.round.illustrative for each in found),
    }


def path_of(made_round: Round) -> str:
    """Where what was asked stands, without a language."""
    made: Recommendation | Consultation = getattr(made_round, made_round.kind)
    return made.path


def asked_cells(found: Told, last: RoundStep | None) -> list[Any]:
    """One thing a municipality was asked, as a row."""
    made_round = found.asked.round
    what: Line = {
        "text": made_round.title,
        "href": in_language(path_of(made_round)),
        "language": "da",
    }
    notes = [str(made_round.kind_of.title)] if made_round.kind != "recommendation" else []
    if made_round.illustrative:
        notes.append(_("partly illustrative"))
    if notes:
        what["note"] = ", ".join(notes)
    return [
        what,
        answer_cell(found),
        {"day": found.day} if found.day else "",
        {"day": last.deadline_on} if last else "",
        came_of(made_round, last),
    ]


def answer_cell(found: Told) -> Line:
    """Its answer; where it gave none to what was withdrawn, that it was."""
    if found.reply is None and found.asked.round.state == State.WITHDRAWN:
        return {"text": _("Withdrawn")}
    return {"text": found.words, "state": found.state}


def came_of(made_round: Round, last: RoundStep | None) -> str:
    """Where a recommendation is; of a consultation whether it can still be answered."""
    if made_round.kind == "recommendation":
        deadline = last.deadline_on if last else None
        return lines.state_in_words(made_round.recommendation, deadline, clock.today())
    return str(made_round.get_state_display())


def table(found: list[Told], council: Council) -> Line:
    """The table under the map; a column in which nothing stands is left out."""
    rows = [cells(each, council) for each in found]
    columns = {
        "who": _("Municipality"),
        "answer": pgettext("reply", "Answer"),
        "day": _("Day"),
        "source": _("Source"),
    }
    kept = [name for name in columns if name in {"who", "answer"} or any(row[name] for row in rows)]
    return {
        "columns": [columns[name] for name in kept],
        "rows": [[row[name] for name in kept] for row in rows],
    }


def cells(found: Told, council: Council) -> Line:
    asked = found.asked
    who: Line = {"text": asked.name}
    if asked.municipality:
        who["href"] = maps.path_of(asked.municipality, council)
    if asked.reports_through:
        through = {"municipality": asked.reports_through.name}
        who["note"] = _("answered by %(municipality)s") % through
    return {
        "who": who,
        "answer": {"text": found.words, "state": found.state},
        "day": day_cell(found),
        "source": found.source or "",
    }


def day_cell(found: Told) -> Line:
    """The day, and that it was late; {} where neither is known."""
    day: Line = {"day": found.day} if found.day else {}
    return day | {"note": _("after the last day")} if found.is_late else day


def tiles(found: list[Told], council: Council) -> list[Tile]:
    """Those asked that are municipalities, each with the sign of its answer and the way to its page."""
    return [
        on_map.tile_of(at, each.asked, each.reply, each.first, href=maps.path_of(at, council))
        for each in found
        if (at := each.asked.municipality)
    ]


def legend(found: list[Told]) -> list[Legend]:
    """Each state that somebody is in, in words, with how many."""
    return on_map.legend_of(each.state for each in found)


def corrections(found: list[Told]) -> list[Line]:
    """The answers that were corrected, the newest first, each with why and what holds instead."""
    told = []
    for each in found:
        replies = sorted(
            [*each.corrected, *each.others, *([each.reply] if each.reply else [])],
            key=lambda reply: (reply.step_id, reply.entered_at, reply.pk),
        )
        told += [
            correction(each, before, after)
            for before, after in pairwise(replies)
            if before.replaced_at is not None and before.step_id == after.step_id
        ]
    return sorted(told, key=lambda line: line["at"], reverse=True)


def correction(found: Told, before: Reply, after: Reply) -> Line:
    """One answer that no longer holds, in words."""
    facts = {
        "who": found.asked.name,
        "before": before.answer_of.title,
        "entered": date_format(day_of(before.entered_at)),
        "after": after.answer_of.title,
        "day": date_format(day_of(after.entered_at)),
    }
    words = (
        _("%(who)s: “%(before)s” (%(entered)s) was corrected on %(day)s.")
        if before.answer == after.answer
        else _("%(who)s: “%(before)s” (%(entered)s) was corrected to “%(after)s” on %(day)s.")
    )
    return {
        "at": after.entered_at,
        "words": words % facts,
        "changes": changes(before, after),
        "why": after.why,
        "remark": before.remark,
    }


def changes(before: Reply, after: Reply) -> list[str]:
    """What else differs between an answer and the one in its place, each with what it was and is; of a
    remark only that it does, for both can be read."""
    fields = {
        _("Day"): [
            date_format(each.decided_on) if each.decided_on else "" for each in (before, after)
        ],
        _("Committees"): [way_of(each) for each in (before, after)],
        _("Case number"): [each.case_number for each in (before, after)],
        _("Link to the minutes"): [each.source_url for each in (before, after)],
        _("File"): [file_of(each).get("text", "") for each in (before, after)],
    }
    told = [
        f"{name}: {was or '–'} → {now or '–'}" for name, (was, now) in fields.items() if was != now
    ]
    if before.remark != after.remark:
        told.append(_("The remark was changed"))
    return told
