"""The one exact core of all methods that hand out places by a ranking of claims:

Fill, compare, name the tie.

A caller brings a guess and a key. `key(unit, seats)` is the rank of the place after `seats` as a
whole number, larger goes first, equal means tied; it falls as seats grow. Nothing here is a float.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from operator import itemgetter

Key = Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class Cut:
    """Places by a ranking. `last` received the last place, `following` would get one more.

    Where these two rank the same, `holding` and `waiting` are all who stand on the cut: the places
    of `holding` are as good as anyone's among both, and only a rule of the caller can say whose
    they are.
    """

    seats: list[int]
    last: int | None
    following: int | None
    holding: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()


def place_by_rank(
    seats: list[int],
    places: int,
    lower: Sequence[int],
    upper: Sequence[int],
    key: Key,
) -> Cut:
    """Turn a guess into the exact places; the bounds must leave room for exactly `places`."""
    missing = places - sum(seats)
    if missing > 0:
        _award(seats, missing, upper, key)
    elif missing < 0:
        _withdraw(seats, -missing, lower, key)
    while True:
        waiting = [(key(i, s), i) for i, s in enumerate(seats) if s < upper[i]]
        holding = [(key(i, s - 1), i) for i, s in enumerate(seats) if s > lower[i]]
        first = max(waiting, key=itemgetter(0), default=None)
        last = min(holding, key=itemgetter(0), default=None)
        if first is None or last is None or first[0] < last[0]:
            return Cut(seats, last and last[1], first and first[1])
        if first[0] == last[0]:
            level = last[0]
            return Cut(
                seats,
                last[1],
                first[1],
                tuple(i for rank, i in holding if rank == level),
                tuple(i for rank, i in waiting if rank == level),
            )
        seats[first[1]] += 1
        seats[last[1]] -= 1


def _award(seats: list[int], missing: int, upper: Sequence[int], key: Key) -> None:
    heap = [(-key(i, s), i) for i, s in enumerate(seats) if s < upper[i]]
    heapify(heap)
    for _ in range(missing):
        unit = heap[0][1]
        seats[unit] += 1
        if seats[unit] < upper[unit]:
            heapreplace(heap, (-key(unit, seats[unit]), unit))
        else:
            heappop(heap)


def _withdraw(seats: list[int], excess: int, lower: Sequence[int], key: Key) -> None:
    heap = [(key(i, s - 1), i) for i, s in enumerate(seats) if s > lower[i]]
    heapify(heap)
    for _ in range(excess):
        unit = heap[0][1]
        seats[unit] -= 1
        if seats[unit] > lower[unit]:
            heapreplace(heap, (key(unit, seats[unit] - 1), unit))
        else:
            heappop(heap)
