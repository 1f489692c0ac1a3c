"""Answers in two dimensions in the written form of `kkr divide`."""

from collections.abc import Iterable
from typing import Any

from kkr.apportion.biproportional.allocation import MatrixAllocation, allocate_matrix
from kkr.apportion.biproportional.problem import BiproportionalProblem
from kkr.apportion.biproportional.written import read_problem_2d
from kkr.apportion.document import Document, exact, refusal
from kkr.apportion.values import Infeasible


def solve_2d(written: dict[str, Any]) -> Document:
    """Answer a written problem in two dimensions. Raises `BadInput` that names the field.

    Rows and columns count from 1.

    >>> line = {"rows": ["A"], "cols": ["1", "2"], "weights": [[5, 5]], "method": "sainte_lague"}
    >>> solve_2d(line | {"row_totals": [3], "col_totals": [2, 1]})["seats"]
    [[2, 1]]
    """
    problem = read_problem_2d(written)
    result = allocate_matrix(problem)
    if isinstance(result, Infeasible):
        return _refused(result)
    seats = [list(row) for row in result.seats]
    proof = _certificate(problem, result)
    if result.ties:
        return {"tie": True, "cells": _cells(result.ties), "one_optimum": seats} | proof
    return {"seats": seats} | proof


def _refused(reason: Infeasible) -> Document:
    written = refusal(reason)
    written["certificate"] |= {"rows": list(reason.rows), "cols": list(reason.cols)}
    return written


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
    return {"certificate": proof}


def _cells(cells: Iterable[tuple[int, int]]) -> list[list[int]]:
    return [[i + 1, j + 1] for i, j in cells]
