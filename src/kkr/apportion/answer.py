"""The answer to a problem: places, the steps that led to them, ties, and bounds that bind."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kkr.apportion.division import BrokenTie, Division, Outcome
from kkr.apportion.values import Tie


@dataclass(frozen=True, slots=True)
class Step:
    """One division on the way; `positions` says where its units stood before any were set aside.

    `kept` are units whose guarantee exceeded their share: position and places, outside the
    division. `pact` holds the units of the problem where the step is inside one pact.
    """

    division: Division
    outcome: Outcome
    positions: Sequence[int]
    kept: tuple[tuple[int, int], ...] = ()
    pact: tuple[int, ...] = ()

    def seats_by_position(self) -> list[int]:
        """Return the places of all units, those set aside too."""
        if not self.kept:
            return list(self.outcome.seats)
        seats = [0] * (len(self.positions) + len(self.kept))
        for position, places in self.kept:
            seats[position] = places
        for position, places in zip(self.positions, self.outcome.seats, strict=True):
            seats[position] = places
        return seats


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a reader needs to check the places without this code.

    `groups` are the units that stand together, where there are pacts; the first step divides among
    them.
    """

    method: str
    steps: tuple[Step, ...]
    groups: tuple[tuple[int, ...], ...] = ()
    excluded: tuple[str, ...] = ()

    def units_at(self, step: Step, position: int) -> tuple[int, ...]:
        """Return the units of the problem at one position of a step: several where it is a pact."""
        if step.pact:
            return (step.pact[position],)
        return self.groups[position] if self.groups else (position,)


@dataclass(frozen=True, slots=True)
class BindingBound:
    """A unit that a bound (`lower` or `upper`) holds away from what its weight alone would give."""

    unit: str
    bound: str
    places: int


@dataclass(frozen=True)
class Allocation:
    """The places of every unit, in the order given.

    With open `ties`, `seats` are those that are certain.
    """

    seats: Sequence[int]
    certificate: Certificate
    ties: tuple[Tie, ...] = ()
    broken_ties: tuple[BrokenTie, ...] = ()
    binding_bounds: tuple[BindingBound, ...] = field(default=())
