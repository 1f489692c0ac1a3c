"""Two dimensions in words: figure : (row divisor · column divisor), and rounded."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kkr.apportion.document import Document
from kkr.apportion.errors import BadInput
from kkr.apportion.explain.voice import Voice
from kkr.apportion.methods import method_named
from kkr.apportion.methods.divisor import DivisorMethod


def tell_matrix(
    written: Mapping[str, Any], document: Document, voice: Voice, unit: str | None
) -> Iterator[str]:
    """Tell a division in two dimensions; `unit` is the name of a row or a column."""
    rows, cols = ([str(name) for name in written[side]] for side in ("rows", "cols"))
    if unit is not None and unit not in rows + cols:
        raise BadInput("--unit", f"there is no row or column {unit!r}")
    yield _title(written, voice)
    if not rows or not cols:
        yield voice.say("no_units")
    elif document.get("infeasible"):
        yield _infeasible(rows, cols, document["certificate"], voice)
    elif document.get("tie"):
        yield from _ties(rows, cols, document, voice)
        yield voice.say("matrix_one")
        yield from _Division(written, document, voice).told(unit)
    else:
        yield from _Division(written, document, voice).told(unit)


def _title(written: Mapping[str, Any], voice: Voice) -> str:
    return voice.say(
        "matrix",
        places=voice.places(sum(written["row_totals"])),
        rows=len(written["rows"]),
        cols=len(written["cols"]),
        method=method_named(written["method"]).title[voice.language],
    )


def _infeasible(
    rows: Sequence[str], cols: Sequence[str], reason: Mapping[str, Any], voice: Voice
) -> str:
    """Name the rows and columns whose needs cannot be met; the certificate counts them from 1."""
    named = {
        "rows": _lines("row", [rows[row - 1] for row in reason["rows"]], voice),
        "cols": _lines("column", [cols[col - 1] for col in reason["cols"]], voice),
    }
    need, who = voice.places(reason["need"]), named["rows"] or named["cols"]
    text = voice.say(reason["reason"], **named, lines=who, need=need, room=reason["room"])
    return voice.say("infeasible", text=text)


def _lines(noun: str, names: Sequence[str], voice: Voice) -> str:
    return voice.say(noun if len(names) == 1 else f"{noun}s", names=names) if names else ""


def _ties(
    rows: Sequence[str], cols: Sequence[str], document: Document, voice: Voice
) -> Iterator[str]:
    for tie in document["ties"]:
        cells = [f"{rows[row - 1]}/{cols[col - 1]}" for row, col in tie["cells"]]
        yield voice.say("matrix_tie", cells=cells, places=tie["seats_among"])


class _Division:
    """A settled division, or one of several equally good: its rows, columns, divisors and held cells."""

    def __init__(self, written: Mapping[str, Any], document: Document, voice: Voice) -> None:
        self.written, self.voice = written, voice
        self.seats = document["one_optimum" if document.get("tie") else "seats"]
        self.rows, self.cols = ([str(name) for name in written[side]] for side in ("rows", "cols"))
        proof = document["certificate"]
        self.row_divisors, self.col_divisors = (
            [Fraction(divisor) for divisor in proof[side]]
            for side in ("row_divisors", "col_divisors")
        )
        self.held = {(row - 1, col - 1) for row, col in proof["held"]}
        self.out = proof.get("below_quorum", [])
        method = method_named(written["method"])
        assert isinstance(method, DivisorMethod)
        self.method = method

    def told(self, unit: str | None) -> Iterator[str]:
        """Tell the divisors and every cell, or those of one row or column, with their sums."""
        voice, every = self.voice, unit not in self.rows + self.cols
        rows = [i for i, name in enumerate(self.rows) if every or unit in (name, *self.cols)]
        cols = [j for j, name in enumerate(self.cols) if every or unit in (name, *self.rows)]
        yield voice.say("matrix_rule", rounding=self.method.rounding[voice.language])
        yield _listed("matrix_row", self.rows, self.row_divisors, rows, voice)
        yield _listed("matrix_col", self.cols, self.col_divisors, cols, voice)
        if self.out:
            yield voice.say("matrix_below_quorum", names=self.out)
        for row in rows:
            if self.rows[row] not in self.out:
                yield from self._row(row, cols)
        if unit in self.cols:
            yield self._sum(self.cols[cols[0]], [line[cols[0]] for line in self.seats])

    def _row(self, row: int, cols: Sequence[int]) -> Iterator[str]:
        for col in cols:
            weight = Fraction(self.written["weights"][row][col])
            if weight or self.seats[row][col]:
                yield self._cell(row, col, weight)
        if len(cols) == len(self.cols):
            yield self._sum(self.rows[row], self.seats[row])

    def _cell(self, row: int, col: int, weight: Fraction) -> str:
        voice, seats = self.voice, self.seats[row][col]
        name = f"{self.rows[row]}, {self.cols[col]}"
        if not weight:
            return voice.say("divided_none", name=name, seats=voice.places(seats))
        quotient = weight / (self.row_divisors[row] * self.col_divisors[col])
        posts = [Fraction(*self.method.signpost(at)) for at in {max(seats - 1, 0), seats}]
        words = {
            "name": name,
            "weight": voice.figure(weight),
            "row_divisor": voice.exact(self.row_divisors[row]),
            "col_divisor": voice.exact(self.col_divisors[col]),
            "quotient": voice.beside(quotient, *posts),
        }
        if (row, col) in self.held:
            return voice.say("matrix_held", **words, seats=seats)
        return voice.say("matrix_cell", **words, seats=seats)

    def _sum(self, name: str, seats: Sequence[int]) -> str:
        parts = " + ".join(self.voice.number(own) for own in seats)
        return self.voice.say("matrix_sum", name=name, parts=parts, seats=sum(seats))


def _listed(
    phrase: str,
    names: Sequence[str],
    divisors: Sequence[Fraction],
    shown: Sequence[int],
    voice: Voice,
) -> str:
    pairs = [f"{names[place]} ({voice.exact(divisors[place])})" for place in shown]
    return voice.say(phrase, divisors=pairs)
