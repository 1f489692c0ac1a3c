"""The mathematics of dividing whole units: exact, explainable, no Django, no I/O.

Nobody writes here; values in, values out.
"""

from kkr.apportion.allocation import allocate
from kkr.apportion.answer import Allocation, BindingBound, Certificate, Step
from kkr.apportion.compare import Comparison, compare
from kkr.apportion.errors import BadInput
from kkr.apportion.fairness import Fairness, fairness
from kkr.apportion.keys import composite_key, divide_money
from kkr.apportion.problem import Problem, Threshold
from kkr.apportion.sensitivity import Sensitivity, last_place, next_place, sensitivity
from kkr.apportion.supplementary import Composition, supplementary_members
from kkr.apportion.values import Infeasible, Tie
from kkr.apportion.verify import verify

__all__ = [
    "Allocation",
    "BadInput",
    "BindingBound",
    "Certificate",
    "Comparison",
    "Composition",
    "Fairness",
    "Infeasible",
    "Problem",
    "Sensitivity",
    "Step",
    "Threshold",
    "Tie",
    "allocate",
    "compare",
    "composite_key",
    "divide_money",
    "fairness",
    "last_place",
    "next_place",
    "sensitivity",
    "supplementary_members",
    "verify",
]
