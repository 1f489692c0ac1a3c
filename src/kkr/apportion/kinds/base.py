"""What a kind of written problem is: a name, and a way from the written problem to its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kkr.apportion.answer import Allocation
from kkr.apportion.document import Document
from kkr.apportion.problem import Problem
from kkr.apportion.values import Infeasible


@dataclass(frozen=True)
class Chapter:
    """One division of an answer, to be told in words: its heading, the problem and the result.

    `phrase` names the words round a heading that is only a number.
    """

    heading: str
    problem: Problem
    result: Allocation | Infeasible
    phrase: str = ""


@dataclass(frozen=True)
class Remark:
    """A sentence of an answer: the phrase it is built from, and what goes into it."""

    phrase: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """A document in the written form, whether it is settled, and what the explanation is told from.

    `noun` is what the weights count, where the problem says so; `matrix` a problem in two
    dimensions.
    """

    document: Document
    chapters: tuple[Chapter, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())
    noun: str = ""
    matrix: Mapping[str, Any] | None = None

    @property
    def settled(self) -> bool:
        """Whether the problem is answered: neither infeasible nor tied."""
        return not (self.document.get("infeasible") or self.document.get("tie"))


@dataclass(frozen=True)
class Kind:
    """A kind of written problem."""

    name: str
    answer: Callable[[Mapping[str, Any]], Answer]
