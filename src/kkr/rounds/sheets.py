"""The answers of many municipalities as a table: what each row would do, and the same table to begin from.

Headings and answers are understood in Danish and in English, and as the codes of the open data.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from kkr.common.text import shortened
from kkr.council.models import Municipality
from kkr.council.sheets.columns import LANGUAGES, Wrong, day_of, known_headings, plain, words_for
from kkr.council.sheets.planned import Problem
from kkr.council.sheets.reading import Line, Sheet
from kkr.documents.guarding import Publication
from kkr.rounds.models import BY_NAME, Asked, Reply, Round, RoundStep
from kkr.rounds.publication import pieces_of_reply, said_by
from kkr.rounds.saying import Said, what_is_no_answer
from kkr.rounds.steps import given_to, report_due

LONGEST_REMARK = 4000
BETWEEN_WORDS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufffe\uffff]")
NEEDED = ("who", "answer")


def titles() -> dict[str, str]:
    """Column to its headings in the active language, separated by semicolons; the first is what we write."""
    return {
        "who": pgettext("column headings", "Municipality; municipality code"),
        "answer": pgettext("column headings", "Answer"),
        "decided_on": pgettext("column headings", "Decided on; day"),
        "remark": pgettext("column headings", "Remark; remarks"),
        "case_number": pgettext("column headings", "Case number"),
        "source_url": pgettext("column headings", "Link to the minutes; link"),
        "why": pgettext("column headings", "Why it is corrected; why"),
    }


def headings(step: RoundStep | None = None) -> list[str]:
    """What we call the columns, in their order; that of the answer names the report, where one of several is given."""
    found = {name: words.split(";")[0] for name, words in titles().items()}
    if step is not None:
        found["answer"] = f"{found['answer']}: {step}"
    return list(found.values())


@dataclass(frozen=True)
class Entry:
    """What one row answers for whom, to which report; `before` is what it corrects."""

    row: int
    asked: Asked
    step: RoundStep
    said: Said
    why: str = ""
    before: Reply | None = None

    @property
    def is_same(self) -> bool:
        """Whether it is answered so already, but for what a table changes by itself: spaces and ends of lines."""
        return self.before is not None and _letters(said_by(self.before)) == _letters(self.said)


def _letters(said: Said) -> list[str]:
    """All that a row says of an answer, without what stands between the words."""
    texts = [
        said.answer,
        str(said.decided_on or ""),
        said.remark,
        said.case_number,
        said.source_url,
    ]
    return [BETWEEN_WORDS.sub("", text) for text in texts]


@dataclass
class Plan:
    """Every row that answers something, and what is wrong."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[Entry]:
        return [each for each in self.entries if each.before is None]

    @property
    def corrections(self) -> list[Entry]:
        return [each for each in self.entries if each.before is not None and not each.is_same]

    @property
    def same(self) -> list[Entry]:
        return [each for each in self.entries if each.is_same]

    @property
    def busy(self) -> list[Entry]:
        """The rows that do something."""
        return [each for each in self.entries if not each.is_same]

    def told(self) -> list[Any]:
        """All it would do, as plain values, for a digest of it."""
        return [
            [
                each.asked.pk,
                each.step.number,
                each.said.as_kept(),
                each.why,
                each.before and each.before.pk,
            ]
            for each in self.busy
        ]


def plan_of(
    asked_round: Round, sheet: Sheet, today: date, *, step: RoundStep | None = None
) -> Plan:
    """What a table would do to a report of a round, the one that is due where none is given; a row without an answer
    is left alone."""
    plan, step = Plan(), step or report_due(asked_round)
    try:
        columns = _columns_of(sheet.heads, step, list(asked_round.steps.all()))
    except Wrong as wrong:
        plan.problems += [Problem(1, "", str(each)) for each in wrong.args]
        return plan
    asked = list(asked_round.asked.with_names().select_related("municipality"))
    rows = _Rows(step, asked, columns, today)
    for line in sheet.lines:
        rows.read(line, plan)
    return plan


def publication_of_plan(asked_round: Round, plan: Plan) -> Publication:
    """What everybody would read of the rows that do something, each piece by its row and who answers."""
    pieces = []
    for each in plan.busy:
        file = each.before.file if each.before else None
        facts: dict[str, Any] = {"file": file, "why": each.why, "before": each.before}
        where = _("Row %(row)s, %(who)s") % {"row": each.row, "who": each.asked.name}
        found = pieces_of_reply(each.asked, each.said, **facts)
        pieces += [replace(piece, where=where) for piece in found.values()]
    return Publication(asked_round, tuple(pieces))


def rows_of(asked_round: Round, *, step: RoundStep | None = None) -> Iterator[list[Any]]:
    """Everybody who is asked with what holds of a report, in the order of `headings`: the table to begin from."""
    asked = list(asked_round.asked.with_names().select_related("round").order_by(*BY_NAME))
    given = given_to(step or report_due(asked_round), asked)
    for each in asked:
        _step, reply = given[each.pk]
        if reply is None:
            yield [each.name, *[""] * (len(titles()) - 1)]
        else:
            facts = [reply.remark, reply.case_number, reply.source_url, ""]
            yield [each.name, str(reply.answer_of.title), reply.decided_on, *facts]


