"""The quota method:

Place by place to the largest weight / (places + 1) among units below their claim rounded up.

Also called the Balinski-Young method. House monotone and always within the claim rounded up or
down; but a unit that grows may lose a place to one that shrinks, which only divisor methods
exclude. With bounds: the path starts at the lower bounds, and where the bounds leave nobody below
the claim rounded up, the place goes by the same order to whoever has room. Source: M. L. Balinski
and H. P. Young, The Quota Method of Apportionment, American Mathematical Monthly 82 (1975).

>>> from kkr.apportion.division import Division
>>> METHOD.divide(Division("ABC", (60, 30, 10), 5, (0, 0, 0), (5, 5, 5))).seats
(3, 2, 0)
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from kkr.apportion.division import BrokenTie, Division, Outcome, PathCertificate
from kkr.apportion.errors import BadInput
from kkr.apportion.methods.base import Method
from kkr.apportion.values import Tie

MOST_PLACES = 100_000  # they are walked one by one


class QuotaMethod(Method):
    name = "quota"
    within_quota = True
    title = {"en": "the quota method (Balinski-Young)", "da": "kvotemetoden (Balinski-Young)"}
    defect = {
        "en": "A unit that grows may lose a place to one that shrinks (the population paradox).",
        "da": (
            "En enhed, der vokser, kan miste en plads til en, der skrumper (befolkningsparadokset)."
        ),
    }

    def divide(self, division: Division) -> Outcome:
        if division.places > MOST_PLACES:
            raise BadInput("total", f"must be at most {MOST_PLACES} for the quota method")
        walk = _Walk(division)
        for house in range(sum(division.lower) + 1, division.places + 1):
            walk.award(house)
        return walk.outcome()


@dataclass(slots=True)
class _Contest:
    """Units that stood equal for a place; over when all of them have got theirs."""

    members: set[int] = field(default_factory=set)
    received: list[int] = field(default_factory=list)


class _Contests:
    """Those that are not over, by what their members have in common."""

    def __init__(self) -> None:
        self._by_key: dict[Hashable, _Contest] = {}

    def enter(self, key: Hashable, members: Iterable[int], chosen: int) -> None:
        """Let `chosen` receive a place for which all `members` stood equal."""
        contest = self._by_key.setdefault(key, _Contest())
        contest.members.update(members)
        contest.received.append(chosen)
        if len(contest.received) == len(contest.members):
            del self._by_key[key]

    def __iter__(self) -> Iterator[_Contest]:
        return iter(self._by_key.values())


class _Walk:
    def __init__(self, division: Division) -> None:
        self.division = division
        self.weights, _ = division.whole_weights()
        self.whole = sum(self.weights)
        self.seats = list(division.lower)
        self.digits = 2 * (division.places + 1).bit_length() + 1
        self.awards: list[int] = []
        self.stood = _Contests()  # at one level
        self.still_tied = (
            _Contests()
        )  # at one level and with one rank: no rule says who comes first
        self.waiting: list[tuple[int, int]] = []
        self.asleep = [
            (self._wakes(unit), unit) for unit in range(len(self.seats)) if self._has_room(unit)
        ]
        heapify(self.asleep)

    def _has_room(self, unit: int) -> bool:
        return self.seats[unit] < self.division.upper[unit]

    def _wakes(self, unit: int) -> int:
        """The least house in which one more place keeps the unit below its claim rounded up."""
        return self.seats[unit] * self.whole // self.weights[unit] + 1

    def _level(self, unit: int) -> int:
        return (self.weights[unit] << self.digits) // (self.seats[unit] + 1)

    def award(self, house: int) -> None:
        while self.asleep and self.asleep[0][0] <= house:
            unit = heappop(self.asleep)[1]
            heappush(self.waiting, (-self._level(unit), unit))
        level, tied = self._first_in_line()
        chosen = self._choose(level, tied)
        for unit in tied:
            if unit != chosen:
                self._put_back(unit, house)
        self.seats[chosen] += 1
        self.awards.append(chosen)
        if self._has_room(chosen):
            self._put_back(chosen, house)

    def _put_back(self, unit: int, house: int) -> None:
        wakes = self._wakes(unit)
        if wakes <= house:
            heappush(self.waiting, (-self._level(unit), unit))
        else:
            heappush(self.asleep, (wakes, unit))

    def _first_in_line(self) -> tuple[int, list[int]]:
        if not self.waiting:
            return self._first_asleep()
        level, unit = heappop(self.waiting)
        tied = [unit]
        while self.waiting and self.waiting[0][0] == level:
            tied.append(heappop(self.waiting)[1])
        return level, tied

    def _first_asleep(self) -> tuple[int, list[int]]:
        level = min(-self._level(unit) for _, unit in self.asleep)
        tied = [unit for _, unit in self.asleep if -self._level(unit) == level]
        self.asleep = [(house, unit) for house, unit in self.asleep if unit not in tied]
        heapify(self.asleep)
        return level, tied

    def _choose(self, level: int, tied: list[int]) -> int:
        rank = self.division.rank or [0] * len(self.seats)
        chosen = min(tied, key=lambda unit: (rank[unit], unit))
        level_with = [unit for unit in tied if rank[unit] == rank[chosen]]
        self.stood.enter(level, tied, chosen)
        self.still_tied.enter((level, rank[chosen]), level_with, chosen)
        return chosen

    def outcome(self) -> Outcome:
        seats, open_units = list(self.seats), set[int]()
        for contest in self.still_tied:
            open_units |= contest.members
            for unit in contest.received:
                seats[unit] -= 1
        ties = [
            Tie(tuple(sorted(contest.members)), len(contest.received))
            for contest in self.still_tied
        ]
        broken = [
            BrokenTie(
                tuple(sorted(contest.members)),
                len(contest.received),
                tuple(sorted(contest.received)),
            )
            for contest in self.stood
            if not open_units & contest.members
        ]
        return Outcome(
            tuple(seats), PathCertificate(tuple(self.awards)), tuple(ties), tuple(broken)
        )


METHOD = QuotaMethod()
