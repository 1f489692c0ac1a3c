"""`paradox`: the same problem run with changes, and the unit whose places go the wrong way."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kkr.apportion.allocation import allocate
from kkr.apportion.answer import Allocation
from kkr.apportion.document import Document, refusal, write, write_tie
from kkr.apportion.errors import BadInput
from kkr.apportion.fields import required, shown
from kkr.apportion.kinds.base import Answer, Chapter, Kind, Remark
from kkr.apportion.paradox import Run, units_that_show_it
from kkr.apportion.problem_format import read_problem
from kkr.apportion.values import Infeasible


def _answer(written: Mapping[str, Any]) -> Answer:
    chapters = tuple(_chapters(written))
    document: Document = {}
    runs: list[Run] = []
    for chapter in chapters:
        if isinstance(chapter.result, Infeasible):
            document = refusal(chapter.result)
        elif chapter.result.ties:
            document = {"tie": write_tie(chapter.result.ties[0])}
        if document:
            return Answer(document | {"run": chapter.heading}, chapters)
        runs.append(_run(chapter))
    shown_by = units_that_show_it(runs)
    asked = _asked_for(written, runs) or shown_by
    document = _document(asked, shown_by, runs)
    document["certificate"] = [write(chapter.result)["certificate"] for chapter in chapters]
    return Answer(document, chapters, (Remark("paradox", document),))


def _document(asked: Sequence[str], shown_by: Sequence[str], runs: Sequence[Run]) -> Document:
    unit = asked[0] if asked else None
    document: Document = {
        "unit": unit,
        "seats_by_run": [run.seats.get(unit) for run in runs] if unit is not None else None,
        "shown_by": list(shown_by),
        "runs": [{"total": run.total, "seats": run.seats} for run in runs],
    }
    return document


def _run(chapter: Chapter) -> Run:
    problem, result = chapter.problem, chapter.result
    assert isinstance(result, Allocation)
    names = problem.named()
    return Run(
        problem.total,
        dict(zip(names, problem.weights, strict=True)),
        dict(zip(names, result.seats, strict=True)),
    )


def _asked_for(written: Mapping[str, Any], runs: Sequence[Run]) -> list[str]:
    unit = written.get("unit")
    if unit is None:
        return []
    if not any(str(unit) in run.seats for run in runs):
        raise BadInput("unit", f"there is no unit {shown(unit)}")
    return [str(unit)]


def _chapters(written: Mapping[str, Any]) -> Iterator[Chapter]:
    runs = required(written, "runs")
    if not isinstance(runs, list) or not runs:
        raise BadInput("runs", "must be a list of changes to the problem")
    for place, change in enumerate(runs):
        if not isinstance(change, Mapping):
            raise BadInput(f"runs[{place}]", f"must be an object, not {shown(change)}")
        try:
            problem = read_problem({**written, **change})
        except BadInput as refused:
            inside = refused.field.split("[")[0].split(".")[0] in change
            field = f"runs[{place}].{refused.field}" if inside else refused.field
            raise BadInput(field, refused.message) from None
        yield Chapter(str(place + 1), problem, allocate(problem), "run")


KIND = Kind("paradox", _answer)
