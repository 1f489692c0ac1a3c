"""Checking places without the code that found them: exact fractions, nothing of the solver."""

from fractions import Fraction
from math import floor, inf
from typing import Any

from kkr.apportion.as_stated import POSTS, divisions, quota_size


def verify(p: Any, answer: Any) -> bool:
    """Return whether these are the places the problem asks for; an open tie is no division yet."""
    if answer.ties or (len(answer.seats), sum(answer.seats)) != (len(p.weights), p.total):
        return False
    check = {"largest_remainder": _remainders, "quota": _path}.get(p.method, _quotients)
    return all(_within(rows) and check(p, free) for rows, free in divisions(p, answer))


def _within(rows: Any) -> bool:  # a row: places, weight, least and most places, rank in a tie
    return all(low <= s <= high for s, _, low, high, _ in rows)


def _in_line(rows: Any, key: Any) -> bool:  # the smaller key goes first, then the smaller rank
    served = [(key(w, s - 1), rank) for s, w, low, _, rank in rows if s > low]
    left = [(key(w, s), rank) for s, w, _, high, rank in rows if s < high]
    return _within(rows) and max(served, default=(-inf,)) < min(left, default=(inf,))


def _quotients(p: Any, rows: Any) -> bool:
    post, power = POSTS.get(p.method, lambda s: s + 1), 1 + (p.method == "huntington_hill")
    return _in_line(rows, lambda w, s: -(Fraction(w) ** power) / post(s) if post(s) else -inf)


def _remainders(p: Any, rows: Any) -> bool:
    n, votes = sum(row[0] for row in rows), sum(row[1] for row in rows)
    size = quota_size(p.quota, votes, n)
    if not (n and votes and size):
        return not (n and votes)
    line, whole, held = [], [floor(row[1] / size) for row in rows], 0
    for x, (s, w, low, high, rank) in zip(whole, rows, strict=True):
        start = min(max(x, low), high)
        held += start
        line.append((s, w, low, start if start > x else high, rank))  # the raised wait
    if sum(row[3] for row in line) < n:  # nobody else has room
        line = [(*a[:2], a[3], *b[3:]) for a, b in zip(line, rows, strict=True)]
    fits = p.overaward or min(sum(whole), held) <= n
    return bool(fits) and _in_line(line, lambda w, s: s - w / size)


def _path(_: Any, rows: Any) -> bool:
    stood, votes, now = [], sum(row[1] for row in rows), [row[2] for row in rows]
    for house in range(sum(now) + 1, sum(row[0] for row in rows) + 1):
        room = [u for u, row in enumerate(rows) if now[u] < row[3]]
        line = [u for u in room if now[u] * votes < rows[u][1] * house] or room
        keys = {u: (-Fraction(rows[u][1], now[u] + 1), rows[u][4]) for u in line}
        first = min(keys.values())
        level = [u for u in line if keys[u] == first]
        stood += [(u, now[u]) for u in level]  # they must all get it in the end
        now[max(level, key=lambda u: rows[u][0] - now[u])] += 1
    return all(now[u] > had for u, had in stood) and now == [row[0] for row in rows]
