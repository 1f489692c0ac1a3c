"""Huntington-Hill: signposts sqrt(s (s + 1)), the geometric mean of s and s + 1.

Also called equal proportions; the law of the United States House since 1941. Makes the relative
difference between two units as small as can be; favours small units a little, and every unit with
weight gets a place. Compared in squares, so that no root is ever taken. Source: E. V. Huntington,
The Apportionment of Representatives in Congress, Transactions of the AMS 30 (1928).

>>> METHOD.signpost(3), METHOD.power
((12, 1), 2)
"""

from math import sqrt
from typing import Any

from kkr.apportion.methods.divisor import DivisorMethod


class HuntingtonHill(DivisorMethod):
    name = "huntington_hill"
    power = 2
    first_for_all = True
    title = {"en": "Huntington-Hill", "da": "Huntington-Hills metode"}
    rounding = {
        "en": (
            "Rounded up from the geometric mean of the two whole numbers around it: the root "
            "of a x b."
        ),
        "da": (
            "Der rundes op fra det geometriske gennemsnit af de to hele tal omkring: roden af"
            " a x b."
        ),
    }
    defect = {
        "en": "Favours small units a little; may leave the claim rounded up or down.",
        "da": (
            "Begunstiger de små en smule; kan give mere eller mindre end kravet rundet op "
            "eller ned."
        ),
    }

    def signpost(self, seats: int) -> tuple[int, int]:
        return seats * (seats + 1), 1

    def fraction(self, seats: int) -> float:
        return 1 / (1 + sqrt(1 + 1 / seats)) if seats else 0.0

    has_fractions = True

    def fractions(self, seats: Any) -> Any:
        return seats / (seats + seats**0.5 * (seats + 1) ** 0.5 + (seats < 1))


METHOD = HuntingtonHill()
