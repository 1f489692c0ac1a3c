"""`1d`: one division."""

from collections.abc import Mapping
from typing import Any

from kkr.apportion.allocation import allocate
from kkr.apportion.answer import Allocation
from kkr.apportion.document import Document, write
from kkr.apportion.fairness import fairness
from kkr.apportion.kinds.base import Answer, Chapter, Kind
from kkr.apportion.problem import Problem
from kkr.apportion.problem_format import read_problem
from kkr.apportion.sensitivity import last_place, next_place

FEW = 500  # units up to which the questions that come next are answered unasked


def _answer(written: Mapping[str, Any]) -> Answer:
    problem = read_problem(written)
    result = allocate(problem)
    document = write(result)
    if isinstance(result, Allocation) and not result.ties and len(problem.weights) <= FEW:
        document |= _what_comes_next(problem, result)
    return Answer(document, (Chapter("", problem, result),))


def _what_comes_next(problem: Problem, result: Allocation) -> Document:
    return {
        "next_place": list(next_place(problem)),
        "last_place": list(last_place(problem)),
        "fairness": fairness(problem, result.seats).written(),
    }


KIND = Kind("1d", _answer)