def _columns_of(heads: Iterable[str], step: RoundStep, steps: list[RoundStep]) -> list[str]:
    known, of_reports = known_headings(titles), _answers_to(steps)
    found: list[str] = []
    wrong: list[str] = []
    for head in heads:
        if named := of_reports.get(plain(head)):
            known[plain(head)] = "answer"
            if named != step:
                words = _("The table is of “%(named)s”. Choose that report, not “%(step)s”.")
                wrong.append(words % {"named": named, "step": step})
        column = known.get(plain(head))
        if column is None or column in found:
            message = _(
                "“%(head)s” is no heading we know, or is there twice. These are: %(known)s."
            )
            wrong.append(message % {"head": shortened(head), "known": ", ".join(headings())})
        found.append(column or "")
    for needed in NEEDED:
        if needed not in found:
            missing = titles()[needed].split(";")[0]
            wrong.append(_("The column “%(name)s” is missing.") % {"name": missing})
    if wrong:
        raise Wrong(*wrong)
    return found


def _answers_to(steps: list[RoundStep]) -> dict[str, RoundStep]:
    """The headings that name a report, as `plain`, to the report; none where there is only one."""
    found: dict[str, RoundStep] = {}
    for language in LANGUAGES if len(steps) > 1 else ():
        with override(language):
            found |= {plain(headings(step)[1]): step for step in steps}
    return found


def names_of(municipality: Municipality | None) -> list[str]:
    """What people call a municipality: its name, short and whole, and its code as spreadsheets leave it."""
    if municipality is None:
        return []
    code = municipality.code
    return [municipality.name, municipality.full_name, code, code.lstrip("0")]


class _Rows:
    """The rows of a table, each read against who is asked."""

    def __init__(
        self, step: RoundStep, asked: list[Asked], columns: list[str], today: date
    ) -> None:
        self.columns, self.today = columns, today
        self.given = given_to(step, asked)
        asked_round = step.round
        self.there: dict[int, int] = {}
        self.who = words_for(
            asked,
            lambda each: (each.name, *names_of(each.municipality)),
            unknown=_("“%(text)s” is not asked. Write one of those who are, as it stands here."),
        )
        self.answers: dict[str, str] = {}
        kinds = asked_round.kind_of.answers
        self.titles = ", ".join(str(kind.title) for kind in kinds)
        for language in LANGUAGES:
            with override(language):
                self.answers |= {plain(str(kind.title)): kind.key for kind in kinds}
        self.answers |= {plain(kind.key): kind.key for kind in kinds}
        self.round = asked_round

    def read(self, line: Line, plan: Plan) -> None:
        texts = dict(zip(self.columns, line.cells, strict=True))
        named = dict(zip(titles(), headings(), strict=True))
        wrong = [
            Problem(line.number, named[self.columns[index]], what)
            for index, what in line.wrong.items()
        ]
        facts: dict[str, Any] = {}
        if not texts["answer"] and not wrong:
            return
        for column, reader in (
            ("who", self._asked),
            ("answer", self._answer),
            ("decided_on", day_of),
        ):
            try:
                facts[column] = reader(texts.get(column, ""))
            except Wrong as refusal:
                wrong += [Problem(line.number, named[column], str(each)) for each in refusal.args]
        if wrong:
            plan.problems += wrong
            return
        self._plan(line.number, texts, facts, named, plan)

    def _plan(
        self,
        row: int,
        texts: dict[str, str],
        facts: dict[str, Any],
        named: dict[str, str],
        plan: Plan,
    ) -> None:
        asked: Asked = facts.pop("who")
        asked.round = self.round
        step, before = self.given[asked.pk]
        said = Said(
            **facts,
            remark=texts.get("remark", ""),
            case_number=texts.get("case_number", ""),
            source_url=texts.get("source_url", ""),
            path=tuple(before.path) if before else (),
        )
        entry = Entry(row, asked, step, said, texts.get("why", ""), before)
        first = self.there.setdefault(asked.pk, row)
        if first != row:
            words = _("%(who)s stands in row %(row)s too. Keep one of them.")
            plan.problems.append(
                Problem(row, named["who"], words % {"who": asked.name, "row": first})
            )
            return
        wrong = [] if entry.is_same else list(self._refusals(entry, named))
        plan.problems += [Problem(row, column, what) for column, what in wrong]
        if not wrong:
            plan.entries.append(entry)

    def _refusals(self, entry: Entry, named: dict[str, str]) -> Iterator[tuple[str, str]]:
        has_file = entry.before is not None and entry.before.file_id is not None
        refusal = what_is_no_answer(entry.asked, entry.said, has_file=has_file, today=self.today)
        if refusal is not None:
            for name, reasons in refusal.message_dict.items():
                yield named.get(name, ""), " ".join(reasons)
        has_source = entry.said.source_url or entry.said.case_number
        if not has_source and not (entry.before and entry.before.file_id):
            yield named["source_url"], _("Say where it stands: a link or a case number.")
        if entry.before and not entry.why:
            answer = entry.before.answer_of.title
            words = _("%(who)s has answered “%(answer)s”. Say why it is corrected.")
            yield named["why"], words % {"who": entry.asked.name, "answer": answer}

    def _asked(self, text: str) -> Asked:
        found = self.who.find(text)
        if found is None:
            raise Wrong(_("Write which municipality it is."))
        asked: Asked = found
        return asked

    def _answer(self, text: str) -> str:
        found = self.answers.get(plain(text))
        if found is None:
            message = _("“%(text)s” is none of: %(known)s.")
            raise Wrong(message % {"text": shortened(text), "known": self.titles})
        return found
