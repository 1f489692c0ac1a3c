"""The written form of `kkr divide` in two dimensions: from objects to values and back.

Rows, columns and cells count from 1.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar, get_args

from kkr.apportion import fields
from kkr.apportion.biproportional.allocation import MatrixAllocation, allocate_matrix
from kkr.apportion.biproportional.problem import (
    BiproportionalProblem,
    Matrix,
    MethodName,
    Quorum,
)
from kkr.apportion.document import Document, exact, refusal
from kkr.apportion.errors import BadInput
from kkr.apportion.values import Infeasible

Written = Mapping[str, Any]
Read = TypeVar("Read")
WINNER: Literal["winner_takes_one"] = "winner_takes_one"


def solve_2d(written: Written) -> Document:
    """Answer a written problem in two dimensions. Raises `BadInput` that names the field.

    >>> line = {"rows": ["A"], "cols": ["1", "2"], "weights": [[5, 5]], "method": "sainte_lague"}
    >>> solve_2d(line | {"row_totals": [3], "col_totals": [2, 1]})["seats"]
    [[2, 1]]
    """
    problem = read_problem_2d(written)
    result = allocate_matrix(problem)
    if isinstance(result, Infeasible):
        refused = refusal(result)
        found = {"rows": list(result.rows), "cols": list(result.cols), "reason": result.reason}
        refused["certificate"] |= found
        return refused
    seats = [list(row) for row in result.seats]
    answer: Document = _tie(result) | {"one_optimum": seats} if result.ties else {"seats": seats}
    return answer | {"certificate": _certificate(problem, result)}


def _tie(result: MatrixAllocation) -> Document:
    """Write all cells of all ties, and each tie with how many of its cells are rounded up."""
    parts = [{"cells": _cells(tie.units), "seats_among": tie.places} for tie in result.ties]
    cells = _cells(sorted(cell for tie in result.ties for cell in tie.units))
    return {"tie": True, "cells": cells, "ties": parts}


def _certificate(problem: BiproportionalProblem, result: MatrixAllocation) -> Document:
    below = problem.rows_below_quorum()
    proof: Document = {
        "method": problem.method,
        "row_divisors": [str(exact(d)) for d in result.row_divisors],
        "col_divisors": [str(exact(d)) for d in result.col_divisors],
        "held": _cells(result.held),
    }
    if below:
        proof["below_quorum"] = [problem.rows[i] for i in below]
    return proof


def _cells(cells: Iterable[tuple[int, int]]) -> list[list[int]]:
    return [[i + 1, j + 1] for i, j in cells]


def read_problem_2d(written: Written) -> BiproportionalProblem:
    """Read a problem in two dimensions. Raises `BadInput` that names the field.

    >>> small = {"rows": ["A"], "cols": ["1"], "weights": [["1/2"]], "method": "dhondt"}
    >>> read_problem_2d(small | {"row_totals": [3], "col_totals": [3]}).weights
    ((Fraction(1, 2),),)
    """
    rows = fields.names(fields.required(written, "rows"), "rows")
    cols = fields.names(fields.required(written, "cols"), "cols")
    weights = fields.required(written, "weights")
    return BiproportionalProblem(
        rows=rows,
        cols=cols,
        weights=_matrix(weights, "weights", (len(rows), len(cols)), fields.weight),
        row_totals=_totals(written, "row_totals", "row", len(rows)),
        col_totals=_totals(written, "col_totals", "column", len(cols)),
        method=_method(written),
        quorum=_quorum(written),
        cell_lower=_cell_lower(written, (len(rows), len(cols))),
    )


def _list(value: Any, field: str, count: int, noun: str) -> Sequence[Any]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise BadInput(field, f"must be a list of numbers, not {fields.shown(value)}")
    if len(value) != count:
        raise BadInput(field, f"{len(value)} numbers for {count} {noun}{'s' * (count != 1)}")
    return value


def _matrix(
    value: Any, field: str, shape: tuple[int, int], read: Callable[[Any, str], Read]
) -> tuple[tuple[Read, ...], ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise BadInput(field, f"must be a list of rows, not {fields.shown(value)}")
    if len(value) != shape[0]:
        raise BadInput(field, f"{len(value)} lines for {shape[0]} row{'s' * (shape[0] != 1)}")
    return tuple(
        tuple(
            read(cell, f"{field}[{i}][{j}]")
            for j, cell in enumerate(_list(line, f"{field}[{i}]", shape[1], "column"))
        )
        for i, line in enumerate(value)
    )


def _totals(written: Written, field: str, noun: str, count: int) -> tuple[int, ...]:
    value = _list(fields.required(written, field), field, count, noun)
    return tuple(fields.whole_number(total, f"{field}[{k}]") for k, total in enumerate(value))


def _method(written: Written) -> MethodName:
    name = fields.required(written, "method")
    method: MethodName = fields.choice(name, "method", get_args(MethodName))  # type: ignore[assignment]
    return method


def _quorum(written: Written) -> Quorum | None:
    value = written.get("quorum")
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise BadInput(
            "quorum", f"must be an object with any_district or total, not {fields.shown(value)}"
        )
    shares = {
        name: None if value.get(name) is None else fields.share(value[name], f"quorum.{name}")
        for name in ("any_district", "total")
    }
    if not any(share is not None for share in shares.values()):
        raise BadInput("quorum", "needs any_district or total")
    mode: Any = value.get("mode")
    mode = "any" if mode is None else fields.choice(mode, "quorum.mode", ("any", "all"))
    return Quorum(**shares, mode=mode)


def _cell_lower(
    written: Written, shape: tuple[int, int]
) -> Matrix | Literal["winner_takes_one"] | None:
    value = written.get("cell_lower")
    if value is None:
        return None
    if isinstance(value, str):
        fields.choice(value, "cell_lower", (WINNER,))
        return WINNER
    return _matrix(value, "cell_lower", shape, fields.whole_number)
