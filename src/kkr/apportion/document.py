"""Answers in the written form of `kkr divide`: plain lists and objects, numbers exact."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kkr.apportion.answer import Allocation, Certificate, Step
from kkr.apportion.division import (
    BrokenTie,
    Division,
    DivisorCertificate,
    PathCertificate,
    RemainderCertificate,
)
from kkr.apportion.methods import method_named
from kkr.apportion.methods.divisor import DivisorMethod
from kkr.apportion.round_number import decimal
from kkr.apportion.values import Infeasible, Tie

Document = dict[str, Any]


def exact(number: int | Fraction | None) -> int | str | None:
    """Return a whole number as it is and a fraction as text.

    >>> exact(Fraction(7, 3)), exact(Fraction(4, 2))
    ('7/3', 2)
    """
    if number is None or number.denominator == 1:
        return None if number is None else int(number)
    return (
        f"{Decimal(number.numerator):f}/{Decimal(number.denominator):f}"  # str stops at 4300 digits
    )


def write(result: Allocation | Infeasible) -> Document:
    """Return an answer in one dimension: seats, or the tie, or the reason, with its certificate."""
    if isinstance(result, Infeasible):
        return refusal(result)
    written: Document = {}
    if result.ties:
        written["tie"] = write_tie(result.ties[0])
        if len(result.ties) > 1:
            written["ties"] = [write_tie(tie) for tie in result.ties]
        written["seats_certain"] = [int(seats) for seats in result.seats]
    else:
        written["seats"] = [int(seats) for seats in result.seats]
    written["certificate"] = certificate(result.certificate)
    if result.broken_ties:
        written["ties_broken"] = [broken_tie(tie) for tie in result.broken_ties]
    if result.binding_bounds:
        written["binding_bounds"] = [
            {"unit": bound.unit, "bound": bound.bound, "seats": bound.places}
            for bound in result.binding_bounds
        ]
    return written


def refusal(reason: Infeasible) -> Document:
    """Return the form of an infeasible problem."""
    why: Document = {"text": reason.text}
    if reason.need is not None:
        why |= {"need": reason.need, "room": reason.room}
    return {"infeasible": True, "certificate": why}


def write_tie(tie: Tie) -> Document:
    """Return the form of a tie that no rule broke."""
    return {"units": list(tie.units), "seats_among": tie.places}


def broken_tie(tie: BrokenTie) -> Document:
    """Return the form of a tie that the caller's rule broke."""
    return {"units": list(tie.units), "seats_among": tie.places, "received": list(tie.received)}


def certificate(whole: Certificate) -> Document:
    """Return what a reader needs to check the places: one part for each division on the way."""
    parts = [_step(whole.method, step) for step in whole.steps]
    written: Document = {"method": whole.method} | parts[0]
    if whole.groups:
        written["inside_pacts"] = parts[1:]
    if whole.excluded:
        written["below_threshold"] = list(whole.excluded)
    return written


def _step(method: str, step: Step) -> Document:
    division, outcome = step.division, step.outcome
    written: Document = {"places": division.places}
    match outcome.certificate:
        case DivisorCertificate() as found:
            written |= _divisor(found, division)
            rows = _divisor_rows(method, found, division)
        case RemainderCertificate() as found:
            written |= _remainder(found, division)
            rows = _remainder_rows(found, division)
        case PathCertificate() as found:
            written["awards"] = [division.names[unit] for unit in found.awards]
            rows = _claim_rows(division)
    written["units"] = [
        {"unit": name, "weight": exact(weight), **row, "seats": int(seats)}
        for name, weight, row, seats in zip(
            division.names, division.weights, rows, outcome.seats, strict=True
        )
    ]
    if step.kept:
        written["kept"] = [{"position": unit + 1, "seats": seats} for unit, seats in step.kept]
    return written


def _divisor(found: DivisorCertificate, division: Division) -> Document:
    ends = [exact(found.lowest), exact(found.highest)]
    return {
        "divisor": exact(found.divisor),
        "interval_squared" if found.power == 2 else "interval": ends,
        "last_seat": _name(division, found.last),
        "next_seat": _name(division, found.following),
    }


def _name(division: Division, unit: int | None) -> str | None:
    return None if unit is None else division.names[unit]


def _divisor_rows(method: str, found: DivisorCertificate, division: Division) -> list[Document]:
    rule = method_named(method)
    if found.divisor is None or not found.divisor or not isinstance(rule, DivisorMethod):
        return _claim_rows(division)
    return [{"quotient": decimal(weight / found.divisor)} for weight in division.weights]


def _remainder(found: RemainderCertificate, division: Division) -> Document:
    return {
        "quota": exact(found.quota),
        "quota_name": division.quota,
        "last_remainder_served": exact(_proper(found.last_awarded)),
        "first_remainder_left": exact(_proper(found.first_left_out)),
        "last_seat": _name(division, found.last),
        "next_seat": _name(division, found.following),
    }


def _proper(remainder: Fraction | None) -> Fraction | None:
    """Return a remainder; nothing where bounds or places taken back leave no cut between them."""
    return remainder if remainder is not None and 0 <= remainder < 1 else None


def _remainder_rows(found: RemainderCertificate, division: Division) -> list[Document]:
    if not found.quota:
        return [{} for _ in division.weights]
    return [_claim(Fraction(weight) / found.quota) for weight in division.weights]


def _claim_rows(division: Division) -> list[Document]:
    whole = Fraction(sum(division.weights)) or Fraction(1)
    return [_claim(weight * division.places / whole) for weight in division.weights]


def _claim(claim: Fraction) -> Document:
    whole = claim.numerator // claim.denominator
    return {"claim": decimal(claim), "whole": whole, "remainder": exact(claim - whole)}


def by_name(names: Sequence[str], seats: Sequence[int]) -> Mapping[str, int]:
    """Return seats by unit name."""
    return {name: int(own) for name, own in zip(names, seats, strict=True)}
