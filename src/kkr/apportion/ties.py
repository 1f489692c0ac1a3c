"""Parting a tie at a cut by the ranks a caller's rule gives. Without ranks nothing is broken."""

from collections.abc import Sequence
from dataclasses import dataclass

from kkr.apportion.division import BrokenTie, Division
from kkr.apportion.ranking import Cut
from kkr.apportion.tie_rules import Ranks
from kkr.apportion.values import Tie


def resolve(tied: Sequence[int], among: int, rank: Ranks) -> tuple[list[int], list[int], int]:
    """Split tied units: who surely receives, who is still tied, and how many places those share.

    >>> resolve([0, 1, 2], 2, ())
    ([], [0, 1, 2], 2)
    >>> resolve([0, 1, 2], 2, [2, 1, 1])
    ([1, 2], [], 0)
    >>> resolve([0, 1, 2], 2, [1, 2, 2])
    ([0], [1, 2], 1)
    """
    if not rank:
        return [], list(tied), among
    line = sorted(tied, key=lambda unit: rank[unit])
    at_cut = rank[line[among - 1]]
    if at_cut != rank[line[among]]:
        return line[:among], [], 0
    sure = [unit for unit in line if rank[unit] < at_cut]
    return sure, [unit for unit in line if rank[unit] == at_cut], among - len(sure)


@dataclass(frozen=True, slots=True)
class PartedTie:
    """A cut with its tie broken by the caller's rule, or taken off the places where no rule
    decides.
    """

    seats: list[int]
    last: int | None
    following: int | None
    ties: tuple[Tie, ...] = ()
    broken: tuple[BrokenTie, ...] = ()


def part_tie(division: Division, cut: Cut) -> PartedTie:
    """Break the tie at the cut by the ranks of the division, as far as they decide."""
    if not cut.waiting:
        return PartedTie(cut.seats, cut.last, cut.following)
    tied = sorted(cut.holding + cut.waiting)
    sure, still_tied, among = resolve(tied, len(cut.holding), division.rank)
    seats = list(cut.seats)
    for unit in cut.holding:
        seats[unit] -= 1
    for unit in sure:
        seats[unit] += 1
    if still_tied:
        return PartedTie(seats, None, None, (Tie(tuple(sorted(still_tied)), among),))
    broken = BrokenTie(tuple(tied), len(sure), tuple(sorted(sure)))
    left = min(set(tied) - set(sure), key=lambda unit: division.rank[unit])
    return PartedTie(seats, sure[-1], left, (), (broken,))
