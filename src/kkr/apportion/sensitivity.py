"""What a mayor asks next: who gets the next place, who had the last, and how far a figure is from
changing that.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from math import ceil

from kkr.apportion.allocation import allocate
from kkr.apportion.answer import Allocation
from kkr.apportion.errors import BadInput
from kkr.apportion.problem import Problem
from kkr.apportion.values import Infeasible

SCAN = 100  # changes tried one by one at either end, where a place gained may be lost again
WALK = 400_000  # places of the quota method walked for those changes

Changes = Callable[[int], bool | None]  # None where there is no answer after the change
Found = tuple[int | None, bool]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How near one unit stands to a place more or less, everything else unchanged.

    `additional_weight_needed` is the least whole growth that surely gains a place,
    `removable_weight` the least whole fall that may lose one; None where no change does. A tie
    counts only if the caller's rule breaks it, and a change after which there is no answer never.
    `proved` says that no smaller change does the same; only where growing on may cost the place
    again (rounded or small quotas, pacts, guarantees kept, the quota method) and the figures are
    large are not all of them tried.
    """

    unit: str
    seats: int
    additional_weight_needed: int | None
    removable_weight: int | None
    receives_next_seat: bool
    proved: bool = True


def sensitivity(problem: Problem, unit: str) -> Sensitivity | Infeasible:
    """Return how near a unit stands to a place more or less; raises `BadInput` for an unknown unit.

    >>> found = sensitivity(Problem(("A", "B"), (53, 47), 10, "sainte_lague"), "B")
    >>> found.seats, found.additional_weight_needed, found.removable_weight
    (5, 18, 4)
    """
    names = problem.named()
    if unit not in names:
        raise BadInput("unit", f"there is no unit {unit!r}")
    place = names.index(unit)
    now = allocate(problem)
    if isinstance(now, Infeasible):
        return now
    seats = now.seats[place]
    after = with_one_more(problem)
    more = after.seats[place] if isinstance(after, Allocation) else None
    growth = _growth_that_gains(problem, place, seats)
    fall = _fall_that_loses(problem, place, seats)
    next_is_its_own = more is not None and more > seats
    return Sensitivity(unit, seats, growth[0], fall[0], next_is_its_own, growth[1] and fall[1])


def _seats(problem: Problem, place: int) -> int | None:
    result = allocate(problem)
    return None if isinstance(result, Infeasible) else result.seats[place]


def _with_change(problem: Problem, place: int, change: int) -> Problem:
    weights = list(problem.weights)
    weights[place] += change
    return replace(problem, weights=tuple(weights))


def _growth_that_gains(problem: Problem, place: int, seats: int) -> Found:
    def gains(growth: int) -> bool | None:
        after = _seats(_with_change(problem, place, growth), place)
        return None if after is None else after > seats

    if seats == problem.total:
        return None, True
    return _least(gains, _far(problem), _tries(problem))


def _fall_that_loses(problem: Problem, place: int, seats: int) -> Found:
    def loses(fall: int) -> bool | None:
        after = _seats(_with_change(problem, place, -fall), place)
        return None if after is None else after < seats

    most = int(problem.weights[place])
    return _least(loses, most, _tries(problem)) if seats and most else (None, True)


def _far(problem: Problem) -> int:
    """A growth beyond which nothing more changes: the unit has nearly all the weight there is."""
    far = Fraction(8 * (problem.total + 2)) * (ceil(sum(problem.weights)) + 1)
    if problem.threshold is not None:
        far += problem.threshold.base or 0
        far /= max(1 - problem.threshold.share, Fraction(1, 10**6))
    return ceil(far)


def _tries(problem: Problem) -> int:
    """Return how many changes to try one by one: none where more weight never costs a place."""
    if _steady(problem):
        return 0
    walked = problem.method == "quota"  # place by place, so that every try takes its time
    return max(1, min(SCAN, WALK // (problem.total + 1))) if walked else SCAN


def _steady(problem: Problem) -> bool:
    rounded = problem.method == "largest_remainder" and problem.quota != "hare"
    return not (rounded or problem.method == "quota" or problem.pacts or problem.overhang_rule)


def _least(changes: Changes, most: int, tries: int) -> Found:
    """Return the least change that does it, and whether that is proved.

    Beyond it, or before it, there may be no answer at all, so both borders are looked for.
    """
    found = _crossing(lambda change: bool(changes(change)), most)
    if not tries:
        first = _crossing(lambda change: changes(change) is not False, most)
        return (first if first and changes(first) else found), True
    end = most + 1 if found is None else found
    near = chain(range(1, min(end, tries)), range(max(tries, end - tries), end))
    first = next((change for change in near if changes(change)), found)
    return first, end <= 2 * tries or (first is not None and first < tries)


def _crossing(changes: Callable[[int], bool], most: int) -> int | None:
    step = 1
    while not changes(step):
        if step == most:
            return None
        step = min(2 * step, most)
    low, high = step // 2, step
    while high - low > 1:
        middle = (low + high) // 2
        if changes(middle):
            high = middle
        else:
            low = middle
    return high


def next_place(problem: Problem) -> tuple[str, ...]:
    """Return who surely holds more when there is one place more:

    Nobody where that is tied or impossible.

    >>> next_place(Problem(("A", "B"), (53, 47), 10, "sainte_lague"))
    ('A',)
    """
    return _gainers(allocate(problem), with_one_more(problem), problem)


def with_one_more(problem: Problem) -> Allocation | Infeasible | None:
    """Return the answer where there is one place more; None where there can be no more."""
    try:
        return allocate(replace(problem, total=problem.total + 1))
    except BadInput:
        return None


def last_place(problem: Problem) -> tuple[str, ...]:
    """Return who surely holds less when there is one place less."""
    if not problem.total:
        return ()
    return _gainers(allocate(replace(problem, total=problem.total - 1)), allocate(problem), problem)


def _gainers(
    before: Allocation | Infeasible | None, after: Allocation | Infeasible | None, problem: Problem
) -> tuple[str, ...]:
    if not isinstance(before, Allocation) or not isinstance(after, Allocation):
        return ()
    if before.ties or after.ties:
        return ()
    pairs = zip(problem.named(), before.seats, after.seats, strict=True)
    return tuple(name for name, less, more in pairs if more > less)
