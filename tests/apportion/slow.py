"""An independent, slow, exact solution: every possible outcome, straight from the definitions.

It knows nothing of divisors, guesses or heaps. A tie shows as more than one possible outcome.
"""

from fractions import Fraction
from hashlib import sha256
from itertools import chain, product
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


def all_outcomes(problem):
    """Return every possible list of places of a problem, read from its plain fields alone."""
    units = list(_stated(problem))
    if not problem.pacts:
        return _outcomes(problem, units, problem.total)
    number = {name: place for place, name in enumerate(problem.units)}
    pacts = [sorted(number[name] for name in pact) for pact in problem.pacts]
    alone = [[unit] for unit in number.values() if not any(unit in pact for pact in pacts)]
    groups = sorted(pacts + alone)
    joined = [_joined(problem, [units[unit] for unit in group]) for group in groups]
    found = set()
    for shares in _outcomes(problem, joined, problem.total):
        inner = [
            _outcomes(problem, [units[unit] for unit in group], own) if group[1:] else {(own,)}
            for group, own in zip(groups, shares, strict=True)
        ]
        for choice in product(*inner):
            places = dict(zip(chain(*groups), chain(*choice), strict=True))
            found.add(tuple(places[unit] for unit in range(len(units))))
    return found


def _stated(problem):
    """Yield weight, least places, most places (None: no bound) and rank of every unit."""
    threshold, weights = problem.threshold, list(problem.weights)
    if threshold:
        base = sum(weights) if threshold.base is None else threshold.base
        weights = [0 if weight < threshold.share * base else weight for weight in weights]
    for place, (name, weight) in enumerate(zip(problem.units, weights, strict=True)):
        if isinstance(problem.lower, int):
            least = 0 if threshold and not weight else problem.lower
        else:
            least = dict(problem.lower).get(name, 0)
        most = (
            problem.upper if isinstance(problem.upper, int) else dict(problem.upper or ()).get(name)
        )
        rank = {
            None: 0,
            "order": place,
            "larger_weight": -weight,
            "lot": sha256(f"{problem.seed}:{name}".encode()).hexdigest(),
        }[problem.tie_rule]
        first = min(1, 1 if most is None else most)
        if weight and problem.method in EVERYONE_FIRST:
            least = max(least, first)
        yield weight, least, most, rank


def _joined(problem, members):
    weight = sum(member[0] for member in members)
    rooms = [
        least if not own and (most is None or least <= most) else most
        for own, least, most, _ in members
    ]
    most = None if None in rooms else sum(rooms)
    rank = -weight if problem.tie_rule == "larger_weight" else min(member[3] for member in members)
    return weight, sum(member[1] for member in members), most, rank


def _outcomes(problem, units, total):
    weights, lower, upper, rank = zip(*units, strict=True) if units else ((), (), (), ())
    facts = {"quota": problem.quota, "overaward": problem.overaward}
    if not problem.overhang_rule:
        return outcomes(
            weights, total, problem.method, lower=lower, upper=upper, rank=rank, **facts
        )
    if not _feasible(weights, total, lower, upper):
        return set()
    return _keeping(problem, units, total, frozenset())


def _feasible(weights, total, lower, upper):
    rows = list(zip(weights, lower, upper, strict=True))
    most = sum(low if not w else total if cap is None else cap for w, low, cap in rows)
    crossed = any(cap is not None and low > cap for _, low, cap in rows)
    return not crossed and sum(lower) <= total <= most


def _keeping(problem, units, total, kept):
    """Divide without guarantees; whoever falls short keeps theirs, and the rest is divided anew."""
    free = [place for place in range(len(units)) if place not in kept]
    weights = [units[place][0] for place in free]
    upper = [units[place][2] if units[place][0] else 0 for place in free]
    rest = total - sum(units[place][1] for place in kept)
    found = set()
    if rest < 0:
        return found
    for shares in outcomes(
        weights,
        rest,
        problem.method,
        upper=upper,
        rank=[units[place][3] for place in free],
        quota=problem.quota,
        overaward=problem.overaward,
    ):
        short = {place for place, own in zip(free, shares, strict=True) if own < units[place][1]}
        if short:
            found |= _keeping(problem, units, total, kept | short)
        else:
            own = dict(zip(free, shares, strict=True))
            found.add(tuple(own.get(place, units[place][1]) for place in range(len(units))))
    return found


def outcomes(
    weights, total, method, *, lower=None, upper=None, rank=None, quota="hare", overaward=None
):
    """Return every possible list of places, or an empty set where there is none.

    Of units that stand equal the smaller rank goes first; equal ranks leave it open.
    """
    count = len(weights)
    lower, rank = list(lower or [0] * count), rank or [0] * count
    upper = [total + 1 if cap is None else cap for cap in (upper or [None] * count)]
    if any(low > cap for low, cap in zip(lower, upper, strict=True)):
        return set()
    for unit, weight in enumerate(weights):
        if not weight:
            upper[unit] = min(upper[unit], lower[unit])
        elif method in EVERYONE_FIRST:
            lower[unit] = max(lower[unit], min(1, upper[unit]))
    if sum(lower) > total or sum(upper) < total:
        return set()
    if method == "largest_remainder":
        return _by_remainder(weights, total, lower, upper, rank, quota, overaward)
    if method == "quota":
        return _by_quota_method(weights, total, lower, upper, rank)
    return _by_quotients(weights, total, lower, upper, rank, SQUARED_SIGNPOSTS[method])


def _spread(states, worth, allowed, step, rank):
    """Give or take one place in every possible way: the best worth and rank, whoever has them."""
    following = set()
    for state in states:
        able = [unit for unit in range(len(state)) if allowed(unit, state)]
        best = max(worth(unit, state) for unit in able)
        level = [unit for unit in able if worth(unit, state) == best]
        chosen = (min if step > 0 else max)(rank[unit] for unit in level)
        for unit in level:
            if rank[unit] == chosen:
                changed = list(state)
                changed[unit] += step
                following.add(tuple(changed))
    return following


def _by_quotients(weights, total, lower, upper, rank, signpost):
    def worth(unit, state):
        return Fraction(weights[unit]) ** 2 / signpost(state[unit])

    states = {tuple(lower)}
    for _ in range(total - sum(lower)):
        states = _spread(states, worth, lambda unit, state: state[unit] < upper[unit], 1, rank)
    return states


def _by_quota_method(weights, total, lower, upper, rank):
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
                rank,
            )
        states = following
    return states


def _by_remainder(weights, total, lower, upper, rank, quota, overaward):
    if not total or not any(weights):
        return {tuple(lower)}
    size = quota_of(quota, sum(weights), total)
    if not size:
        return set()
    claims = [Fraction(weight) / size for weight in weights]
    whole = [floor(claim) for claim in claims]
    start = tuple(
        min(max(part, low), high) for part, low, high in zip(whole, lower, upper, strict=True)
    )
    if sum(start) > total and sum(whole) > total and overaward is None:
        return set()
    raised = {unit for unit in range(len(weights)) if start[unit] > whole[unit]}
    states = {start}
    for _ in range(sum(start) - total):
        states = _spread(
            states,
            lambda unit, now: now[unit] - claims[unit],
            lambda unit, now: now[unit] > lower[unit],
            -1,
            rank,
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
                rank,
            )
        states = following
    return states
