"""Dean: signposts 2 s (s + 1) / (2 s + 1), the harmonic mean of s and s + 1.

Also called harmonic mean. Makes the weight behind one place as equal as can be, counted in people a
place; favours small units a little, and every unit with weight gets a place. Source: J. Dean,
letter to D. Webster (1832), in Balinski and Young, Fair Representation (2001), chapter 4.

>>> METHOD.signpost(3)
(24, 7)
"""

from typing import Any

from kkr.apportion.methods.divisor import DivisorMethod


class Dean(DivisorMethod):
    name = "dean"
    first_for_all = True
    title = {"en": "Dean", "da": "Deans metode"}
    rounding = {
        "en": (
            "Rounded up from the harmonic mean of the two whole numbers around it: 2 x a x b "
            ": (a + b)."
        ),
        "da": (
            "Der rundes op fra det harmoniske gennemsnit af de to hele tal omkring: 2 x a x b"
            " : (a + b)."
        ),
    }
    defect = {
        "en": "Favours small units a little: every unit with weight gets a place.",
        "da": "Begunstiger de små en smule: enhver enhed med vægt får en plads.",
    }

    def signpost(self, seats: int) -> tuple[int, int]:
        return 2 * seats * (seats + 1), 2 * seats + 1

    has_fractions = True

    def fractions(self, seats: Any) -> Any:
        return seats / (2 * seats + 1)


METHOD = Dean()
