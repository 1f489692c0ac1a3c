"""What problems and methods say, read once more for `verify` alone: the solver has its own way.

A row is places, a weight that counts, the least and the most places, and a rank: of tied units the
smaller goes first.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from hashlib import sha256
from math import floor
from typing import Any

POSTS: dict[str, Any] = {  # the signpost above s places, else s + 1; Huntington-Hill's is squared
    "sainte_lague": lambda s: s + Fraction(1, 2),
    "modified_sainte_lague": lambda s: s + Fraction(1, 2) if s else Fraction(7, 10),
    "danish": lambda s: s + Fraction(1, 3),
    "adams": lambda s: s,
    "dean": lambda s: Fraction(2 * s * (s + 1), 2 * s + 1),
    "huntington_hill": lambda s: s * (s + 1),
}

Row = tuple[int, Any, int, int, Any]
Part = list[tuple[int, ...]]


def divisions(p: Any, answer: Any) -> Iterator[tuple[list[Row], list[Row]]]:
    """Yield every division of an answer, as stated and as divided by the method alone.

    There is one among pacts and single units, then one in every pact. The two forms differ where
    guarantees are kept and the rest is divided anew; under a divisor method that is the same as
    lower bounds. Under other methods the answer must say who kept theirs.
    """
    units = list(_units(p, answer.seats))
    for part, step in zip(_parts(p), answer.certificate.steps, strict=True):
        stated = [_together(p, [units[unit] for unit in group]) for group in part]
        if p.overhang_rule and p.method in ("largest_remainder", "quota"):
            yield _kept_and_rest(p, stated, {position for position, _ in step.kept})
        else:
            yield stated, stated


def _kept_and_rest(p: Any, stated: list[Row], kept: set[int]) -> tuple[list[Row], list[Row]]:
    rest = [row for place, row in enumerate(stated) if place not in kept]
    places, votes = sum(row[0] for row in rest), sum(row[1] for row in rest)
    for place in kept:
        own, weight, least, _, rank = stated[place]
        short = least > 0 and _may_fall_short(p, weight, least, places, votes)
        stated[place] = own, weight, least, least if short else -1, rank  # -1: had no need to keep
    divided = [(own, w, 0, most if w else 0, rank) for own, w, _, most, rank in rest]
    return stated, divided


def _may_fall_short(p: Any, weight: Any, least: int, places: int, votes: Any) -> bool:
    """Return whether the share beside the rest is below the guarantee, as far as one can tell.

    An exact quota grows as others keep more than their share, so a unit that fell short still does;
    a rounded one need not, and a rule for too many places takes whole ones away too.
    """
    quota = "hare" if p.method == "quota" else p.quota
    if p.overaward or not weight or quota not in ("hare", "hagenbach_bischoff", "imperiali"):
        return True
    return bool(weight < least * quota_size(quota, votes + weight, places + least))


def _units(p: Any, seats: Sequence[int]) -> Iterator[Row]:
    names, weights = _names(p), _counted(p)
    lower, upper = ({} if isinstance(own, int | None) else dict(own) for own in (p.lower, p.upper))
    everyones = p.lower if isinstance(p.lower, int) else 0
    at_most = p.upper if isinstance(p.upper, int) else p.total + 1
    for place, (name, weight) in enumerate(zip(names, weights, strict=True)):
        least = lower.get(name, everyones if weight or not p.threshold else 0)
        most = upper.get(name, at_most)
        if not weight:
            most = min(least, most)
        elif p.method in ("adams", "dean", "huntington_hill"):
            least = max(least, min(1, most))
        yield int(seats[place]), weight, least, most, _rank(p, place, name, weight)


def _names(p: Any) -> list[str]:
    return list(p.units) or [str(number + 1) for number in range(len(p.weights))]


def _counted(p: Any) -> list[Any]:
    weights = [weight if isinstance(weight, Fraction) else int(weight) for weight in p.weights]
    if p.threshold is None:
        return weights
    base = sum(weights) if p.threshold.base is None else p.threshold.base
    return [weight if weight >= p.threshold.share * base else 0 for weight in weights]


def _rank(p: Any, place: int, name: str, weight: Any) -> Any:
    if p.tie_rule == "lot":
        return sha256(f"{p.seed}:{name}".encode()).hexdigest()
    return {None: 0, "order": place, "larger_weight": -weight}[p.tie_rule]


def _parts(p: Any) -> list[Part]:
    unit = {name: place for place, name in enumerate(_names(p))}
    pacts = [tuple(sorted(unit[name] for name in pact)) for pact in p.pacts]
    alone = set(unit.values()).difference(*pacts)
    first = sorted(pacts + [(place,) for place in alone])
    inside: list[Part] = [[(place,) for place in pact] for pact in first if len(pact) > 1]
    return [first, *inside]


def _together(p: Any, rows: Sequence[Row]) -> Row:
    places, weights, least, most, ranks = zip(*rows, strict=True)
    rank = sum(ranks) if p.tie_rule == "larger_weight" else min(ranks)
    return sum(places), sum(weights), sum(least), sum(most), rank


def quota_size(name: str, votes: Any, places: int) -> Fraction:
    """Return the size of a quota; that for no places is never used."""
    size = Fraction(votes) / (places + {"hare": 0, "imperiali": 2}.get(name, 1) or 1)
    if name == "droop":
        return Fraction(floor(size) + 1)
    return Fraction(floor(size + Fraction(1, 2))) if name.endswith("_rounded") else size
