"""Guarantees that exceed a share: the unit keeps them, and the rest is divided anew among the
others.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import combinations
from math import comb

from kkr.apportion.answer import Step
from kkr.apportion.bounds import within_places
from kkr.apportion.division import Division, Outcome
from kkr.apportion.methods.base import Method
from kkr.apportion.values import Infeasible

MOST_ENDS = 200  # of one tie; a tie with more that guarantees might settle is left open


def keep_and_recompute_rest(method: Method, division: Division) -> Step | Infeasible:
    """Divide without guarantees, let who falls short keep theirs, divide anew, until nobody does.

    A tie that decides who falls short is left open, unless all its ends lead to the same places.
    """
    return _keep(method, division, list(range(len(division.names))))


def _keep(method: Method, division: Division, free: list[int]) -> Step | Infeasible:
    kept = sorted(set(range(len(division.names))) - set(free))
    rest = within_places(_division_of_rest(method, division, free, kept))
    if isinstance(rest, Infeasible):
        return rest
    outcome = method.divide(rest)
    if isinstance(outcome, Infeasible):
        return outcome
    short, unsure = _falling_short(division, outcome, free)
    if short:
        return _keep(method, division, [unit for unit in free if unit not in short])
    step = Step(rest, outcome, free, tuple((unit, division.lower[unit]) for unit in kept))
    if not unsure:
        return step
    return _decided(lambda losers: _keep(method, division, _without(free, losers)), step, unsure)


def _without(free: list[int], losers: Collection[int]) -> list[int]:
    return [unit for unit in free if unit not in losers]


def _decided(
    keeping: Callable[[Collection[int]], Step | Infeasible], step: Step, unsure: set[int]
) -> Step:
    """Return the one answer to which every end of a tie leads, or the tie, no wider than it is.

    `unsure` are those who fall short, and keep their guarantee, if the tie leaves them out;
    `keeping` divides anew when some of them have.
    """
    found = keeping(unsure)
    if not isinstance(found, Step):
        return step
    ends = _ends(step, unsure)
    if ends and all(_leads_to(found, keeping, step, end) for end in ends):
        return found
    return found if found.outcome.ties and _is_within(found, step) else step


def _ends(step: Step, unsure: set[int]) -> list[tuple[int, ...]]:
    """Return who of the unsure may be left out together; nothing where that says not enough."""
    tied = {step.positions[unit] for tie in step.outcome.ties for unit in tie.units}
    out = len(tied) - sum(tie.places for tie in step.outcome.ties)
    least = out - len(tied - unsure)
    sizes = range(least, min(out, len(unsure)) + 1)
    if least < 0 or sum(comb(len(unsure), size) for size in sizes) > MOST_ENDS:
        return []  # open among the others, or too many to try
    return [end for size in sizes for end in combinations(sorted(unsure), size)]


def _leads_to(
    found: Step,
    keeping: Callable[[Collection[int]], Step | Infeasible],
    step: Step,
    losers: tuple[int, ...],
) -> bool:
    if not losers:  # all the unsure win, and all the others lose
        return _is_within(found, step)
    end = keeping(losers)
    return isinstance(end, Step) and _says(end) == _says(found)


def _says(step: Step) -> tuple[list[int], list[tuple[list[int], int]]]:
    """Return the certain places of every unit, and who is tied for how many more."""
    ties = [
        (sorted(step.positions[unit] for unit in tie.units), tie.places)
        for tie in step.outcome.ties
    ]
    return step.seats_by_position(), sorted(ties)


def _is_within(keeping: Step, tied: Step) -> bool:
    """Whether the tie might have come out so whoever wins it; then the guarantee decides."""
    spans = zip(_spans(keeping), _spans(tied), strict=True)
    return all(low <= own and most <= high for (own, most), (low, high) in spans)


def _spans(step: Step) -> list[tuple[int, int]]:
    """Return the fewest and the most places every unit may come out with."""
    in_tie = {step.positions[unit] for tie in step.outcome.ties for unit in tie.units}
    seats = step.seats_by_position()
    return [(own, own + (position in in_tie)) for position, own in enumerate(seats)]


def _division_of_rest(
    method: Method, division: Division, free: list[int], kept: list[int]
) -> Division:
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
    division: Division, outcome: Outcome, free: list[int]
) -> tuple[set[int], set[int]]:
    """Return who falls short however ties come out, and who only if one is lost."""
    tied = {free[place] for tie in outcome.ties for place in tie.units}
    short, unsure = set(), set()
    for unit, seats in zip(free, outcome.seats, strict=True):
        if division.lower[unit] > seats + (unit in tied):
            short.add(unit)
        elif division.lower[unit] > seats:
            unsure.add(unit)
    return short, unsure
