"""The quota method in words: claims, and which places of the line a unit got."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kkr.apportion.answer import Step
from kkr.apportion.division import PathCertificate
from kkr.apportion.explain.voice import Voice


def tell_path(step: Step, voice: Voice, shown: Sequence[int]) -> Iterator[str]:
    """Tell every unit's claim and places; for one unit also which places of the line they were."""
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
        if len(shown) == 1:
            yield from _order(step, certificate, voice, place)


def _order(step: Step, certificate: PathCertificate, voice: Voice, place: int) -> Iterator[str]:
    first = sum(step.division.lower) + 1
    numbers = [number for number, unit in enumerate(certificate.awards, first) if unit == place]
    if numbers:
        yield voice.say("path_order", name=step.division.names[place], numbers=numbers)
