"""The mathematics of dividing whole units: exact, explainable, no Django, no I/O. Nobody writes here; values in, values out."""

from kkr.apportion.allocation import allocate
from kkr.apportion.answer import Allocation, BindingBound, Certificate, Step
from kkr.apportion.errors import BadInput
from kkr.apportion.problem import Problem, Threshold
from kkr.apportion.values import Infeasible, Tie

__all__ = [
    "Allocation",
    "BadInput",
    "BindingBound",
    "Certificate",
    "Infeasible",
    "Problem",
    "Step",
    "Threshold",
    "Tie",
    "allocate",
]
