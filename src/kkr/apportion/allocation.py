"""From a problem to its places: thresholds, guarantees and pacts worked in, each division kept as a
step.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kkr.apportion.answer import Allocation, BindingBound, Certificate, Step
from kkr.apportion.bounds import bare_division, within_places
from kkr.apportion.division import Division
from kkr.apportion.methods import method_named
from kkr.apportion.methods.base import Method
from kkr.apportion.overhang import keep_and_recompute_rest
from kkr.apportion.problem import Claim, Problem
from kkr.apportion.values import Infeasible, Tie

LARGE = 2000  # units from which on numpy pays for its import


def allocate(problem: Problem) -> Allocation | Infeasible:
    """Divide. Returns the places with a certificate, or why no division keeps every demand.

    Raises `BadInput` for an unknown method or quota.

    >>> allocate(Problem(("A", "B", "C"), (416, 338, 246), 10, "dhondt")).seats
    (4, 4, 2)
    >>> allocate(Problem(("A", "B"), (1, 1), 3, "sainte_lague")).ties
    (Tie(units=('A', 'B'), places=1),)
    >>> allocate(Problem(("A", "B"), (1, 1), 1, "adams")).text
    'units A, B need 2 seats, there is 1'
    """
    method = method_named(problem.method)
    if problem.plain and len(problem.weights) >= LARGE:
        # numpy, which small problems need not wait for
        from kkr.apportion.large import allocate_large

        large = allocate_large(problem, method)
        if large is not None:
            return large
    return allocate_exactly(problem, method)


def allocate_exactly(problem: Problem, method: Method) -> Allocation | Infeasible:
    """Divide by whole numbers alone, whatever the number of units."""
    claims = problem.claims(method.first_for_all)
    if problem.pacts:
        return _by_pacts(problem, method, claims)
    step = _divide(problem, method, bare_division(problem, problem.named(), claims, problem.total))
    if isinstance(step, Infeasible):
        return step
    return _gather(problem, method, step.seats_by_position(), (step,))


def _divide(
    problem: Problem, method: Method, division: Division, pact: tuple[int, ...] = ()
) -> Step | Infeasible:
    clipped = within_places(division)
    if isinstance(clipped, Infeasible):
        return clipped
    if problem.overhang_rule:
        step = keep_and_recompute_rest(method, clipped)
        return step if isinstance(step, Infeasible) else replace(step, pact=pact)
    outcome = method.divide(clipped)
    if isinstance(outcome, Infeasible):
        return outcome
    return Step(clipped, outcome, range(len(clipped.names)), (), pact)


def _by_pacts(problem: Problem, method: Method, claims: Sequence[Claim]) -> Allocation | Infeasible:
    names, groups = problem.named(), problem.groups()
    first = _divide(problem, method, _among_groups(problem, claims, groups))
    if isinstance(first, Infeasible):
        return first
    steps, seats, idle = [first], [0] * len(names), set[int]()
    tied = {first.positions[unit] for tie in first.outcome.ties for unit in tie.units}
    for position, (group, places) in enumerate(zip(groups, first.seats_by_position(), strict=True)):
        if len(group) == 1:
            seats[group[0]] = places
            continue
        own = [names[unit] for unit in group], [claims[unit] for unit in group]
        inner = _divide(problem, method, bare_division(problem, *own, places), group)
        if isinstance(inner, Infeasible):
            return inner
        steps.append(inner)
        for unit, given in zip(group, inner.seats_by_position(), strict=True):
            seats[unit] = given
        if position in tied:
            won = _divide(problem, method, bare_division(problem, *own, places + 1), group)
            idle |= set(group) - _gaining(group, inner, won)
    return _gather(problem, method, seats, tuple(steps), tuple(groups), idle=idle)


def _gaining(group: Sequence[int], lost: Step, won: Step | Infeasible) -> set[int]:
    """Return the units of a pact that may hold more if it wins the place the lot decides."""
    if isinstance(won, Infeasible):
        return set(group)
    most = won.seats_by_position()
    for unit in {unit for tie in won.outcome.ties for unit in tie.units}:
        most[won.positions[unit]] += 1
    pairs = zip(group, lost.seats_by_position(), most, strict=True)
    return {unit for unit, less, more in pairs if more > less}


def _among_groups(
    problem: Problem, claims: Sequence[Claim], groups: Sequence[tuple[int, ...]]
) -> Division:
    joined = [problem.joined(claims[unit] for unit in group) for group in groups]
    labels = [label(problem, group) for group in groups]
    return bare_division(problem, labels, joined, problem.total)


def label(problem: Problem, group: Sequence[int]) -> str:
    """Return the name under which units stand together."""
    names = problem.named()
    return "+".join(names[unit] for unit in group)


def _gather(
    problem: Problem,
    method: Method,
    seats: Sequence[int],
    steps: tuple[Step, ...],
    groups: tuple[tuple[int, ...], ...] = (),
    *,
    idle: Collection[int] = (),
) -> Allocation:
    certificate = Certificate(method.name, steps, groups, _excluded(problem, problem.named()))
    return Allocation(
        tuple(seats),
        certificate,
        tuple(
            _in_units(problem, certificate, step, tie, () if step.pact else idle)
            for step in steps
            for tie in step.outcome.ties
        ),
        tuple(tie.among(step.division.names) for step in steps for tie in step.outcome.broken),
        tuple(_binding(problem, method, certificate)),
    )


def _in_units(
    problem: Problem, certificate: Certificate, step: Step, tie: Tie, idle: Collection[int]
) -> Tie:
    """Say a tie, between pacts too, in the names of the units that count and can gain by it."""
    names, weights = problem.named(), problem.counted_weights()
    stood = [certificate.units_at(step, step.positions[unit]) for unit in tie.units]
    units = sorted(unit for units in stood for unit in units if weights[unit] and unit not in idle)
    return Tie(tuple(names[unit] for unit in units), tie.places)


def _excluded(problem: Problem, names: Sequence[str]) -> tuple[str, ...]:
    if problem.threshold is None:
        return ()
    least = problem.threshold.least(problem.weights)
    pairs = zip(names, problem.weights, strict=True)
    return tuple(name for name, weight in pairs if weight < least)


def _binding(problem: Problem, method: Method, certificate: Certificate) -> Iterator[BindingBound]:
    if not problem.lower and problem.upper is None:
        return
    for step in certificate.steps:
        for unit, name in enumerate(step.division.names):
            bound = method.binding_bound(step.division, step.outcome, unit)
            if bound:
                yield BindingBound(name, bound, step.outcome.seats[unit])
        for position, places in step.kept:
            units = certificate.units_at(step, position)
            yield BindingBound(label(problem, units), "lower", places)
