"""Sainte-Laguë: signposts 1/2, 3/2, 5/2 ... (ordinary rounding); divisors 1, 3, 5 ...

Also called Webster, Schepers, odd numbers, major fractions. Favours neither large nor small units;
may, though rarely, give a unit more or less than its claim rounded up or down. Source: A. Sainte-
Laguë, La représentation proportionnelle et la méthode des moindres carrés (1910); Balinski and
Young, Fair Representation (2001), appendix A.

>>> METHOD.signpost(3)
(7, 2)
"""

from kkr.apportion.methods.divisor import DivisorMethod


class SainteLague(DivisorMethod):
    name = "sainte_lague"
    title = {"en": "Sainte-Laguë (Webster)", "da": "Sainte-Laguës metode"}
    rounding = {
        "en": "Ordinary rounding: a half and more is rounded up.",
        "da": "Almindelig afrunding: fra en halv og op.",
    }
    defect = {
        "en": "May, though rarely, leave the claim rounded up or down; no bias by size.",
        "da": (
            "Kan i sjældne tilfælde give mere eller mindre end kravet rundet op eller ned; ingen "
            "skævhed efter størrelse."
        ),
    }

    def signpost(self, seats: int) -> tuple[int, int]:
        return 2 * seats + 1, 2


METHOD = SainteLague()
