"""The Danish method: divisors 1, 4, 7 ..., so signposts 1/3, 4/3, 7/3 ...

Also called the equal-steps method of the Folketing act, which uses it to spread compensatory seats
over constituencies. Favours small units: a third of a claim is enough for one more place. Source:
Folketingsvalgloven (the Danish Parliamentary Election Act) § 78; Lijphart (1994).

>>> METHOD.signpost(3)
(10, 3)
"""

from kkr.apportion.methods.divisor import DivisorMethod


class Danish(DivisorMethod):
    name = "danish"
    title = {"en": "the Danish method (1, 4, 7 ...)", "da": "den danske metode (1, 4, 7 ...)"}
    rounding = {
        "en": "A third and more is rounded up.",
        "da": "Fra en tredjedel rundes op.",
    }
    defect = {
        "en": "Favours small units: a third of a claim is enough for one more place.",
        "da": "Begunstiger de små: en tredjedel af et krav er nok til en plads mere.",
    }

    def signpost(self, seats: int) -> tuple[int, int]:
        return 3 * seats + 1, 3


METHOD = Danish()
