"""Electoral pacts (Danish valgforbund): first among the pacts and those who stand alone, then inside each pact."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kkr.apportion.division import Division
from kkr.apportion.ties import Ranks


def standing_together(names: Sequence[str], pacts: Sequence[Sequence[str]]) -> list[tuple[int, ...]]:
    """Return the groups of units that stand together, one unit alone being a group, by their first unit.

    >>> standing_together("ABCD", [("B", "D")])
    [(0,), (1, 3), (2,)]
    """
    place = {name: unit for unit, name in enumerate(names)}
    groups = [tuple(sorted(place[name] for name in pact)) for pact in pacts if pact]
    taken = {unit for group in groups for unit in group}
    alone = [(unit,) for unit in range(len(names)) if unit not in taken]
    return sorted(groups + alone)


def among_groups(whole: Division, groups: Sequence[tuple[int, ...]]) -> Division:
    """Return the first division: groups with the sums of their weights and bounds."""

    def sums(values: Sequence[Any]) -> list[Any]:
        return [sum(values[unit] for unit in group) for group in groups]

    return replace(
        whole,
        names=["+".join(whole.names[unit] for unit in group) for group in groups],
        weights=sums(whole.weights),
        lower=sums(whole.lower),
        upper=sums(whole.upper),
        rank=_group_ranks(whole.rank, groups),
    )


def _group_ranks(rank: Ranks, groups: Sequence[tuple[int, ...]]) -> Ranks:
    if not rank:
        return ()
    if isinstance(rank[0], str) or isinstance(rank, range):
        return [min(rank[unit] for unit in group) for group in groups]
    return [sum(rank[unit] for unit in group) for group in groups]


def inside_group(whole: Division, group: tuple[int, ...], places: int) -> Division:
    """Return the division of one group's places among its units."""

    def only(values: Sequence[Any]) -> list[Any]:
        return [values[unit] for unit in group]

    return replace(
        whole,
        names=only(whole.names),
        weights=only(whole.weights),
        places=places,
        lower=only(whole.lower),
        upper=only(whole.upper),
        rank=only(whole.rank) if whole.rank else (),
    )
