"""Two dimensions in words: figure : (row divisor x column divisor), and rounded."""

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
    if document.get("infeasible"):
        yield voice.say("infeasible", text=str(document["certificate"]["text"]))
        return
    if document.get("tie"):
        cells = [f"{rows[row]}/{cols[col]}" for row, col in document["cells"]]
        yield voice.say("matrix_tie", cells=cells)
        return
    yield from _cells(written, document, voice, unit)


def _title(written: Mapping[str, Any], voice: Voice) -> str:
    return voice.say(
        "matrix",
        places=voice.places(sum(written["row_totals"])),
        rows=len(written["rows"]),
        cols=len(written["cols"]),
        method=method_named(written["method"]).title[voice.language],
    )


def _cells(
    written: Mapping[str, Any], document: Document, voice: Voice, unit: str | None
) -> Iterator[str]:
    method = method_named(written["method"])
    assert isinstance(method, DivisorMethod)
    yield voice.say("matrix_rule", rounding=method.rounding[voice.language])
    rows, cols = _divisors(document, "row_divisors"), _divisors(document, "col_divisors")
    yield _listed("matrix_row", written["rows"], rows, voice)
    yield _listed("matrix_col", written["cols"], cols, voice)
    for row, name in enumerate(written["rows"]):
        for col, other in enumerate(written["cols"]):
            weight = Fraction(written["weights"][row][col])
            if not weight or unit not in (None, str(name), str(other)):
                continue
            seats = document["seats"][row][col]
            quotient = weight / (rows[row] * cols[col])
            posts = [Fraction(*method.signpost(at)) for at in {max(seats - 1, 0), seats}]
            yield voice.say(
                "matrix_cell",
                row=str(name),
                col=str(other),
                weight=voice.figure(weight),
                row_divisor=voice.exact(rows[row]),
                col_divisor=voice.exact(cols[col]),
                quotient=voice.beside(quotient, *posts),
                seats=seats,
            )


def _divisors(document: Document, side: str) -> list[Fraction]:
    return [Fraction(str(divisor)) for divisor in document["certificate"][side]]


def _listed(phrase: str, names: Sequence[Any], divisors: Sequence[Fraction], voice: Voice) -> str:
    pairs = zip(names, divisors, strict=True)
    return voice.say(phrase, divisors=[f"{name} {voice.exact(own)}" for name, own in pairs])
