"""The largest remainder in words: the quota, whole parts, remainders and the cut."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

from kkr.apportion.answer import Step
from kkr.apportion.division import Division, RemainderCertificate
from kkr.apportion.explain.voice import Voice
from kkr.apportion.methods.largest_remainder import METHOD


def tell_remainder(step: Step, voice: Voice, shown: Sequence[int]) -> Iterator[str]:
    """Tell the quota, what the whole parts give, every unit's remainder, and the cut."""
    division, certificate = step.division, step.outcome.certificate
    assert isinstance(certificate, RemainderCertificate)
    if not certificate.quota:
        yield from _bounds_alone(step, voice, shown)
        return
    yield _quota(division, certificate.quota, voice)
    yield _whole_parts(division, certificate.quota, voice)
    for place in shown:
        yield _line(step, certificate.quota, voice, place)
    if certificate.last is not None and certificate.following is not None:
        yield from _cut(division, certificate, voice)


def _bounds_alone(step: Step, voice: Voice, shown: Sequence[int]) -> Iterator[str]:
    if not step.division.places:
        return
    yield voice.say("bounds_alone")
    for place in shown:
        seats = voice.places(step.outcome.seats[place])
        yield voice.say("divided_none", name=step.division.names[place], seats=seats)


def _quota(division: Division, quota: Fraction, voice: Voice) -> str:
    votes = voice.exact(sum(division.weights))
    how = voice.say(f"how_{division.quota}", votes=votes, places=division.places)
    return voice.say("quota", name=voice.phrases[division.quota], how=how, size=_size(quota, voice))


def _size(quota: Fraction, voice: Voice) -> str:
    return voice.exact(quota) if (quota * 100).denominator == 1 else voice.number(quota, 4)


def _whole_parts(division: Division, quota: Fraction, voice: Voice) -> str:
    whole = [floor(weight / quota) for weight in division.weights]
    tops = [  # a bound above all places holds nobody
        high if high <= division.places else max(high, part)
        for part, high in zip(whole, division.upper, strict=True)
    ]
    rows = zip(whole, division.lower, tops, strict=True)
    given = sum(min(max(part, low), high) for part, low, high in rows)
    free = all(a <= x <= b for x, a, b in zip(whole, division.lower, tops, strict=True))
    held = "" if free else voice.phrases["held_within"]
    missing = division.places - given
    if missing < 0:
        return voice.say("whole_parts_over", held=held, given=voice.places(given), excess=-missing)
    if not missing:
        return voice.say("whole_parts_all", held=held, places=voice.places(given))
    return voice.say(
        "whole_parts",
        held=held,
        given=given,
        places=voice.places(division.places),
        missing=voice.places(missing),
    )


def _line(step: Step, quota: Fraction, voice: Voice, place: int) -> str:
    division, seats = step.division, step.outcome.seats[place]
    claim = Fraction(division.weights[place]) / quota
    whole = floor(claim)
    line = voice.say(
        "remainder",
        name=division.names[place],
        figure=voice.figure(division.weights[place]),
        quota=_size(quota, voice),
        claim=_cut_off(claim, voice),
        whole=whole,
        remainder=_cut_off(claim - whole, voice),
        seats=voice.places(seats),
    )
    bound = METHOD.binding_bound(division, step.outcome, place)
    return f"{line} ({voice.say(bound, seats=seats)})" if bound else line


def _cut_off(value: Fraction, voice: Voice) -> str:
    return voice.beside(value, Fraction(floor(value)), Fraction(floor(value) + 1))


def _cut(division: Division, certificate: RemainderCertificate, voice: Voice) -> Iterator[str]:
    """Tell the cut, where it runs between remainders: bounds may leave none, or pass over some."""
    served, left = certificate.last_awarded, certificate.first_left_out
    last, following = certificate.last, certificate.following
    assert served is not None
    assert left is not None
    assert last is not None
    assert following is not None
    whole = floor(left)
    if not whole == floor(served) in (0, 1):
        return
    free = not any(division.lower) and min(division.upper) > division.places
    served, left = served - whole, left - whole  # a place that was taken back lies one lower
    yield voice.say(
        "cut_taken" if whole else "cut" if free else "cut_among",
        served=voice.beside(served, left),
        left=voice.beside(left, served),
        last=division.names[last],
        following=division.names[following],
    )
