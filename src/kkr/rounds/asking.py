"""What rooms above ask: kinds of rounds with the answers one can give, and who puts their mails into words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from kkr.common.registry import Registry
from kkr.council.desk import DeskEntry
from kkr.outbox.letters import Letter


@dataclass(frozen=True)
class AnswerKind:
    """One answer: what it is called, the sign beside it, and whether a remark must stand with it, for which
    with `or_file` a file will do; `state` is how the map draws it. One that `stops` makes who asks act at once."""

    key: str
    title: str | Promise
    sign: str
    needs_remark: bool = False
    or_file: bool = False
    state: str = "noted"
    stops: bool = False


@dataclass(frozen=True)
class RoundKind:
    """One kind of question, the answers one can give, and where the words that are asked stand.

    `asking` gives what a round is about in the room that asks: its `question` is a document, and its `about`,
    where it has one, a text that is asked about. `waits_as` is the kind of the entry on the desk of who answers;
    `to_do` gives the one of who asks, of a round with what `for_desk` counts, and reads the round's `subject`,
    a relation to what asks and on.
    With `is_shared` those who are asked read what the others answer; with `opens_again` it takes answers again
    when its last day is moved after it was closed.
    """

    key: str
    title: str | Promise
    answers: tuple[AnswerKind, ...]
    asking: Callable[[Any], Any] = lambda _asked_round: None
    waits_as: str = "rounds.to_answer"
    to_do: Callable[[Any, datetime], DeskEntry | None] = lambda _asked_round, _now: None
    subject: str = ""
    is_shared: bool = False
    opens_again: bool = False

    def answer(self, key: str) -> AnswerKind | None:
        """The answer with this key, or None."""
        return next((each for each in self.answers if each.key == key), None)


round_kinds: Registry[RoundKind] = Registry()


def kind_named(key: str) -> RoundKind:
    """The kind with this key; KeyError where no room asks so."""
    for kind in round_kinds:
        if kind.key == key:
            return kind
    raise KeyError(key)


def stopping_answers() -> list[str]:
    """The answers that make who asks act at once."""
    return [each.key for kind in round_kinds for each in kind.answers if each.stops]


def shared_kinds() -> list[str]:
    """Of which kinds those who are asked read each other's answers."""
    return [kind.key for kind in round_kinds if kind.is_shared]


@dataclass(frozen=True)
class Told:
    """One thing that is told in a mail: `what` (asked, again, moved, a reminder, confirm, withdrawn) of one who is
    asked and of which report. `token` is for the link in it, which is kept nowhere else; who answers signed in
    has none."""

    what: str
    asked: Any
    step: Any
    token: str = ""


@dataclass(frozen=True)
class Notice:
    """A mail that is to be written, with all that one is told at once. `stop` ends the reminders, in one of those."""

    to: str
    name: str
    told: tuple[Told, ...]
    stop: str = ""

    @property
    def what(self) -> str:
        """What it tells; "reminders" where it reminds of several questions in different ways."""
        kinds = {each.what for each in self.told}
        return kinds.pop() if len(kinds) == 1 else "reminders"


letters: Registry[Callable[[Notice], Letter | None]] = Registry()
"""Called in turn until one gives a letter; the addresses in it are known to the faces only."""


def letter_for(notice: Notice) -> Letter | None:
    """The letter of a notice; none where nobody knows how to write it, and then none is sent."""
    found: Iterable[Letter | None] = (writer(notice) for writer in letters)
    return next((letter for letter in found if letter is not None), None)
