"""A divisor method in words: figure : divisor = quotient, rounded."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import isqrt

from kkr.apportion.answer import Step
from kkr.apportion.division import DivisorCertificate
from kkr.apportion.explain.voice import Voice
from kkr.apportion.methods import method_named
from kkr.apportion.methods.divisor import DivisorMethod
from kkr.apportion.problem import Problem

DIGITS = 10**9


def root(square: Fraction, power: int) -> Fraction:
    """Return a square root to nine digits, for the eye; a number of power 1 as it is."""
    return square if power == 1 else Fraction(isqrt(int(square * DIGITS**2)), DIGITS)


def tell_divisor(
    problem: Problem, step: Step, voice: Voice, shown: Sequence[int], unit: str | None
) -> Iterator[str]:
    """Tell the divisor and every unit's quotient, and how one unit stands against the line."""
    method, certificate = method_named(problem.method), step.outcome.certificate
    assert isinstance(method, DivisorMethod)
    assert isinstance(certificate, DivisorCertificate)
    rounding = method.rounding[voice.language]
    yield from _divisor(step, certificate, voice, rounding)
    for place in shown:
        yield _line(method, step, certificate, voice, place)
        if unit is not None:
            yield from _standing(method, step, certificate, voice, place)


def _divisor(
    step: Step, certificate: DivisorCertificate, voice: Voice, rounding: str
) -> Iterator[str]:
    divisor, power = certificate.divisor, certificate.power
    if divisor is None:
        yield voice.say(
            "divisor_tie_root", square=voice.exact(certificate.lowest), rounding=rounding
        )
        return
    if certificate.lowest == certificate.highest:
        yield voice.say("divisor_tie", divisor=voice.exact(divisor), rounding=rounding)
        return
    yield voice.say("divisor", divisor=voice.exact(divisor), rounding=rounding)
    ends = [
        root(end, power) for end in (certificate.lowest, certificate.highest) if end is not None
    ]
    yield voice.say(
        "divisor_why" if len(ends) == 2 else "divisor_why_open",
        divisor=voice.exact(divisor),
        places=voice.places(step.division.places),
        lowest=voice.inside(ends[0], divisor),
        highest=voice.inside(ends[-1], divisor),
    )


def _line(
    method: DivisorMethod, step: Step, certificate: DivisorCertificate, voice: Voice, place: int
) -> str:
    division, seats = step.division, step.outcome.seats[place]
    weight = Fraction(division.weights[place])
    divisor = certificate.divisor
    if divisor is None:
        divisor = root(certificate.lowest, certificate.power)
    name = division.names[place]
    if not divisor or not weight:
        line = voice.say("divided_none", name=name, seats=voice.places(seats))
    else:
        line = _divided(method, certificate, voice, (name, weight, seats), divisor)
    bound = method.binding_bound(division, step.outcome, place)
    if bound:
        line += f" ({voice.say(bound, seats=seats)})"
    elif seats == 1 and method.first_for_all and seats == division.lower[place]:
        line += f" ({voice.say('first_place')})"
    return line


def _divided(
    method: DivisorMethod,
    certificate: DivisorCertificate,
    voice: Voice,
    row: tuple[str, Fraction, int],
    divisor: Fraction,
) -> str:
    name, weight, seats = row
    quotient = weight / divisor
    whole = quotient.numerator // quotient.denominator
    around = {whole, max(seats - 1, 0), seats}
    posts = [root(Fraction(*method.signpost(at)), certificate.power) for at in sorted(around)]
    below = seats if _level(method, certificate, weight, seats) else seats - 1
    words = {
        "name": name,
        "figure": voice.figure(weight),
        "divisor": voice.exact(divisor)
        if certificate.divisor is not None
        else voice.number(divisor, 4),
        "quotient": voice.beside(quotient, *posts),
    }
    if _level(method, certificate, weight, seats) or _level(method, certificate, weight, seats - 1):
        return voice.say(
            "on_line", **words, below=below, above=below + 1, seats=voice.places(seats)
        )
    return voice.say("divided", **words, seats=seats)


def _short(post: Fraction, voice: Voice) -> str:
    return voice.exact(post) if (post * 100).denominator == 1 else voice.number(post, 4)


def _level(
    method: DivisorMethod, certificate: DivisorCertificate, weight: Fraction, seats: int
) -> bool:
    if certificate.lowest != certificate.highest or seats < 0 or not method.signpost(seats)[0]:
        return False
    return method.quotient(weight, seats) == certificate.lowest


def _standing(
    method: DivisorMethod, step: Step, certificate: DivisorCertificate, voice: Voice, place: int
) -> Iterator[str]:
    division, seats = step.division, step.outcome.seats[place]
    weight = Fraction(division.weights[place])
    if not weight:
        return
    divisor = certificate.divisor or root(certificate.lowest, certificate.power)
    line, power = voice.exact(divisor), certificate.power
    words = {"name": division.names[place], "figure": voice.figure(weight), "divisor": line}

    def told(phrase: str, held: int) -> str:
        post = root(Fraction(*method.signpost(held)), power)
        quotient = voice.beside(weight / post, divisor)
        return voice.say(
            phrase, **words, seats=held + 1, post=_short(post, voice), quotient=quotient
        )

    if seats > division.lower[place] and method.signpost(seats - 1)[0]:
        yield told("stands_held", seats - 1)
    if method.signpost(seats)[0] and seats < division.upper[place]:
        level = method.quotient(weight, seats) >= divisor**power
        yield told("stands_next_tied" if level else "stands_next", seats)
