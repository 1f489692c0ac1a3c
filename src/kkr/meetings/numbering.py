"""How items get their numbers: once, when they are published, and never another."""

import re
from collections.abc import Sequence
from itertools import takewhile
from string import ascii_lowercase

NUMBER = re.compile(r"(\d+)(?:\.(\d+))?([a-z]*)")


def numbered(section: int, known: Sequence[str], *, is_plain: bool = False) -> list[str]:
    """The numbers of a section's items in their order; `known` has "" for those without one yet.

    Who stands after all numbered ones gets the next number, who stands between them that of the one
    before and a letter; before the first one of an agenda that is out, nobody can stand.

    >>> numbered(3, ["", ""]), numbered(3, ["3.1", "", "3.2", ""])
    (['3.1', '3.2'], ['3.1', '3.1a', '3.2', '3.3'])
    >>> numbered(3, ["3.1", "3.1a", "", "3.2"]), numbered(4, ["", ""], is_plain=True)
    (['3.1', '3.1a', '3.1b', '3.2'], ['4', '4a'])
    """
    found: list[str] = []
    taken = {number for number in known if number}
    for place, number in enumerate(known):
        if number:
            found.append(number)
            continue
        is_last = not any(known[place:])
        new = _next(section, taken, is_plain) if is_last else _between(found, taken, section)
        taken.add(new)
        found.append(new)
    return found


def _next(section: int, taken: set[str], is_plain: bool) -> str:  # noqa: FBT001 -- one caller
    if is_plain:
        return str(section) if str(section) not in taken else _lettered(str(section), taken)
    matches = [NUMBER.fullmatch(number) for number in taken]
    last = max((int(match[2] or 0) for match in matches if match), default=0)
    return f"{section}.{last + 1}"


def _between(before: list[str], taken: set[str], section: int) -> str:
    return _lettered(stem(before[-1]) if before else f"{section}.0", taken)


def _lettered(whole: str, taken: set[str]) -> str:
    letters = [*ascii_lowercase, *(f"z{letter}" for letter in ascii_lowercase)]
    return next(f"{whole}{letter}" for letter in letters if f"{whole}{letter}" not in taken)


def stem(number: str) -> str:
    """The number without its letters.

    >>> stem("3.1b")
    '3.1'
    """
    return "".join(takewhile(lambda sign: not sign.isalpha(), number))


def in_order(number: str) -> tuple[int, int, str]:
    """What sorts numbers as an agenda has them: 3.9 before 3.10, 3.1 before 3.1a.

    >>> sorted(["3.10", "3.1a", "3.9", "3.1", "10.1"], key=in_order)
    ['3.1', '3.1a', '3.9', '3.10', '10.1']
    """
    match = NUMBER.fullmatch(number)
    assert match is not None, number
    return int(match[1]), int(match[2] or 0), match[3]
