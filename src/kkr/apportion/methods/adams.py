"""Adams: signposts 0, 1, 2 ... (every fraction is rounded up).

Also called smallest divisors. Favours small units; every unit with weight gets a place, and none
gets more than its claim rounded up, but a large one may get less than its claim rounded down.
Source: J. Q. Adams, letter to D. Webster (1832), in Balinski and Young, Fair Representation (2001),
chapter 4.

>>> METHOD.signpost(3)
(3, 1)
"""

from kkr.apportion.methods.divisor import DivisorMethod


class Adams(DivisorMethod):
    name = "adams"
    first_for_all = True
    title = {"en": "Adams", "da": "Adams' metode"}
    rounding = {
        "en": "Every fraction is rounded up.",
        "da": "Enhver brøk rundes op.",
    }
    defect = {
        "en": "Favours small units: a large unit may get less than its claim rounded down.",
        "da": "Begunstiger de små: en stor enhed kan få mindre end sit krav rundet ned.",
    }

    def signpost(self, seats: int) -> tuple[int, int]:
        return seats, 1


METHOD = Adams()
