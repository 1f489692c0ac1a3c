"""Members who are there anyway:

Mayors in a council, direct mandates, and the members added around them.

KL's statutes § 15 want all mayors in a council, and the whole council to match the parties' shares
of the vote. The step-by-step method was not found, so it stands here as one replaceable rule,
`smallest_size`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt

from kkr.apportion.allocation import allocate
from kkr.apportion.answer import Allocation
from kkr.apportion.errors import BadInput
from kkr.apportion.methods import method_named
from kkr.apportion.methods.divisor import DivisorMethod
from kkr.apportion.methods.quota import MOST_PLACES
from kkr.apportion.problem import Problem, Weight
from kkr.apportion.values import Infeasible, Tie

MOST_TRIES = 20_000  # sizes tried one by one, where a larger one may reach less


@dataclass(frozen=True)
class Composition:
    """A body of `size` members:

    `seats` in all and `supplementary` beyond those guaranteed, unit by unit.
    """

    size: int
    seats: tuple[int, ...]
    supplementary: tuple[int, ...]
    problem: Problem
    allocation: Allocation
    capped: bool = False
    ties: tuple[Tie, ...] = ()


def supplementary_members(
    problem: Problem,
    guaranteed: Sequence[int],
    *,
    rule: str = "smallest_size",
    cap: int | None = None,
) -> Composition | Infeasible:
    """Compose a body of at least `problem.total` members round those who are there anyway.

    `smallest_size`: the least size at which the method alone gives every unit its guaranteed
    members; beyond the `cap` the size is the cap and the guarantees are lower bounds.
    `allow_overhang`: everyone keeps the larger of share and guarantee, and the size grows. Raises
    `BadInput` for an unknown rule.

    >>> votes = Problem(("A", "B", "C"), (610, 290, 100), 5, "dhondt")
    >>> council = supplementary_members(votes, (2, 3, 0))
    >>> council.size, council.seats, council.supplementary
    (10, (6, 3, 1), (4, 0, 1))
    """
    if rule not in RULES:
        raise BadInput("rule", f"{rule!r} is not one of {', '.join(RULES)}")
    if len(guaranteed) != len(problem.weights):
        raise BadInput("guaranteed", f"{len(guaranteed)} numbers for {len(problem.weights)} units")
    return RULES[rule](problem, guaranteed, cap)


def _allow_overhang(
    problem: Problem, guaranteed: Sequence[int], _: int | None
) -> Composition | Infeasible:
    allocation = allocate(problem)
    if isinstance(allocation, Infeasible):
        return allocation
    seats = tuple(map(max, allocation.seats, guaranteed))
    names = problem.named()
    most = {name: allocation.seats[place] + 1 for place, name in enumerate(names)}
    covered = dict(zip(names, guaranteed, strict=True))
    matter = tuple(
        tie for tie in allocation.ties if any(covered[name] < most[name] for name in tie.units)
    )
    return _composition(problem, guaranteed, seats, allocation, ties=matter)


def _composition(
    problem: Problem,
    guaranteed: Sequence[int],
    seats: tuple[int, ...],
    allocation: Allocation,
    *,
    capped: bool = False,
    ties: tuple[Tie, ...] = (),
) -> Composition:
    added = tuple(have - sure for have, sure in zip(seats, guaranteed, strict=True))
    return Composition(sum(seats), seats, added, problem, allocation, capped, ties)


def _smallest_size(
    problem: Problem, guaranteed: Sequence[int], cap: int | None
) -> Composition | Infeasible:
    size = smallest_size(problem, guaranteed, cap)
    capped = size is None or (cap is not None and size > cap)
    if not capped and size is not None:
        sized = replace(problem, total=size)
    elif cap is not None:
        sized = replace(problem, total=cap, lower=_as_lower_bounds(problem, guaranteed))
    else:
        return _never(problem, guaranteed)
    allocation = allocate(sized)
    if isinstance(allocation, Infeasible):
        return allocation
    seats = tuple(allocation.seats)
    found = _composition(sized, guaranteed, seats, allocation, capped=capped, ties=allocation.ties)
    return replace(found, size=sized.total)


def _as_lower_bounds(problem: Problem, guaranteed: Sequence[int]) -> tuple[tuple[str, int], ...]:
    names = problem.named()
    own = (
        dict.fromkeys(names, problem.lower)
        if isinstance(problem.lower, int)
        else dict(problem.lower)
    )
    return tuple(
        (name, max(sure, own.get(name, 0))) for name, sure in zip(names, guaranteed, strict=True)
    )


def _never(problem: Problem, guaranteed: Sequence[int]) -> Infeasible:
    without = _without_weight(problem, guaranteed)
    if without:
        text = f"unit {without[0]} is guaranteed seats but has no weight that counts"
        return Infeasible(text, reason="guaranteed_without_weight", about=(without[0],))
    return Infeasible("no size gives every unit its guaranteed seats", reason="no_size")


def _without_weight(problem: Problem, guaranteed: Sequence[int]) -> list[str]:
    """Return who is guaranteed more than it must have, with no weight to get it by."""
    rows = zip(problem.named(), guaranteed, problem.claims(), strict=True)
    return [name for name, sure, claim in rows if sure > claim.lower and not claim.weight]


def smallest_size(
    problem: Problem, guaranteed: Sequence[int], cap: int | None = None
) -> int | None:
    """Return the least size from `problem.total` on that reaches every guarantee.

    None where none does; with a cap sizes beyond it may be left untried. A tie counts as reached
    where its certain places are enough. Raises `BadInput` where too many sizes would have to be
    tried one by one.
    """
    weights = problem.counted_weights()
    if _without_weight(problem, guaranteed):
        return None
    method = method_named(problem.method)
    if problem.plain_but_for_threshold and isinstance(method, DivisorMethod):
        if not any(guaranteed) and not method.first_for_all:
            return problem.total
        return max(problem.total, _closed_form(problem, method, weights, guaranteed))
    most = _most(problem, guaranteed)
    most = most if cap is None else min(most, cap)
    steady = method.house_monotone and not (method.name == "quota" and problem.overhang_rule)
    tried = most
    if method.name == "quota":
        tried = min(most, MOST_PLACES)
    if not steady:
        tried = min(tried, max(problem.total, sum(guaranteed)) + MOST_TRIES)
    look = _bisect if steady else _search
    size = look(problem, guaranteed, tried)
    if size is None and tried < most:
        text = f"no size up to {tried} reaches them under {method.name}; name a cap of at most that"
        raise BadInput("guaranteed", text)
    return size


def _closed_form(
    problem: Problem, method: DivisorMethod, weights: Sequence[Weight], guaranteed: Sequence[int]
) -> int:
    """Count the quotients above the least one that binds, and those level with it as far as the
    last that binds.
    """
    first = int(method.first_for_all)
    bounds = (
        method.quotient(weight, sure - 1)
        for weight, sure in zip(weights, guaranteed, strict=True)
        if sure > first
    )
    level = min(bounds, default=None)
    if level is None:
        return sum(1 for weight in weights if weight)
    seats = [_places_at(method, weight, level) if weight else 0 for weight in weights]
    tied = [
        unit
        for unit, have in enumerate(seats)
        if have > first and method.quotient(weights[unit], have - 1) == level
    ]
    if not problem.tie_rule:
        return sum(seats)
    rank = problem.ranks()
    last = max(rank[unit] for unit in tied if seats[unit] == guaranteed[unit])
    return sum(seats) - sum(1 for unit in tied if rank[unit] > last)


def _places_at(method: DivisorMethod, weight: Weight, level: Fraction) -> int:
    """Return how many quotients of one unit are at or above a level."""
    ratio = Fraction(weight) ** method.power / level
    whole = ratio.numerator // ratio.denominator
    seats = isqrt(whole) if method.power == 2 else whole
    numerator, denominator = method.signpost(seats)
    return seats + (Fraction(numerator, denominator) <= ratio)


def _reaches(problem: Problem, guaranteed: Sequence[int], size: int) -> bool:
    result = allocate(replace(problem, total=size))
    if isinstance(result, Infeasible):
        return False
    return all(have >= sure for have, sure in zip(result.seats, guaranteed, strict=True))


def _most(problem: Problem, guaranteed: Sequence[int]) -> int:
    """A size at which every guarantee is reached if it ever is: claims alone are that large."""
    weights = problem.counted_weights()
    whole = Fraction(sum(weights))
    pairs = zip(guaranteed, weights, strict=True)
    claims = max(
        (sure * whole / weight for sure, weight in pairs if sure and weight), default=Fraction(0)
    )
    lower = sum(claim.lower for claim in problem.claims())
    most = problem.total + sum(guaranteed) + lower + 2 * int(claims) + len(weights)
    if problem.quota == "hagenbach_bischoff_rounded":  # hands out too many until it is rounded to 1
        most += int(whole)
    sized = replace(problem, total=most).claims()
    return min(most, sum(own.upper if own.weight else own.lower for own in sized))


def _bisect(problem: Problem, guaranteed: Sequence[int], most: int) -> int | None:
    low, high = problem.total - 1, problem.total
    if high > most:
        return None
    while not _reaches(problem, guaranteed, high):
        if high == most:
            return None
        low, high = high, min(most, 2 * high + 1)
    while high - low > 1:
        middle = (low + high) // 2
        if _reaches(problem, guaranteed, middle):
            high = middle
        else:
            low = middle
    return high


def _search(problem: Problem, guaranteed: Sequence[int], most: int) -> int | None:
    sizes = range(max(problem.total, sum(guaranteed)), most + 1)
    return next((size for size in sizes if _reaches(problem, guaranteed, size)), None)


Rule = Callable[[Problem, Sequence[int], int | None], Composition | Infeasible]
RULES: dict[str, Rule] = {"smallest_size": _smallest_size, "allow_overhang": _allow_overhang}
