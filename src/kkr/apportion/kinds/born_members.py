"""`born_members`: a body round members who are there anyway."""

from collections.abc import Mapping, Sequence
from typing import Any

from kkr.apportion import fields
from kkr.apportion.document import Document, refusal, write, write_tie
from kkr.apportion.errors import BadInput
from kkr.apportion.kinds.base import Answer, Chapter, Kind, Remark
from kkr.apportion.problem_format import read_problem
from kkr.apportion.supplementary import RULES, Composition, supplementary_members
from kkr.apportion.values import Infeasible


def _answer(written: Mapping[str, Any]) -> Answer:
    problem = read_problem(written)
    guaranteed = _guaranteed(written, problem.named())
    rule = fields.choice(fields.required(written, "rule"), "rule", tuple(RULES))
    cap = written.get("cap")
    cap = None if cap is None else fields.whole_number(cap, "cap")
    composed = supplementary_members(problem, guaranteed, rule=rule, cap=cap)
    if isinstance(composed, Infeasible):
        return Answer(refusal(composed), (Chapter("", problem, composed),))
    remarks = (Remark("composition", {"body": composed, "names": problem.named(), "rule": rule}),)
    chapters = (Chapter("", composed.problem, composed.allocation),)
    return Answer(_document(composed), chapters, remarks)


def _document(composed: Composition) -> Document:
    document = write(composed.allocation)
    for field in ("tie", "ties", "seats", "seats_certain"):
        document.pop(field, None)
    if composed.ties:
        return {
            "tie": write_tie(composed.ties[0]),
            "seats_certain": list(composed.seats),
            **document,
        }
    return {
        "seats": list(composed.seats),
        "size": composed.size,
        "supplementary": list(composed.supplementary),
        "capped": composed.capped,
        **document,
    }


def _guaranteed(written: Mapping[str, Any], units: Sequence[str]) -> list[int]:
    value = fields.required(written, "guaranteed")
    if isinstance(value, Mapping):
        for name in value.keys() - set(units):
            raise BadInput(f"guaranteed.{name}", "there is no such unit")
        return [fields.whole_number(value.get(name, 0), f"guaranteed.{name}") for name in units]
    if not isinstance(value, Sequence) or isinstance(value, str):
        return [fields.whole_number(value, "guaranteed")] * len(units)
    if len(value) != len(units):
        raise BadInput("guaranteed", f"{len(value)} numbers for {len(units)} units")
    return [fields.whole_number(sure, f"guaranteed[{place}]") for place, sure in enumerate(value)]


KIND = Kind("born_members", _answer)
