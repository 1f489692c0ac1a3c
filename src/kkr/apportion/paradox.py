"""Paradoxes: a unit whose places go the wrong way when the problem changes a little."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kkr.apportion.problem import Weight


@dataclass(frozen=True)
class Run:
    """One run of a problem: its total, and weight and seats by unit."""

    total: int
    weights: Mapping[str, Weight]
    seats: Mapping[str, int]


def units_that_show_it(runs: Sequence[Run]) -> list[str]:
    """Return the units that lose where they ought not to, the clearest first.

    From one run to the next a unit ought not to lose when there are more places in all (the Alabama
    paradox), when it grew and one that fell behind it gained (the population paradox), or when only
    newcomers with their own places were added (the new states paradox).

    >>> before = Run(299, {"A": 8, "B": 9}, {"A": 8, "B": 9})
    >>> units_that_show_it([before, Run(300, {"A": 8, "B": 9}, {"A": 7, "B": 10})])
    ['A']
    """
    strength: dict[str, Fraction] = {}
    for before, after in pairwise(runs):
        for unit, how_much in _losers(*sorted((before, after), key=_room)).items():
            strength[unit] = strength.get(unit, Fraction(0)) + how_much
    return sorted(strength, key=lambda unit: -strength[unit])


def _room(run: Run) -> tuple[int, int]:
    return run.total, len(run.seats)


def _losers(smaller: Run, larger: Run) -> dict[str, Fraction]:
    common = [unit for unit in smaller.seats if unit in larger.seats]
    lost = [unit for unit in common if larger.seats[unit] < smaller.seats[unit]]
    gained = [unit for unit in common if larger.seats[unit] > smaller.seats[unit]]
    if all(smaller.weights[unit] == larger.weights[unit] for unit in common):
        return {
            unit: Fraction(smaller.seats[unit] - larger.seats[unit])
            for unit in lost
            if smaller.total < larger.total or gained
        }
    slowest = min((_growth(smaller, larger, unit) for unit in gained), default=None)
    if slowest is None:
        return {}
    ahead = {unit: _growth(smaller, larger, unit) - slowest for unit in lost}
    return {unit: lead for unit, lead in ahead.items() if lead > 0}


def _growth(smaller: Run, larger: Run, unit: str) -> Fraction:
    before = smaller.weights[unit]
    return Fraction(larger.weights[unit]) / before if before else Fraction(10**9)
