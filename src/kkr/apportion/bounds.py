"""Bounds: what a unit must have and may have, and why a demand cannot be met."""

from collections.abc import Sequence
from dataclasses import replace

from kkr.apportion.division import Division
from kkr.apportion.problem import Claim, Problem
from kkr.apportion.values import Infeasible


def bare_division(
    problem: Problem, names: Sequence[str], claims: Sequence[Claim], places: int
) -> Division:
    """Return the division of some places among some claims; without weight a unit gets only what it must."""
    weights, lower, upper, ranks = zip(*claims, strict=True) if claims else ((), (), (), ())
    rows = zip(weights, lower, upper, strict=True)
    room = [high if weight else min(low, high) for weight, low, high in rows]
    rank = ranks if problem.tie_rule else ()
    return Division(names, weights, places, lower, room, rank, problem.quota, problem.overaward)


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
    to_give = (
        f"there {'is' if division.places == 1 else 'are'} {seats_text(division.places)} to give"
    )
    if any(division.weights):
        text = f"the units may have at most {seats_text(room)} together, but {to_give}"
    else:
        text = f"no unit has any weight, but {to_give}"
    return Infeasible(text, need=division.places, room=room)


def seats_text(count: int) -> str:
    """Return a count with its noun."""
    return f"{count} seat" if count == 1 else f"{count} seats"
