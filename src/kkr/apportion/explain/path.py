"""The quota method in words: claims, and which places of the line a unit got."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kkr.apportion.answer import Step
from kkr.apportion.division import PathCertificate
from kkr.apportion.explain.voice import Voice

MOST_LINES = 200


def tell_path(step: Step, voice: Voice, shown: Sequence[int]) -> Iterator[str]:
    """Tell every unit's claim and places, and who got every place of the line and with what."""
    division, certificate = step.division, step.outcome.certificate
    assert isinstance(certificate, PathCertificate)
    whole = Fraction(sum(division.weights)) or Fraction(1)
    yield voice.say("path")
    for place in shown:
        claim = division.weights[place] * division.places / whole
        yield voice.say(
            "path_unit",
            name=division.names[place],
            figure=voice.figure(division.weights[place]),
            claim=voice.beside(claim, Fraction(round(claim))),
            seats=voice.places(step.outcome.seats[place]),
        )
    yield from _places(step, certificate, voice, set(shown))


def _places(
    step: Step, certificate: PathCertificate, voice: Voice, shown: set[int]
) -> Iterator[str]:
    """Tell every place of the line that went to those shown, if need be only the last of them."""
    division, lines = step.division, []
    seats = list(division.lower)
    for number, unit in enumerate(certificate.awards, sum(division.lower) + 1):
        seats[unit] += 1
        if unit in shown:
            lines.append((number, unit, seats[unit]))
    if len(lines) > MOST_LINES:
        yield voice.say("path_left_out", count=len(lines) - MOST_LINES)
    for number, unit, held in lines[-MOST_LINES:]:
        yield voice.say(
            "path_place",
            number=number,
            name=division.names[unit],
            figure=voice.figure(division.weights[unit]),
            next=held,
            quotient=voice.number(Fraction(division.weights[unit], held), 2),
        )
