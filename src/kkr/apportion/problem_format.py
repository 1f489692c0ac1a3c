"""Reading written problems (the JSON form of `kkr divide`) into values; refusals name the field."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from kkr.apportion import fields
from kkr.apportion.errors import BadInput
from kkr.apportion.methods import method_named
from kkr.apportion.methods.largest_remainder import QUOTAS
from kkr.apportion.problem import Problem, Threshold, TieRuleName, Weight

Written = Mapping[str, Any]
OVERAWARDS = ("subtract_smallest_remainder",)
OVERHANG_RULES = ("keep_and_recompute_rest",)


def read_problem(written: Written) -> Problem:
    """Read a problem in one dimension. Raises `BadInput` that names the field.

    >>> read_problem({"units": ["A"], "weights": ["1/2"], "total": 3, "method": "adams"}).weights
    (Fraction(1, 2),)
    """
    units, weights = read_units(written)
    method, tie_rule, seed = _method(written), _tie_rule(written), _seed(written)
    return Problem(
        units=units,
        weights=weights,
        total=fields.whole_number(fields.required(written, "total"), "total"),
        method=method,
        **_of_largest_remainder(written, method),
        lower=_bounds(written, "lower", units) or 0,
        upper=_bounds(written, "upper", units),
        threshold=_threshold(written),
        overhang_rule=_choice(written, "overhang_rule", OVERHANG_RULES),
        pacts=_pacts(written, units),
        tie_rule=tie_rule,
        seed=seed,
    )


def read_units(written: Written) -> tuple[tuple[str, ...], tuple[Weight, ...]]:
    """Read the names and weights: two lists, or weights by name."""
    weights = fields.required(written, "weights")
    if isinstance(weights, Mapping):
        own = written.get("units")
        units = fields.names(list(weights) if own is None else own, "units")
        for name in weights.keys() - set(units):
            raise BadInput(f"weights.{name}", "there is no such unit")
        weights = [_by_name(weights, name) for name in units]
    else:
        units = fields.names(fields.required(written, "units"), "units")
    if not isinstance(weights, Sequence) or isinstance(weights, str):
        raise BadInput("weights", f"must be a list of numbers, not {fields.shown(weights)}")
    if len(weights) != len(units):
        raise BadInput("weights", f"{len(weights)} weights for {len(units)} units")
    read = (fields.weight(value, f"weights[{place}]") for place, value in enumerate(weights))
    return units, tuple(read)


def _by_name(weights: Mapping[str, Any], name: str) -> Any:
    if name not in weights:
        raise BadInput("weights", f"there is none for {name!r}")
    return weights[name]


def _method(written: Written) -> str:
    name = fields.required(written, "method")
    if not isinstance(name, str):
        raise BadInput("method", f"must be the name of a method, not {fields.shown(name)}")
    return method_named(name).name


def _choice(written: Written, field: str, allowed: tuple[str, ...]) -> str | None:
    value = written.get(field)
    return None if value is None else fields.choice(value, field, allowed)


def _of_largest_remainder(written: Written, method: str) -> dict[str, Any]:
    if method != "largest_remainder":
        return {}
    return {
        "quota": _choice(written, "quota", tuple(QUOTAS)) or "hare",
        "overaward": _choice(written, "overaward", OVERAWARDS),
    }


def _bounds(
    written: Written, field: str, units: Sequence[str]
) -> int | tuple[tuple[str, int], ...] | None:
    value = written.get(field)
    if value is None:
        return None
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _paired(value, field, units)
    if not isinstance(value, Mapping):
        return fields.whole_number(value, field)
    for name in value.keys() - set(units):
        raise BadInput(f"{field}.{name}", f"there is no such unit; {field} is a number, or by unit")
    return tuple(
        (name, fields.whole_number(bound, f"{field}.{name}"))
        for name, bound in value.items()
        if bound is not None
    )


def _paired(value: Sequence[Any], field: str, units: Sequence[str]) -> tuple[tuple[str, int], ...]:
    if len(value) != len(units):
        raise BadInput(field, f"{len(value)} numbers for {len(units)} units")
    return tuple(
        (name, fields.whole_number(bound, f"{field}[{place}]"))
        for place, (name, bound) in enumerate(zip(units, value, strict=True))
        if bound is not None
    )


def _threshold(written: Written) -> Threshold | None:
    value = written.get("threshold")
    if value is None:
        return None
    if isinstance(value, list):
        raise BadInput("threshold", f"must be a share or an object, not {fields.shown(value)}")
    if not isinstance(value, Mapping):
        return Threshold(fields.share(value, "threshold"))
    if value.get("share") is None:
        raise BadInput("threshold.share", "is missing")
    base = value.get("base")
    return Threshold(
        fields.share(value["share"], "threshold.share"),
        None if base is None else fields.weight(base, "threshold.base"),
    )


def _pacts(written: Written, units: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    value = written.get("pacts")
    if value is None:
        return ()
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise BadInput("pacts", f"must be a list of lists of units, not {fields.shown(value)}")
    pacts = tuple(fields.names(pact, f"pacts[{place}]") for place, pact in enumerate(value))
    seen: set[str] = set()
    for place, pact in enumerate(pacts):
        for name in pact:
            if name not in units:
                raise BadInput(f"pacts[{place}]", f"there is no unit {name!r}")
            if name in seen:
                raise BadInput(f"pacts[{place}]", f"{name!r} stands in two pacts")
            seen.add(name)
    return tuple(pact for pact in pacts if pact)


def _tie_rule(written: Written) -> TieRuleName | None:
    value = written.get("tie_rule")
    if value is None:
        return None
    rule: TieRuleName = fields.choice(value, "tie_rule", get_args(TieRuleName))  # type: ignore[assignment]
    if rule == "lot" and written.get("seed") is None:
        raise BadInput("seed", "a lot needs a seed, so that it can be drawn again")
    return rule


def _seed(written: Written) -> str | None:
    seed = written.get("seed")
    return None if seed is None else fields.text(seed, "seed", "a whole number or text")
