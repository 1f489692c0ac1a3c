"""D'Hondt: signposts 1, 2, 3 ... (every fraction is rounded down).

Also called Jefferson, Hagenbach-Bischoff (the procedure), greatest divisors. Favours large units;
gives every unit at least its claim rounded down, may give more than its claim rounded up.
Encourages parties to stand together: the union of two never loses a place. Source: V. D'Hondt,
Système pratique et raisonné de représentation proportionnelle (1882); M. L. Balinski and H. P.
Young, Fair Representation (2nd edition 2001), appendix A.

>>> METHOD.signpost(3)
(4, 1)
"""

from kkr.apportion.methods.divisor import DivisorMethod


class DHondt(DivisorMethod):
    name = "dhondt"
    title = {"en": "d'Hondt (Jefferson)", "da": "d'Hondts metode"}
    rounding = {
        "en": "The fraction is struck off.",
        "da": "Brøken stryges.",
    }
    defect = {
        "en": "Favours large units: a unit may get more than its claim rounded up.",
        "da": "Begunstiger de store: en enhed kan få mere end sit krav rundet op.",
    }

    def signpost(self, seats: int) -> tuple[int, int]:
        return seats + 1, 1


METHOD = DHondt()
