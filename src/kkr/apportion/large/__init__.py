"""Very many units:

Numpy narrows the field, exact integers decide inside it. The answers are those of the exact way.

Floats only ever say which units cannot matter, with far more room than their error; where that
cannot be said quickly, or numbers do not fit, the exact way for any size answers instead.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from kkr.apportion.answer import Allocation, Certificate, Step
from kkr.apportion.division import Division, Outcome
from kkr.apportion.large import divisors, remainders
from kkr.apportion.large.part import Same
from kkr.apportion.methods.base import Method
from kkr.apportion.methods.divisor import DivisorMethod
from kkr.apportion.methods.largest_remainder import LargestRemainder
from kkr.apportion.problem import Problem


def allocate_large(problem: Problem, method: Method) -> Allocation | None:
    """Return the places of a plain problem, or None where only the exact way for any size will do.

    The places are a numpy array if the weights were one, else a tuple.
    """
    weights = np.asarray(problem.weights)
    if weights.dtype.kind != "i" or weights.ndim != 1 or not problem.total:
        return None
    division = _division(problem, weights.astype(np.int64, copy=False))
    outcome = _divide(division, method)
    if outcome is None:
        return None
    if not isinstance(problem.weights, np.ndarray):
        outcome = replace(outcome, seats=tuple(np.asarray(outcome.seats).tolist()))
        division = replace(division, weights=problem.weights)  # whole numbers of any size again
    step = Step(division, outcome, range(len(weights)))
    certificate = Certificate(method.name, (step,))
    return Allocation(
        outcome.seats,
        certificate,
        tuple(tie.among(division.names) for tie in outcome.ties),
        tuple(tie.among(division.names) for tie in outcome.broken),
    )


def _divide(division: Division, method: Method) -> Outcome | None:
    if isinstance(method, DivisorMethod):
        return divisors.divide(division, method)
    if isinstance(method, LargestRemainder):
        return remainders.divide(division)
    return None


def _division(problem: Problem, weights: Any) -> Division:
    size = len(weights)
    ranks: Sequence[Any] = problem.ranks() if problem.tie_rule else ()
    return Division(
        problem.named(),
        weights,
        problem.total,
        Same(0, size),
        Same(problem.total + 1, size),
        ranks,
        problem.quota,
    )
