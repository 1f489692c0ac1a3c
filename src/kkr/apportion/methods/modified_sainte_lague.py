"""Modified Sainte-Laguë: divisors 1.4, 3, 5 ..., so signposts 7/10, 3/2, 5/2 ...

Also called the Scandinavian method. As Sainte-Laguë, but the first place is dearer: it favours
neither of two large units and holds small ones out. Not scale-free in spirit: only the first place
is treated so. Source: the Danish and Norwegian electoral acts of 1953; A. Lijphart, Electoral
Systems and Party Systems (1994).

>>> METHOD.signpost(0), METHOD.signpost(3)
((7, 10), (7, 2))
"""

from typing import Any

from kkr.apportion.methods.divisor import DivisorMethod


class ModifiedSainteLague(DivisorMethod):
    name = "modified_sainte_lague"
    title = {
        "en": "modified Sainte-Laguë (1.4, 3, 5 ...)",
        "da": "modificeret Sainte-Laguë (1,4; 3; 5 ...)",
    }
    rounding = {
        "en": "Ordinary rounding, but the first place takes 0.7.",
        "da": "Almindelig afrunding, men den første plads kræver 0,7.",
    }
    defect = {
        "en": "Makes the first place dear: small units are held out.",
        "da": "Gør den første plads dyr: de små holdes ude.",
    }

    def signpost(self, seats: int) -> tuple[int, int]:
        return (2 * seats + 1, 2) if seats else (7, 10)

    has_fractions = True

    def fractions(self, seats: Any) -> Any:
        return 0.5 + 0.2 * (seats < 1)


METHOD = ModifiedSainteLague()
