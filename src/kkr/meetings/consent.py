"""When what the members of a council answer in writing is enough to decide: pure. Silence is never consent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Says(StrEnum):
    """What a member can answer; the keys of the answers that stand in `rounds`."""

    AGREES = "agrees"
    AGREES_WITH_REMARK = "agrees_with_remark"
    DISAGREES = "disagrees"
    WANTS_A_MEETING = "wants_a_meeting"


class Stops(StrEnum):
    """What keeps a hearing from becoming a decision."""

    WANTED = "wanted"
    TOO_EARLY = "too_early"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Heard:
    """How many were asked, how many of them agree, do not, and want a meeting, and how many must agree."""

    asked: int
    agree: int
    against: int
    want_a_meeting: int
    needed: int

    @property
    def silent(self) -> int:
        """How many have not answered; they count for nothing."""
        return self.asked - self.agree - self.against - self.want_a_meeting


def heard(asked: int, answers: Iterable[str], *, quorum: int = 0) -> Heard:
    """Count the answers that hold. As many must agree as make a quorum; where none is agreed on, more than half.

    >>> heard(4, ["agrees", "disagrees"]).silent, heard(4, []).needed, heard(4, [], quorum=4).needed
    (2, 3, 4)
    """
    given = [Says(each) for each in answers]
    return Heard(
        asked=asked,
        agree=sum(each in {Says.AGREES, Says.AGREES_WITH_REMARK} for each in given),
        against=given.count(Says.DISAGREES),
        want_a_meeting=given.count(Says.WANTS_A_MEETING),
        needed=quorum or asked // 2 + 1,
    )


def what_stops(found: Heard, *, today: date, last_day: date) -> Stops | None:
    """What keeps it from being decided today: one who wants a meeting, time that is left, too few who agree.

    A quorum is no majority: at least as many as make one must agree, and more than are against it. Whoever
    has not answered may still want a meeting until the last day is over.

    >>> day = date(2017, 3, 1)
    >>> what_stops(heard(2, ["agrees", "agrees"]), today=day, last_day=day)
    >>> what_stops(heard(2, ["agrees"]), today=day, last_day=day).value
    'too_early'
    """
    if found.want_a_meeting:
        return Stops.WANTED
    if found.silent and today <= last_day:
        return Stops.TOO_EARLY
    is_enough = found.agree >= found.needed and found.agree > found.against
    return None if is_enough else Stops.TOO_FEW
