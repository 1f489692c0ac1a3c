"""Guarantees that exceed a share: the unit keeps them, and the rest is divided anew among the
others.
"""

from collections.abc import Sequence
from dataclasses import replace

from kkr.apportion.answer import Step
from kkr.apportion.bounds import within_places
from kkr.apportion.division import Division, Outcome
from kkr.apportion.methods.base import Method
from kkr.apportion.values import Infeasible


def keep_and_recompute_rest(method: Method, division: Division) -> Step | Infeasible:
    """Divide without guarantees, let who falls short keep theirs, divide anew, until nobody falls
    short.

    A tie that decides who falls short is left open in the step.
    """
    free = list(range(len(division.names)))
    while True:
        kept = [unit for unit in range(len(division.names)) if unit not in set(free)]
        rest = within_places(_part(method, division, free, kept))
        if isinstance(rest, Infeasible):
            return rest
        outcome = method.divide(rest)
        if isinstance(outcome, Infeasible):
            return outcome
        short = _falling_short(division, rest, outcome, free)
        if not short:
            return Step(rest, outcome, free, tuple((unit, division.lower[unit]) for unit in kept))
        free = [unit for unit in free if unit not in short]


def _part(method: Method, division: Division, free: list[int], kept: list[int]) -> Division:
    def only(values: Sequence[int]) -> list[int]:
        return [values[unit] for unit in free]

    weighty = [division.weights[unit] != 0 for unit in free]
    upper = [high if some else 0 for high, some in zip(only(division.upper), weighty, strict=True)]
    first = [min(1, high) if method.first_for_all else 0 for high in upper]
    return replace(
        division,
        names=[division.names[unit] for unit in free],
        weights=[division.weights[unit] for unit in free],
        places=division.places - sum(division.lower[unit] for unit in kept),
        lower=first,
        upper=upper,
        rank=[division.rank[unit] for unit in free] if division.rank else (),
    )


def _falling_short(
    division: Division, rest: Division, outcome: Outcome, free: list[int]
) -> set[int]:
    tied = {name for tie in outcome.ties for name in tie.units}
    return {
        unit
        for unit, name, seats in zip(free, rest.names, outcome.seats, strict=True)
        if division.lower[unit] > seats + (name in tied)
    }
