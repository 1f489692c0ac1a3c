"""Problems for the tests: made at random, or read from the shared folder of published cases."""

import os
import random
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st

from kkr.apportion import Problem, Threshold
from kkr.apportion.methods import all_methods
from kkr.apportion.methods.largest_remainder import QUOTAS

METHODS = list(all_methods())
NAMES = "ABCDEFGH"


def shared_folder():
    """Return the folder of published cases, or None where there is none."""
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    folder = Path(os.environ.get("KKR_SHARED") or beside) / "apportionment"
    return folder if folder.is_dir() else None


def chance_from(seed):
    """Return chance that comes out the same every time."""
    return random.Random(seed)  # noqa: S311 -- nothing here is secret


def random_problem(chance, **fixed):
    """Return a small random problem with bounds now and then; `chance` comes from a seed."""
    count = chance.randint(1, 6)
    names, most = NAMES[:count], chance.choice([4, 12, 100, 3000])
    weights = [
        chance.choice(
            [
                0,
                *[chance.randint(1, most)] * 5,
                Fraction(chance.randint(1, 40), chance.randint(1, 6)),
            ]
        )
        for _ in names
    ]
    bounded = chance.random() < 0.3
    lower = [(name, chance.randint(0, 3)) for name in names if bounded]
    upper = [(name, chance.randint(0, 7)) for name in names if chance.random() < 0.2]
    facts = {
        "units": names,
        "weights": tuple(weights),
        "total": chance.randint(0, 12),
        "method": chance.choice(METHODS),
        "quota": chance.choice(list(QUOTAS)),
        "overaward": chance.choice([None, "subtract_smallest_remainder"]),
        "lower": tuple(lower),
        "upper": tuple(upper) or None,
    }
    return Problem(**(facts | fixed))


def random_problem_with_everything(chance):
    """Return a small random problem that may use every field there is, full of ties."""
    count = chance.randint(1, 6)
    names, most = NAMES[:count], chance.choice([1, 2, 3, 6, 12, 100, 3000])
    sometimes = lambda share, made: made() if chance.random() < share else None  # noqa: E731
    by_name = lambda most: tuple((name, chance.randint(0, most)) for name in names)  # noqa: E731
    threshold = sometimes(0.3, lambda: _threshold(chance, most))
    lower = sometimes(0.4, lambda: chance.choice([1, 2, by_name(3), by_name(5)[:1]]))
    upper = sometimes(0.3, lambda: chance.choice([2, 3, 5, by_name(7), by_name(5)[:2]]))
    return random_problem(
        chance,
        units=names,
        weights=tuple(_weight(chance, most) for _ in names),
        total=chance.randint(0, 10),
        lower=lower or 0,
        upper=upper,
        threshold=threshold,
        pacts=sometimes(0.35, lambda: _pacts(chance, names)) or (),
        overhang_rule=sometimes(0.3, lambda: "keep_and_recompute_rest"),
        tie_rule=chance.choice([None, None, "order", "lot", "larger_weight", "larger_weight"]),
        seed=str(chance.randint(1, 9)),
    )


def _weight(chance, most):
    if chance.random() < 0.05:
        return Fraction(chance.randint(1, 40), chance.randint(1, 6))
    return 0 if chance.random() < 0.1 else chance.randint(1, most)


def _threshold(chance, most):
    share = Fraction(chance.randint(0, 4), 10)
    return Threshold(share, chance.choice([None, None, most, Fraction(most, 2)]))


def _pacts(chance, names):
    line = chance.sample(names, len(names))
    cut = sorted(chance.randint(0, len(line)) for _ in range(2))
    return tuple(tuple(pact) for pact in (line[: cut[0]], line[cut[0] : cut[1]]) if pact)


@st.composite
def problems(draw, most=10**6, total=60):
    """Hypothesis: plain problems where every method has an answer."""
    count = draw(st.integers(1, 8))
    weights = draw(st.lists(st.integers(1, most), min_size=count, max_size=count))
    places = draw(st.integers(count, total))
    return Problem(tuple(NAMES[:count]), tuple(weights), places, draw(st.sampled_from(METHODS)))
