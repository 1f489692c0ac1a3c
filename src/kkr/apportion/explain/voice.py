"""Words and numbers of one language: a table of phrases, and numbers as its readers write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any


@dataclass(frozen=True)
class Voice:
    """One language.

    `phrases` has the same keys in all; `noun` is what the weights count, if that is known.
    """

    language: str
    phrases: Mapping[str, str]
    thousands: str
    point: str
    noun: str = ""

    def say(self, phrase: str, **values: Any) -> str:
        """Return a phrase with numbers and lists written out."""
        return self.phrases[phrase].format(
            **{key: self.written(own) for key, own in values.items()}
        )

    def written(self, value: Any) -> str:
        """Return a value in words: a whole number, a fraction to two digits, a list, or text as it
        is.
        """
        if isinstance(value, str):
            return value
        if isinstance(value, Fraction) and value.denominator != 1:
            return self.number(value, 2)
        if isinstance(value, int | Fraction):
            return self.number(value)
        return self.listed(value)

    def number(self, value: int | Fraction, digits: int = 0) -> str:
        """Return a number rounded to some digits; no figure is lost where it is whole."""
        scaled = Fraction(value) * 10**digits
        whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
        text = f"{Decimal(whole):f}".rjust(digits + 1, "0")
        before, after = (text[:-digits], text[-digits:]) if digits else (text, "")
        grouped = f"{Decimal(before):,f}".replace(",", self.thousands)
        sign = "-" if value < 0 and whole else ""
        return sign + grouped + (self.point + after if after else "")

    def exact(self, value: int | Fraction) -> str:
        """Return a number in full: as decimals where they end soon, else as a fraction."""
        value = Fraction(value)
        for digits in range(7):
            if (value * 10**digits).denominator == 1:
                return self.number(value, digits)
        return f"{self.number(value.numerator)}/{self.number(value.denominator)}"

    def beside(self, value: Fraction, *posts: Fraction) -> str:
        """Return a number with digits enough to see on which side of each post it stands, two at
        least.
        """
        for digits in range(2, 40):
            shown = Fraction(round(value * 10**digits), 10**digits)
            if all(
                (shown > post) == (value > post) and (shown < post) == (value < post)
                for post in posts
            ):
                return self.number(shown, digits)
        return self.exact(value)

    def inside(self, end: Fraction, inner: Fraction) -> str:
        """Return the end of an interval rounded towards `inner`, and never past it."""
        towards = ceil if end < inner else floor
        for digits in range(2, 40):
            shown = Fraction(towards(end * 10**digits), 10**digits)
            if (shown < inner) == (end < inner) and shown != inner:
                return self.number(shown, digits)
        return self.exact(end)

    def listed(self, names: Sequence[Any]) -> str:
        """Return names as a list in words."""
        written = [self.written(name) for name in names]
        if len(written) < 2:
            return "".join(written)
        return f"{', '.join(written[:-1])} {self.phrases['and']} {written[-1]}"

    def places(self, count: int) -> str:
        """Return a number of places with its noun."""
        return f"{self.number(count)} {self.phrases['place' if count == 1 else 'places']}"

    def figure(self, weight: int | Fraction) -> str:
        """Return a weight with what it counts."""
        return f"{self.exact(weight)} {self.noun}".rstrip()
