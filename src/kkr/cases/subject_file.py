"""Subject classes out of a CSV file: a number and a title in each row. Pure; it tells all that is wrong at once."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kkr.common.text import one_line

NUMBERS = ("kle_nummer", "kle-nummer", "nummer", "emnenr", "number")
TITLES = ("titel", "emnetitel", "title")
CLASS = re.compile(r"\d\d(\.\d\d(\.\d\d)?)?")
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, and where: the row as the file counts them, and the column's heading."""

    row: int
    column: str
    what: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: {self.what}"


class BadFile(Exception):
    """The file is not taken; `faults` are all that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


def subject_classes(content: bytes) -> dict[str, str]:
    """Number to title, as in `{"00.01.00": "Kommunens styrelse"}`; raises BadFile where a row is wrong."""
    rows = list(enumerate(_rows(content), start=1))
    heads = [head.strip() for head in rows[0][1]] if rows else []
    number, title = _place(heads, NUMBERS), _place(heads, TITLES)
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for row, cells in rows[1:]:
        if not any(cells):
            continue
        padded = [one_line(cell) for cell in (*cells, *[""] * len(heads))]
        said, called = padded[number], padded[title]
        wrong = [(heads[number], _wrong_number(said, found)), (heads[title], _wrong_title(called))]
        faults += [Fault(row, column, what) for column, what in wrong if what]
        found.setdefault(said, called)
    if not found:
        faults.append(Fault(1, heads[number], "no row follows the headings"))
    if faults:
        raise BadFile(faults)
    return found


def _rows(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        row = content[: fault.start].count(b"\n") + 1
        raise BadFile([Fault(row, "all", "is not UTF-8; save the file as CSV UTF-8")]) from None
    first = text.split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True
    )
    try:
        yield from reader
    except csv.Error as fault:
        raise BadFile([Fault(reader.line_num, "all", f"is not CSV: {fault}")]) from None


def _place(heads: list[str], names: tuple[str, ...]) -> int:
    for index, head in enumerate(heads):
        if head.casefold() in names:
            return index
    raise BadFile([Fault(1, names[0], f"is missing; it may also be called {', '.join(names[1:])}")])


def _wrong_number(said: str, found: dict[str, str]) -> str:
    if not CLASS.fullmatch(said):
        return f"“{said[:40]}” is not a subject number like 00.01.00"
    return f"{said} stands in an earlier row too" if said in found else ""


def _wrong_title(called: str) -> str:
    if not called:
        return "is empty"
    return f"is longer than {LONGEST_TITLE} characters" if len(called) > LONGEST_TITLE else ""
