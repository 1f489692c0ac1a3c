"""What is told after the divisions: the body that was composed, the paradox that was shown, how
near a unit stands.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kkr.apportion.explain.division import tell_sensitivity
from kkr.apportion.explain.voice import Voice
from kkr.apportion.kinds.base import Remark
from kkr.apportion.methods import method_named
from kkr.apportion.values import Infeasible


def tell_remark(remark: Remark, voice: Voice, unit: str | None) -> Iterator[str]:
    """Tell one remark."""
    yield from TELLERS[remark.phrase](remark.values, voice, unit)


def _sensitivity(values: Mapping[str, Any], voice: Voice, _: str | None) -> Iterator[str]:
    found = values["found"]
    yield from tell_sensitivity(found.seats, found.unit, found, voice)
    phrase = "sensitivity_next" if found.receives_next_seat else "sensitivity_not_next"
    yield voice.say(phrase, unit=found.unit)


def _composition(values: Mapping[str, Any], voice: Voice, unit: str | None) -> Iterator[str]:
    body, phrase = values["body"], values["rule"]
    if body.capped:
        phrase = "smallest_size_capped"
    method = method_named(body.problem.method).title[voice.language]
    yield voice.say(phrase, size=body.size, method=method)
    for name, seats, added in zip(values["names"], body.seats, body.supplementary, strict=True):
        if unit in (None, name):
            yield voice.say("member", name=name, seats=seats, sure=seats - added, added=added)


def _paradox(values: Mapping[str, Any], voice: Voice, _: str | None) -> Iterator[str]:
    if values["unit"] is None:
        yield voice.say("paradox_none")
        return
    seats = ["-" if own is None else own for own in values["seats_by_run"]]
    phrase = "paradox_shown" if values["unit"] in values["shown_by"] else "paradox_asked"
    yield voice.say(phrase, unit=values["unit"], seats=seats, count=len(seats))


def _comparison(values: Mapping[str, Any], voice: Voice, unit: str | None) -> Iterator[str]:
    names = values["problem"].named()
    if not names:
        return
    for row in values["others"]:
        title, defect = row.method.title[voice.language], row.method.defect[voice.language]
        if isinstance(row.result, Infeasible):
            yield voice.say("other_none", method=title, defect=defect)
            continue
        if row.differences is None:
            yield voice.say("other_tied", method=title, defect=defect)
            continue
        changes = [
            f"{name} {seats} ({more:+d})"
            for name, seats, more in zip(names, row.result.seats, row.differences, strict=True)
            if more and unit in (None, name)
        ]
        phrase = "other_changes" if changes else "other_same"
        yield voice.say(phrase, method=title, defect=defect, changes=changes)


TELLERS = {
    "comparison": _comparison,
    "sensitivity": _sensitivity,
    "composition": _composition,
    "paradox": _paradox,
}
