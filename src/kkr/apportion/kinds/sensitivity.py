"""`sensitivity`: how much a unit's weight must grow to gain a place, and whether the next place is
its own.
"""

from collections.abc import Mapping
from typing import Any

from kkr.apportion.allocation import allocate
from kkr.apportion.document import write
from kkr.apportion.errors import BadInput
from kkr.apportion.fields import required, shown
from kkr.apportion.kinds.base import Answer, Chapter, Kind, Remark
from kkr.apportion.problem_format import read_problem
from kkr.apportion.sensitivity import sensitivity
from kkr.apportion.values import Infeasible


def _answer(written: Mapping[str, Any]) -> Answer:
    problem = read_problem(written)
    unit = required(written, "unit")
    if not isinstance(unit, str | int) or str(unit) not in problem.named():
        raise BadInput("unit", f"there is no unit {shown(unit)}")
    result = allocate(problem)
    document, chapters = write(result), (Chapter("", problem, result),)
    found = sensitivity(problem, str(unit))
    if isinstance(found, Infeasible):
        return Answer(document, chapters)
    document |= {
        "unit": found.unit,
        "additional_weight_needed": found.additional_weight_needed,
        "receives_next_seat": found.receives_next_seat,
        "removable_weight": found.removable_weight,
        "proved_least": found.proved,
    }
    return Answer(document, chapters, (Remark("sensitivity", {"found": found}),))


KIND = Kind("sensitivity", _answer)
