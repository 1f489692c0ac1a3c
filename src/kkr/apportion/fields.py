"""Reading single fields of a written problem: every refusal names the field and says what was
expected.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kkr.apportion.errors import BadInput
from kkr.apportion.problem import Weight

DIGITS = 400  # of a number; more than anybody counts, and few enough to calculate with
NUMBER = re.compile(
    rf"\s*(\d{{1,{DIGITS}}})(?:/(\d{{1,{DIGITS}}})|\.(\d{{1,{DIGITS}}}))?\s*", re.ASCII
)


def required(problem: Mapping[str, Any], field: str) -> Any:
    """Return a field that must be there."""
    if problem.get(field) is None:
        raise BadInput(field, "is missing")
    return problem[field]


def whole_number(value: Any, field: str) -> int:
    """Read a whole number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInput(field, f"must be a whole number, not {shown(value)}")
    if value < 0:
        raise BadInput(field, f"must not be negative, but is {shown(value)}")
    if value >= 10**DIGITS:
        raise BadInput(field, f"must have at most {DIGITS} digits")
    return value


def weight(value: Any, field: str) -> Weight:
    """Read a weight: a whole number, or a fraction as text.

    >>> weight("7/3", "weights[0]")
    Fraction(7, 3)
    """
    if isinstance(value, str):
        return _from_text(value, field)
    if isinstance(value, float | Decimal | Fraction):
        raise BadInput(
            field, f'must be a whole number, or a fraction as text like "7/3", not {shown(value)}'
        )
    return whole_number(value, field)


def _from_text(value: str, field: str) -> Weight:
    match = NUMBER.fullmatch(value)
    if match is None:
        raise BadInput(
            field, f'must be a fraction like "7/3" that is not negative, not {shown(value)}'
        )
    if match[2] is not None and not int(match[2]):
        raise BadInput(field, f"divides by nothing: {shown(value)}")
    fraction = Fraction(value.strip())
    return fraction.numerator if fraction.denominator == 1 else fraction


def share(value: Any, field: str) -> Fraction:
    """Read a share between nothing and all, exactly as it was written: 0.04 is 1/25."""
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 100:
        part = Fraction(value)
    else:
        part = Fraction(weight(value, field))
    if not 0 <= part <= 1:
        raise BadInput(field, f"must lie between 0 and 1, not {shown(value)}")
    return part


def text(value: Any, field: str, noun: str) -> str:
    """Read a name or other short text, which may be a whole number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadInput(field, f"must be {noun}, not {shown(value)}")
    read = str(value)
    if not _can_be_written(read):
        raise BadInput(field, f"has half a character, which cannot be written: {shown(value)}")
    return read


def _can_be_written(read: str) -> bool:
    try:
        read.encode()
    except UnicodeEncodeError:
        return False
    return True


def names(value: Any, field: str) -> tuple[str, ...]:
    """Read a list of different names."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise BadInput(field, f"must be a list of names, not {shown(value)}")
    read = [text(name, f"{field}[{place}]", "a name") for place, name in enumerate(value)]
    if len(set(read)) < len(read):
        twice = next(name for place, name in enumerate(read) if name in read[:place])
        raise BadInput(field, f"{twice!r} stands there twice")
    return tuple(read)


def choice(value: Any, field: str, allowed: Sequence[str]) -> str:
    """Read one of a few words."""
    if value not in allowed:
        raise BadInput(field, f"{shown(value)} is not one of {', '.join(allowed)}")
    return str(value)


def shown(value: Any) -> str:
    """Return a value as a reader wrote it, cut short where it is long."""
    try:
        text = str(value) if isinstance(value, Decimal) else repr(value)
    except ValueError:  # Python does not write out whole numbers of thousands of digits
        text = "a very large number"
    return text if len(text) <= 60 else text[:57] + "..."
