"""Bounds: what a unit must have and may have, and why a demand cannot be met."""

from collections.abc import Sequence
from dataclasses import replace

from kkr.apportion.division import Division
from kkr.apportion.problem import Claim, Problem
from kkr.apportion.values import Infeasible


def bare_division(
    problem: Problem, names: Sequence[str], claims: Sequence[Claim], places: int
) -> Division:
    """Return the division of some places among some claims; without weight a unit gets only what it
    must.
    """
    weights, lower, upper, ranks = zip(*claims, strict=True) if claims else ((), (), (), ())
    rows = zip(weights, lower, upper, strict=True)
    room = [high if weight else min(low, high) for weight, low, high in rows]
    rank = ranks if problem.tie_rule else ()
    return Division(names, weights, places, lower, room, rank, problem.quota, problem.overaward)


def within_places(division: Division) -> Division | Infeasible:
    """Return the division with upper bounds no higher than they can matter, or why there is no
    answer.

    One place above all places stands for "no bound": such a unit still stands in line for the next
    place.
    """
    for name, low, high in zip(division.names, division.lower, division.upper, strict=True):
        if low > high and high <= division.places:
            text = f"unit {name} must have at least {low} seats, but may have at most {high}"
            return Infeasible(text, need=low, room=high, reason="bounds_cross", about=(name,))
    need, room, places = sum(division.lower), sum(division.upper), division.places
    if need > places:
        return _short(division, need)
    if room < places:
        return _no_room(division, room)
    return replace(division, upper=[min(high, places + 1) for high in division.upper])


def _short(division: Division, need: int) -> Infeasible:
    asking = tuple(n for n, low in zip(division.names, division.lower, strict=True) if low)
    units = f"unit {asking[0]} needs" if len(asking) == 1 else f"units {', '.join(asking)} need"
    text = f"{units} {seats_text(need)}, there {_are(division.places)}"
    return Infeasible(text, need=need, room=division.places, reason="short", about=asking)


def _no_room(division: Division, room: int) -> Infeasible:
    to_give = f"there {_are(division.places)} to give"
    if any(division.weights):
        text, reason = (
            f"the units may have at most {seats_text(room)} together, but {to_give}",
            "no_room",
        )
    else:
        text, reason = f"no unit has any weight, but {to_give}", "no_weight"
    return Infeasible(text, need=division.places, room=room, reason=reason)


def _are(count: int) -> str:
    return f"is {count}" if count == 1 else f"are {count}"


def seats_text(count: int) -> str:
    """Return a count with its noun."""
    return f"{count} seat" if count == 1 else f"{count} seats"
