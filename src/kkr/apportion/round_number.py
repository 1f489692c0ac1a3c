"""Round numbers: a divisor that a reader can hold in the head, a decimal for the eye."""

from fractions import Fraction
from math import ceil, exp, floor, isqrt, log

TEN = log(10)


def round_between(lowest: Fraction, highest: Fraction | None, power: int = 1) -> Fraction:
    """Return the number with the fewest digits whose `power` lies strictly between the ends.

    Without a highest end any number above the lowest will do. Raises `ValueError` when there is no
    room.

    >>> round_between(Fraction(59651), Fraction(60511))
    Fraction(60000, 1)
    >>> round_between(Fraction(1, 8), Fraction(1, 7))
    Fraction(13, 100)
    """
    if highest is None:
        highest = (lowest + 1) * 10**power
    if lowest >= highest:
        raise ValueError("there is nothing between the ends")
    # at least the number of its digits, of which a binary one is 0.30103
    exponent = (highest.numerator // highest.denominator).bit_length() * 30103 // 100000 + 1
    while True:
        step = Fraction(10**exponent) if exponent >= 0 else Fraction(1, 10**-exponent)
        candidate = _first_above(lowest, step, power)
        if candidate**power < highest:
            return candidate
        exponent -= 1


def _first_above(lowest: Fraction, step: Fraction, power: int) -> Fraction:
    steps = lowest / step**power
    whole = steps.numerator // steps.denominator
    return ((isqrt(whole) if power == 2 else whole) + 1) * step


def roundest(lowest: float, highest: float) -> Fraction:
    """Return the number with the fewest digits whose logarithm lies between these.

    >>> roundest(log(1250), log(1490)), roundest(log(0.0213), log(0.0244))
    (Fraction(1400, 1), Fraction(23, 1000))
    """
    tens = floor(highest / TEN)
    low, high = exp(lowest - tens * TEN), exp(highest - tens * TEN)
    step = 1.0
    while floor(high * step) < max(ceil(low * step), 1):
        step *= 10
        tens -= 1
    whole = round((low + high) / 2 * step)
    whole = min(max(whole, ceil(low * step), 1), floor(high * step))
    return Fraction(whole * 10**tens) if tens >= 0 else Fraction(whole, 10**-tens)


def decimal(number: Fraction | int, digits: int = 6) -> float | int:
    """Return a rounded decimal for the eye, or a whole number where it is large; it decides nothing.

    >>> decimal(Fraction(2, 3)), decimal(Fraction(10**400, 3)) % 1000
    (0.666667, 333)
    """
    return round(float(number), digits) if -(10**15) < number < 10**15 else round(number)
