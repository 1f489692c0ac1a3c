"""Checking places without the code that found them: exact fractions, no import from this room."""

from fractions import Fraction
from math import floor, inf
from typing import Any

SIGNPOSTS: dict[str, Any] = {  # the signpost above s places; for Huntington-Hill its square
    "dhondt": lambda s: s + 1,
    "sainte_lague": lambda s: s + Fraction(1, 2),
    "modified_sainte_lague": lambda s: s + Fraction(1, 2) if s else Fraction(7, 10),
    "danish": lambda s: s + Fraction(1, 3),
    "adams": lambda s: s,
    "dean": lambda s: Fraction(2 * s * (s + 1), 2 * s + 1),
    "huntington_hill": lambda s: s * (s + 1),
}


def verify(problem: Any, answer: Any) -> bool:
    """Return whether these are the places the problem asks for; an open tie is no division yet."""
    first = problem.method in ("adams", "dean", "huntington_hill")
    claims, seats, groups = problem.claims(first), answer.seats, problem.groups()
    parts = [(groups, [problem.joined(claims[u] for u in g) for g in groups])]
    parts += [([(u,) for u in g], [claims[u] for u in g]) for g in groups if len(g) > 1]
    if answer.ties or sum(seats) != problem.total or len(parts) != len(answer.certificate.steps):
        return False
    sums = [([sum(seats[u] for u in g) for g in inside], own) for inside, own in parts]
    kept = [dict(step.kept) for step in answer.certificate.steps]
    return all(_holds(problem, *part, out) for part, out in zip(sums, kept, strict=True))


def _holds(problem: Any, seats: Any, claims: Any, kept: Any) -> bool:
    squared, free = 1 + (problem.method == "huntington_hill"), not problem.overhang_rule
    w = [0 if i in kept else claim.weight for i, claim in enumerate(claims)]
    lo = [c.lower if free or i in kept else 0 for i, c in enumerate(claims)]
    hi = [c.upper if x else a for a, c, x in zip(lo, claims, w, strict=True)]
    n, fixed, size, total = sum(seats), sum(kept.values()), Fraction(1), sum(w)
    if problem.method == "largest_remainder":
        size = Fraction(total, n - fixed + {"hare": 0, "imperiali": 2}.get(problem.quota, 1) or 1)
        more: Any = {"droop": 1, "hagenbach_bischoff_rounded": Fraction(1, 2)}.get(problem.quota)
        size = Fraction((floor(size + more) if more else size) or 1)
        whole = [floor(x / size) for x in w]
        held = [min(max(x, a), b) for x, a, b in zip(whole, lo, hi, strict=True)]
        room = [h if h > x else b for h, x, b in zip(held, whole, hi, strict=True)]
        lo, hi = (lo, room) if sum(room) >= n else (room, hi)

    def place(i: int, s: int) -> Any:  # smaller goes first
        post = SIGNPOSTS.get(problem.method, lambda s: s + 1)(s)
        worth = Fraction(w[i]) ** squared / post if post else inf
        return (s - w[i] / size if "remainder" in problem.method else -worth), claims[i].rank

    if not all(max(a, c.lower) <= s <= b for a, s, b, c in zip(lo, seats, hi, claims, strict=True)):
        return False
    if problem.method == "quota":
        for house in range(sum(lo) - fixed + 1, n - fixed + 1):
            room = [i for i, s in enumerate(lo) if s < hi[i]]
            within = [i for i in room if lo[i] * total < w[i] * house] or room
            lo[min(within, key=lambda i: place(i, lo[i]))] += 1
        return lo == list(seats)
    served = max((place(i, s - 1) for i, s in enumerate(seats) if s > lo[i]), default=(-inf,))
    return served < min((place(i, s) for i, s in enumerate(seats) if s < hi[i]), default=(inf,))
