"""Division by rows and columns at once: biproportional apportionment."""

from kkr.apportion.biproportional.allocation import MatrixAllocation, allocate_matrix
from kkr.apportion.biproportional.problem import BiproportionalProblem, Quorum
from kkr.apportion.biproportional.verify import verify_matrix
from kkr.apportion.biproportional.written import read_problem_2d, solve_2d

__all__ = [
    "BiproportionalProblem",
    "MatrixAllocation",
    "Quorum",
    "allocate_matrix",
    "read_problem_2d",
    "solve_2d",
    "verify_matrix",
]
