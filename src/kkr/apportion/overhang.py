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
    """Divide without guarantees, let who falls short keep theirs, divide anew, until nobody does.

    A tie that decides who falls short is left open, unless keeping the guarantee is among its
    outcomes.
    """
    return _keep(method, division, list(range(len(division.names))))


def _keep(method: Method, division: Division, free: list[int]) -> Step | Infeasible:
    kept = sorted(set(range(len(division.names))) - set(free))
    rest = within_places(_part(method, division, free, kept))
    if isinstance(rest, Infeasible):
        return rest
    outcome = method.divide(rest)
    if isinstance(outcome, Infeasible):
        return outcome
    short, unsure = _falling_short(division, rest, outcome, free)
    if short:
        return _keep(method, division, [unit for unit in free if unit not in short])
    step = Step(rest, outcome, free, tuple((unit, division.lower[unit]) for unit in kept))
    if unsure:
        keeping = _keep(method, division, [unit for unit in free if unit not in unsure])
        if isinstance(keeping, Step) and _is_within(keeping, step):
            return keeping
    return step


def _is_within(keeping: Step, tied: Step) -> bool:
    """Whether the tie might have come out so whoever wins it; then the guarantee decides."""
    spans = zip(_spans(keeping), _spans(tied), strict=True)
    return all(low <= own and most <= high for (own, most), (low, high) in spans)


def _spans(step: Step) -> list[tuple[int, int]]:
    """Return the fewest and the most places every unit may come out with."""
    names = {name for tie in step.outcome.ties for name in tie.units}
    places = zip(step.positions, step.division.names, strict=True)
    in_tie = {position for position, name in places if name in names}
    seats = step.seats_by_position()
    return [(own, own + (position in in_tie)) for position, own in enumerate(seats)]


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
) -> tuple[set[int], set[int]]:
    """Return who falls short however ties come out, and who only if one is lost."""
    tied = {name for tie in outcome.ties for name in tie.units}
    short, unsure = set(), set()
    for unit, name, seats in zip(free, rest.names, outcome.seats, strict=True):
        if division.lower[unit] > seats + (name in tied):
            short.add(unit)
        elif division.lower[unit] > seats:
            unsure.add(unit)
    return short, unsure
