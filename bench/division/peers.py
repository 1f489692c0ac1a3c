"""Everybody who divides, each called as its own documentation shows, with its own kind of input.

A peer's function gets a case and returns the call to be timed and how its result is read. Whoever
imports a peer here does so inside the function: each lives in a process of its own.
"""

import heapq
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from bench.division.cases import Case

Call = Callable[[], Any]
Prepare = Callable[[Case], tuple[Call, Callable[[Any], "Answer"]]]
LARGE = 2_000


class Answer(NamedTuple):
    """The places, and the ties left open: the units and how many of them get one more."""

    seats: Any
    ties: tuple[tuple[list[int], int], ...] = ()

    def settled(self) -> Any:
        """Return the places with every open tie broken somehow."""
        seats = np.array(self.seats)
        for units, places in self.ties:
            seats[units[:places]] += 1
        return seats


def as_it_is(result: Any) -> Answer:
    return Answer(result)


def ours(case: Case) -> tuple[Call, Callable[[Any], Answer]]:
    from kkr.apportion import Problem, allocate

    weights = case.weights if len(case.weights) >= LARGE else tuple(map(int, case.weights))
    return (
        lambda: allocate(Problem((), weights, case.total, case.kind)),
        lambda found: Answer(
            found.seats,
            tuple(([int(name) - 1 for name in tie.units], tie.places) for tie in found.ties),
        ),
    )


def our_matrix(case: Case) -> tuple[Call, Callable[[Any], Answer]]:
    from kkr.apportion.biproportional import BiproportionalProblem, allocate_matrix

    rows, cols = (tuple(map(str, range(size))) for size in case.weights.shape)
    weights = tuple(map(tuple, case.weights.tolist()))
    totals = tuple(case.row_totals), tuple(case.col_totals)

    def call() -> Any:
        return allocate_matrix(BiproportionalProblem(rows, cols, weights, *totals, "sainte_lague"))

    return call, lambda found: Answer(found.seats)


def votelib_line(case: Case) -> tuple[Call, Callable[[Any], Answer]]:
    from votelib.evaluate.core import Tie
    from votelib.evaluate.proportional import HighestAverages, LargestRemainder

    by_remainder = case.kind == "largest_remainder"
    evaluator = LargestRemainder("hare") if by_remainder else HighestAverages("sainte_lague")
    votes = dict(enumerate(map(int, case.weights)))

    def read(found: dict[Any, int]) -> Answer:
        ties = tuple((sorted(who), n) for who, n in found.items() if isinstance(who, Tie))
        return Answer([found.get(unit, 0) for unit in votes], ties)

    return lambda: evaluator.evaluate(votes, case.total), read


def votelib_matrix(case: Case) -> tuple[Call, Callable[[Any], Answer]]:
    from votelib.evaluate.proportional import BiproportionalEvaluator

    votes = {row: dict(enumerate(line)) for row, line in enumerate(case.weights.tolist())}
    totals = dict(enumerate(case.row_totals))
    evaluator = BiproportionalEvaluator("sainte_lague")

    def read(found: dict[int, dict[int, int]]) -> Answer:
        return Answer([[found[row].get(col, 0) for col in line] for row, line in votes.items()])

    return lambda: evaluator.evaluate(votes, totals), read


def apportionment_in(*, fractions: bool) -> Prepare:
    def prepare(case: Case) -> tuple[Call, Callable[[Any], Answer]]:
        from apportionment import methods

        method = {"sainte_lague": "saintelague"}.get(case.kind, case.kind)
        parties = [""] * len(case.weights)  # its own names end at 52

        def call() -> Any:
            return methods.compute(
                method, case.weights, case.total, fractions, parties, tiesallowed=case.name != "tie"
            )

        return call, as_it_is

    return prepare


def apportionpy(case: Case) -> tuple[Call, Callable[[Any], Answer]]:
    from apportionpy.apportionment import Apportion

    method = {"sainte_lague": "WEBSTER", "largest_remainder": "HAMILTON"}[case.kind]
    weights = case.weights.tolist()
    return lambda: Apportion(case.total, weights, method).fair_shares, as_it_is


def voting(case: Case) -> tuple[Call, Callable[[Any], Answer]]:
    from voting import apportionment

    names = {"sainte_lague": "sainte_lague", "largest_remainder": "hamilton"}
    method, weights = getattr(apportionment, names[case.kind]), case.weights.tolist()
    return lambda: method(weights, case.total), as_it_is


def float_heap(case: Case) -> tuple[Call, Callable[[Any], Answer]]:
    weights = case.weights.tolist()
    return lambda: from_a_heap(weights, case.total), as_it_is


def from_a_heap(weights: Sequence[int], total: int) -> list[int]:
    """The textbook: hand the units out one by one, the largest quotient first."""
    seats = [0] * len(weights)
    heap = [(-float(weight), unit) for unit, weight in enumerate(weights)]
    heapq.heapify(heap)
    for _ in range(total):
        unit = heap[0][1]
        seats[unit] += 1
        heapq.heapreplace(heap, (-weights[unit] / (2 * seats[unit] + 1), unit))
    return seats


def biprop_within(steps: int) -> Prepare:
    def prepare(case: Case) -> tuple[Call, Callable[[Any], Answer]]:
        from biprop import Election

        totals = case.row_totals, case.col_totals
        return (
            lambda: Election(case.weights).lower_apportionment(*totals, np.round, max_depth=steps),
            as_it_is,
        )

    return prepare


def flow(case: Case) -> tuple[Call, Callable[[Any], Answer]]:
    from bench.division.flow import by_flow

    return lambda: by_flow(case.weights, case.row_totals, case.col_totals), as_it_is


US = "kkr"
LINE = ("sainte_lague", "largest_remainder")
PEERS: dict[str, dict[str, Prepare]] = {
    US: {**dict.fromkeys(LINE, ours), "matrix": our_matrix},
    "votelib": {**dict.fromkeys(LINE, votelib_line), "matrix": votelib_matrix},
    "apportionment": dict.fromkeys(LINE, apportionment_in(fractions=False)),
    "apportionment, fractions": dict.fromkeys(LINE, apportionment_in(fractions=True)),
    "apportionpy": dict.fromkeys(LINE, apportionpy),
    "voting": dict.fromkeys(LINE, voting),
    "float heap": {"sainte_lague": float_heap},
    "biprop": {"matrix": biprop_within(100)},  # its default
    "biprop, 100,000 steps": {"matrix": biprop_within(100_000)},
    "OR-tools flow": {"matrix": flow},
}
PACKAGES = ("apportionment", "apportionpy", "biprop", "numpy", "ortools", "votelib", "voting")
