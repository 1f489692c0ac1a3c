"""An independent, slow, exact solution: every possible outcome, straight from the definitions.

It knows nothing of divisors, guesses or heaps. A tie shows as more than one possible outcome.
"""

from fractions import Fraction
from math import floor

SQUARED_SIGNPOSTS = {
    "dhondt": lambda s: Fraction(s + 1) ** 2,
    "sainte_lague": lambda s: Fraction(2 * s + 1, 2) ** 2,
    "modified_sainte_lague": lambda s: (Fraction(7, 10) if s == 0 else Fraction(2 * s + 1, 2)) ** 2,
    "danish": lambda s: Fraction(3 * s + 1, 3) ** 2,
    "adams": lambda s: Fraction(s) ** 2,
    "dean": lambda s: Fraction(2 * s * (s + 1), 2 * s + 1) ** 2,
    "huntington_hill": lambda s: Fraction(s * (s + 1)),
}
EVERYONE_FIRST = {"adams", "dean", "huntington_hill"}


def quota_of(name, votes, places):
    votes = Fraction(votes)
    if name == "hare":
        return votes / places
    if name == "imperiali":
        return votes / (places + 2)
    exact = votes / (places + 1)
    if name == "droop":
        return floor(exact) + 1
    return floor(exact + Fraction(1, 2)) if name.endswith("rounded") else exact


def outcomes(weights, total, method, *, lower=None, upper=None, quota="hare", overaward=None):
    """Return every possible list of places, or an empty set where there is none."""
    count = len(weights)
    lower = list(lower or [0] * count)
    upper = [total + 1 if cap is None else cap for cap in (upper or [None] * count)]
    for unit, weight in enumerate(weights):
        if not weight:
            upper[unit] = min(upper[unit], lower[unit])
        elif method in EVERYONE_FIRST:
            lower[unit] = max(lower[unit], min(1, upper[unit]))
    crossed = any(low > high for low, high in zip(lower, upper, strict=True))
    if crossed or sum(lower) > total or sum(upper) < total:
        return set()
    if method == "largest_remainder":
        return _by_remainder(weights, total, lower, upper, quota=quota, overaward=overaward)
    if method == "quota":
        return _by_quota_method(weights, total, lower, upper)
    return _by_quotients(weights, total, lower, upper, SQUARED_SIGNPOSTS[method])


def _spread(states, worth, allowed, step):
    """Give or take one place in every possible way: the best (or worst) worth, whoever has it."""
    following = set()
    for state in states:
        able = [unit for unit in range(len(state)) if allowed(unit, state)]
        best = max(worth(unit, state) for unit in able)
        for unit in able:
            if worth(unit, state) == best:
                changed = list(state)
                changed[unit] += step
                following.add(tuple(changed))
    return following


def _by_quotients(weights, total, lower, upper, signpost):
    def worth(unit, state):
        return Fraction(weights[unit]) ** 2 / signpost(state[unit])

    states = {tuple(lower)}
    for _ in range(total - sum(lower)):
        states = _spread(states, worth, lambda unit, state: state[unit] < upper[unit], 1)
    return states


def _by_quota_method(weights, total, lower, upper):
    whole = sum(weights)
    states = {tuple(lower)}
    for house in range(sum(lower) + 1, total + 1):
        following = set()
        for state in states:
            room = [unit for unit in range(len(state)) if state[unit] < upper[unit]]
            within = [unit for unit in room if state[unit] < Fraction(weights[unit] * house, whole)]
            allowed = set(within or room)
            following |= _spread(
                {state},
                lambda unit, now: Fraction(weights[unit], now[unit] + 1),
                lambda unit, _, allowed=allowed: unit in allowed,
                1,
            )
        states = following
    return states


def _by_remainder(weights, total, lower, upper, *, quota, overaward):
    if not total:
        return {tuple(0 for _ in weights)}
    size = quota_of(quota, sum(weights), total)
    if not size:
        return set()
    claims = [Fraction(weight) / size for weight in weights]
    whole = [floor(claim) for claim in claims]
    start = tuple(
        min(max(part, low), high) for part, low, high in zip(whole, lower, upper, strict=True)
    )
    forced = sum(min(cap, total) for cap in upper) == total
    if sum(start) > total and sum(whole) > total and overaward is None and not forced:
        return set()
    raised = {unit for unit in range(len(weights)) if start[unit] > whole[unit]}
    states = {start}
    for _ in range(sum(start) - total):
        states = _spread(
            states,
            lambda unit, now: now[unit] - claims[unit],
            lambda unit, now: now[unit] > lower[unit],
            -1,
        )
    for _ in range(total - sum(start)):
        following = set()
        for state in states:
            room = {unit for unit in range(len(state)) if state[unit] < upper[unit]}
            allowed = room - raised or room
            following |= _spread(
                {state},
                lambda unit, now: claims[unit] - now[unit],
                lambda unit, _, allowed=allowed: unit in allowed,
                1,
            )
        states = following
    return states
