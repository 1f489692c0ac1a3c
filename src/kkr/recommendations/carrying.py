"""When a recommendation counts as carried: pure, whole numbers only. Silence is never consent."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Counts(StrEnum):
    """How an answer counts; OUT leaves the group that is counted, as where it says that it does not concern it."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"
    OUT = "out"
    SILENT = "silent"


class RuleKind(StrEnum):
    ALL = "all"
    NUMBER = "number"
    MUNICIPALITIES = "municipalities"
    INHABITANTS = "inhabitants"
    DOUBLE = "double"


@dataclass(frozen=True)
class Rule:
    """What it takes: all, a `number`, at least `percent` of the municipalities, `of_inhabitants` percent of those
    who live there, or both. With `needs_everybody` it is valid only when all have answered."""

    kind: RuleKind
    number: int = 0
    percent: int = 0
    of_inhabitants: int = 0
    needs_everybody: bool = False


@dataclass(frozen=True)
class Vote:
    """One who is asked, or `many` whose answers count the same: how, and how many live there together."""

    counts: Counts
    weight: int
    many: int = 1


@dataclass(frozen=True)
class Standing:
    """Where a recommendation stands. All who are asked are counted; the rule counts among those `concerned`, and
    `inhabitants` are theirs."""

    asked: int
    answered: int
    concerned: int
    in_favour: int
    against: int
    inhabitants: int
    inhabitants_in_favour: int
    is_carried: bool
    is_lost: bool

    @property
    def outside(self) -> int:
        """How many say that it does not concern them."""
        return self.asked - self.concerned

    @property
    def concerns_nobody(self) -> bool:
        """Whether all who are asked say so: then nobody can carry it."""
        return self.asked > 0 and self.concerned == 0

    @property
    def share_of_inhabitants(self) -> int:
        """In whole percent, rounded down, so that 100 is said of all only."""
        return self.inhabitants_in_favour * 100 // self.inhabitants if self.inhabitants else 0


def standing(rule: Rule, votes: Iterable[Vote]) -> Standing:
    """Count the votes; lost is what cannot be carried any more unless an answer is corrected.

    >>> yes, silent = Vote(Counts.FOR, 10), Vote(Counts.SILENT, 30)
    >>> standing(Rule(RuleKind.ALL), [yes, silent]).is_carried
    False
    >>> standing(Rule(RuleKind.MUNICIPALITIES, percent=50), [yes, silent]).is_carried
    True
    """
    every = list(votes)
    votes = [vote for vote in every if vote.counts != Counts.OUT]
    favour = [vote for vote in votes if vote.counts == Counts.FOR]
    silent = [vote for vote in votes if vote.counts == Counts.SILENT]
    people, of_favour = _people(votes), _people(favour)
    is_enough = _enough(rule, _many(favour), _many(votes), of_favour, people)
    could_be = _enough(
        rule, _many(favour + silent), _many(votes), of_favour + _people(silent), people
    )
    return Standing(
        asked=_many(every),
        answered=_many(every) - _many(silent),
        concerned=_many(votes),
        in_favour=_many(favour),
        against=_many([vote for vote in votes if vote.counts == Counts.AGAINST]),
        inhabitants=people,
        inhabitants_in_favour=of_favour,
        is_carried=is_enough and not (rule.needs_everybody and _many(silent)),
        is_lost=not could_be,
    )


def _many(votes: list[Vote]) -> int:
    return sum(vote.many for vote in votes)


def _people(votes: list[Vote]) -> int:
    return sum(vote.weight for vote in votes)


def _enough(rule: Rule, favour: int, asked: int, of_favour: int, people: int) -> bool:
    """Whether so many of those asked, with so many inhabitants, are enough; nothing is where nobody is in favour."""
    by_count = favour * 100 >= rule.percent * asked
    by_people = people > 0 and of_favour * 100 >= rule.of_inhabitants * people
    enough = {
        RuleKind.ALL: favour == asked,
        RuleKind.NUMBER: favour >= rule.number,
        RuleKind.MUNICIPALITIES: by_count,
        RuleKind.INHABITANTS: by_people,
        RuleKind.DOUBLE: by_count and by_people,
    }
    return favour > 0 and enough[rule.kind]
