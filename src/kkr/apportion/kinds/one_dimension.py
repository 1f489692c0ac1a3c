"""`1d`: one division."""

from collections.abc import Mapping
from typing import Any

from kkr.apportion.allocation import allocate
from kkr.apportion.answer import Allocation
from kkr.apportion.compare import Comparison, compare
from kkr.apportion.document import Document, write
from kkr.apportion.fairness import fairness
from kkr.apportion.kinds.base import Answer, Chapter, Kind, Remark
from kkr.apportion.problem import Problem
from kkr.apportion.problem_format import read_problem
from kkr.apportion.sensitivity import last_place, next_place
from kkr.apportion.values import Infeasible

FEW = 500  # units up to which the questions that come next are answered unasked
MANY = 20_000  # places beyond which the other methods are not worth the wait


def _answer(written: Mapping[str, Any]) -> Answer:
    problem = read_problem(written)
    result = allocate(problem)
    document = write(result)
    chapters = (Chapter("", problem, result),)
    if isinstance(result, Infeasible) or result.ties or len(problem.weights) > FEW:
        return Answer(document, chapters)
    document |= _what_comes_next(problem, result)
    if problem.total > MANY:
        return Answer(document, chapters)
    others = compare(problem)[1:]
    document["other_methods"] = [_other(row) for row in others]
    remarks = (Remark("comparison", {"problem": problem, "others": others}),)
    return Answer(document, chapters, remarks)


def _other(row: Comparison) -> Document:
    answer = write(row.result)
    kept: Document = {
        field: answer[field] for field in ("seats", "tie", "infeasible") if field in answer
    }
    return {"method": row.method.name, **kept, "known_defect": row.method.defect["en"]}


def _what_comes_next(problem: Problem, result: Allocation) -> Document:
    return {
        "next_place": list(next_place(problem)),
        "last_place": list(last_place(problem)),
        "fairness": fairness(problem, result.seats).written(),
    }


KIND = Kind("1d", _answer)
