"""Bounds: what a unit must have and may have, and why a demand cannot be met."""

from collections.abc import Sequence
from dataclasses import replace

from kkr.apportion.division import Division
from kkr.apportion.methods.base import Method
from kkr.apportion.problem import Problem, Weight
from kkr.apportion.ties import ranks
from kkr.apportion.values import Infeasible


def counted_weights(problem: Problem) -> Sequence[Weight]:
    """Return the weights that count: below the threshold a unit counts for nothing."""
    if problem.threshold is None:
        return problem.weights
    least = problem.threshold.least(problem.weights)
    return tuple(weight if weight >= least else 0 for weight in problem.weights)


def bare_division(problem: Problem, method: Method) -> Division:
    """Return the whole problem as one division, its bounds worked out unit by unit."""
    names, weights = problem.named(), counted_weights(problem)
    upper = _upper_bounds(problem, names)
    lower = _lower_bounds(problem, names, weights)
    if method.first_for_all:
        first = [min(1, high) if weight else 0 for weight, high in zip(weights, upper, strict=True)]
        lower = [max(low, one) for low, one in zip(lower, first, strict=True)]
    return Division(
        names,
        weights,
        problem.total,
        lower,
        [high if w else min(low, high) for low, high, w in zip(lower, upper, weights, strict=True)],
        ranks(problem.tie_rule, problem.seed, names, weights),
        problem.quota,
        problem.overaward,
    )


def _lower_bounds(problem: Problem, names: Sequence[str], counted: Sequence[Weight]) -> list[int]:
    if isinstance(problem.lower, int):
        some_are_out = problem.threshold is not None
        return [0 if some_are_out and not weight else problem.lower for weight in counted]
    guaranteed = dict(problem.lower)
    return [guaranteed.get(name, 0) for name in names]


def _upper_bounds(problem: Problem, names: Sequence[str]) -> list[int]:
    if problem.upper is None or isinstance(problem.upper, int):
        return [problem.total if problem.upper is None else problem.upper] * len(names)
    caps = dict(problem.upper)
    return [caps.get(name, problem.total) for name in names]


def within_places(division: Division) -> Division | Infeasible:
    """Return the division with no upper bound above its places, or why its bounds leave no answer."""
    for name, low, high in zip(division.names, division.lower, division.upper, strict=True):
        if low > high:
            text = f"unit {name} must have at least {low} seats, but may have at most {high}"
            return Infeasible(text, need=low, room=high)
    need, room, places = sum(division.lower), sum(division.upper), division.places
    if need > places:
        return _short(division, need)
    if room < places:
        return _no_room(division, room)
    return replace(division, upper=[min(high, places) for high in division.upper])


def _short(division: Division, need: int) -> Infeasible:
    asking = [name for name, low in zip(division.names, division.lower, strict=True) if low]
    units = f"unit {asking[0]} needs" if len(asking) == 1 else f"units {', '.join(asking)} need"
    text = f"{units} {seats_text(need)}, there {'is' if division.places == 1 else 'are'} {division.places}"
    return Infeasible(text, need=need, room=division.places)


def _no_room(division: Division, room: int) -> Infeasible:
    to_give = f"there {'is' if division.places == 1 else 'are'} {seats_text(division.places)} to give"
    if any(division.weights):
        text = f"the units may have at most {seats_text(room)} together, but {to_give}"
    else:
        text = f"no unit has any weight, but {to_give}"
    return Infeasible(text, need=division.places, room=room)


def seats_text(count: int) -> str:
    """Return a count with its noun."""
    return f"{count} seat" if count == 1 else f"{count} seats"
