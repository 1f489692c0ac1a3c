"""Largest remainder: weight / quota, whole parts first, then one more to the largest remainders.

Also called Hamilton, Hare-Niemeyer, Vinton. With the Hare quota every unit gets its claim rounded
up or down and sizes are treated alike; the smaller quotas favour large units. Not house monotone:
one place more in all may cost a unit one (the Alabama paradox). Some quotas can hand out more
places than there are, also to a single unit; then the caller names what to do (`overaward`), or
there is no answer. With
bounds: the whole parts are held within the bounds; what remains goes by remainder to units that
were not raised to their lower bound and are below their upper, and to the raised only when nobody
else has room. Where the lower bounds themselves hand out too much, it is taken back from the
smallest remainders. Source: Balinski and Young, Fair Representation (2001), chapter 3 and appendix
A; the quotas: Lijphart (1994).

>>> quota_size("droop", 100, 4), quota_size("imperiali", 100, 4)
(Fraction(21, 1), Fraction(50, 3))
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import floor

from kkr.apportion.division import Division, Outcome, RemainderCertificate
from kkr.apportion.errors import BadInput
from kkr.apportion.methods.base import Method
from kkr.apportion.problem import Weight
from kkr.apportion.ranking import Cut, place_by_rank
from kkr.apportion.ties import PartedTie, part_tie
from kkr.apportion.values import Infeasible

QUOTAS: dict[str, Callable[[Fraction, int], Fraction]] = {
    "hare": lambda votes, places: votes / places,
    "droop": lambda votes, places: Fraction(floor(votes / (places + 1)) + 1),
    "hagenbach_bischoff": lambda votes, places: votes / (places + 1),
    "hagenbach_bischoff_rounded": lambda votes, places: Fraction(
        floor(votes / (places + 1) + Fraction(1, 2))
    ),
    "imperiali": lambda votes, places: votes / (places + 2),
}


def quota_size(name: str, votes: Weight, places: int) -> Fraction:
    """Return the size of a quota; raises `BadInput` for a quota that is not known."""
    if name not in QUOTAS:
        raise BadInput("quota", f"{name!r} is not one of {', '.join(QUOTAS)}")
    return QUOTAS[name](Fraction(votes), places)


class LargestRemainder(Method):
    name = "largest_remainder"
    house_monotone = False
    within_quota = True
    title = {"en": "largest remainder", "da": "største brøks metode"}
    defect = {
        "en": "One place more in all may cost a unit a place (the Alabama paradox).",
        "da": "En plads mere i alt kan koste en enhed en plads (Alabama-paradokset).",
    }

    def divide(self, division: Division) -> Outcome | Infeasible:
        if not division.places or not any(division.weights):  # the bounds have said it all
            return Outcome(tuple(division.lower), RemainderCertificate(Fraction(0), None, None))
        quota = quota_size(division.quota, sum(division.weights), division.places)
        if not quota:
            text = f"the quota {division.quota} is rounded to 0"
            return Infeasible(text, need=division.places, room=0, reason="quota_zero")
        whole = [floor(weight / quota) for weight in division.weights]
        if division.overaward is None and _hands_out_too_many(whole, division):
            return _over_award(division, sum(whole))
        return _by_remainder(division, quota, whole)

    def binding_bound(self, division: Division, outcome: Outcome, unit: int) -> str | None:
        certificate = outcome.certificate
        if not isinstance(certificate, RemainderCertificate) or not certificate.quota:
            return None
        claim, seats = division.weights[unit] / certificate.quota, outcome.seats[unit]
        if seats == division.lower[unit] and floor(claim) < seats:
            return "lower"
        return "upper" if seats == division.upper[unit] and claim >= seats + 1 else None


def _hands_out_too_many(whole: Sequence[int], division: Division) -> bool:
    return min(sum(_held(whole, division)), sum(whole)) > division.places


def _held(whole: Sequence[int], division: Division) -> list[int]:
    return [
        min(max(seats, low), high)
        for seats, low, high in zip(whole, division.lower, division.upper, strict=True)
    ]


def _over_award(division: Division, handed_out: int) -> Infeasible:
    return Infeasible(
        f"the quota {division.quota} hands out {handed_out} seats, there are {division.places}, "
        "and no rule for that is named (overaward)",
        need=handed_out,
        room=division.places,
        reason="over_award",
    )


def _by_remainder(division: Division, quota: Fraction, whole: Sequence[int]) -> Outcome:
    weights, scale = division.whole_weights()
    size, parts = (quota * scale).as_integer_ratio()
    claims = [weight * parts for weight in weights]
    cut = _cut(division, whole, lambda unit, seats: claims[unit] - seats * size)
    parted = part_tie(division, cut)
    certificate = _certificate(division, quota, cut, parted)
    return Outcome(tuple(parted.seats), certificate, parted.ties, parted.broken)


def _cut(division: Division, whole: Sequence[int], key: Callable[[int, int], int]) -> Cut:
    held = _held(whole, division)
    room = [
        seats if seats > part else high
        for seats, part, high in zip(held, whole, division.upper, strict=True)
    ]
    lower, upper = list(division.lower), room
    if sum(room) < division.places:
        lower, upper = room, list(division.upper)
    guess = _whole_rounds(whole, lower, upper, division.places)
    return place_by_rank(guess, division.places, lower, upper, key)


def _whole_rounds(
    whole: Sequence[int], lower: Sequence[int], upper: Sequence[int], places: int
) -> list[int]:
    """Return the most that fits where each has its whole part and the same number more or less."""

    def after(rounds: int) -> list[int]:
        rows = zip(whole, lower, upper, strict=True)
        return [min(max(part + rounds, low), high) for part, low, high in rows]

    fits, too_many = -max(whole) - 1, places + 1
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        fits, too_many = (middle, too_many) if sum(after(middle)) <= places else (fits, middle)
    return after(fits)


def _certificate(
    division: Division, quota: Fraction, cut: Cut, parted: PartedTie
) -> RemainderCertificate:
    def remainder(unit: int | None, less: int) -> Fraction | None:
        return None if unit is None else division.weights[unit] / quota - (cut.seats[unit] - less)

    return RemainderCertificate(
        quota, remainder(cut.last, 1), remainder(cut.following, 0), parted.following, parted.last
    )


METHOD = LargestRemainder()
