"""The same data under every method, each with its known defect: what a mayor asks next."""

from dataclasses import dataclass, replace

from kkr.apportion.allocation import allocate
from kkr.apportion.answer import Allocation
from kkr.apportion.methods import all_methods
from kkr.apportion.methods.base import Method
from kkr.apportion.problem import Problem
from kkr.apportion.values import Infeasible


@dataclass(frozen=True)
class Comparison:
    """One method's answer to a problem, and how it differs from the problem's own method, unit by
    unit.
    """

    method: Method
    result: Allocation | Infeasible
    differences: tuple[int, ...] | None


def compare(problem: Problem) -> list[Comparison]:
    """Return every method's answer, the problem's own first.

    There are no differences where one has no places.

    >>> [(row.method.name, row.differences) for row in compare(
    ...     Problem(("A", "B", "C"), (416, 338, 246), 10, "sainte_lague"))][:3]
    [('sainte_lague', (0, 0, 0)), ('adams', (0, 0, 0)), ('danish', (0, 0, 0))]
    """
    own = allocate(problem)
    others = [method for name, method in all_methods().items() if name != problem.method]
    rows = [Comparison(all_methods()[problem.method], own, _differences(own, own))]
    for method in others:
        result = allocate(replace(problem, method=method.name))
        rows.append(Comparison(method, result, _differences(own, result)))
    return rows


def _differences(
    own: Allocation | Infeasible, other: Allocation | Infeasible
) -> tuple[int, ...] | None:
    if isinstance(own, Infeasible) or isinstance(other, Infeasible) or own.ties or other.ties:
        return None
    return tuple(theirs - ours for ours, theirs in zip(own.seats, other.seats, strict=True))
