"""One division in words: what it starts from, every step, ties, and who stands next."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kkr.apportion.allocation import label
from kkr.apportion.answer import Allocation, Step
from kkr.apportion.division import (
    BrokenTie,
    DivisorCertificate,
    PathCertificate,
    RemainderCertificate,
)
from kkr.apportion.explain.divisor import tell_divisor
from kkr.apportion.explain.path import tell_path
from kkr.apportion.explain.remainder import tell_remainder
from kkr.apportion.explain.voice import Voice
from kkr.apportion.kinds.base import Chapter
from kkr.apportion.methods import method_named
from kkr.apportion.problem import Problem
from kkr.apportion.sensitivity import last_place, next_place, sensitivity, with_one_more
from kkr.apportion.values import Infeasible


def tell_chapter(chapter: Chapter, voice: Voice, unit: str | None) -> Iterator[str]:
    """Tell one division with everything round it."""
    problem, result = chapter.problem, chapter.result
    if chapter.heading:
        phrase = chapter.phrase
        yield f"{voice.say(phrase, number=chapter.heading) if phrase else chapter.heading}:"
    yield _title(problem, voice)
    if not len(problem.weights) and not problem.total:
        yield voice.say("no_units")
        return
    if problem.threshold is not None:
        yield _threshold(problem, voice)
    if isinstance(result, Infeasible):
        yield tell_infeasible(result, voice)
        return
    for step in result.certificate.steps:
        yield from _step(problem, result, step, voice, unit)
    yield from _ties(problem, result, voice)
    if not result.ties:
        yield from _neighbours(problem, voice, unit)
    yield voice.say("defect", defect=method_named(problem.method).defect[voice.language])


def tell_infeasible(reason: Infeasible, voice: Voice) -> str:
    """Tell why there is no answer."""
    return voice.say("infeasible", text=_reason(reason, voice))


def _reason(reason: Infeasible, voice: Voice) -> str:
    if not reason.reason:
        return reason.text
    need, room = voice.places(reason.need or 0), voice.places(reason.room or 0)
    return voice.say(reason.reason, names=reason.about, need=need, room=room)


def _title(problem: Problem, voice: Voice) -> str:
    count = len(problem.weights)
    units = f"{voice.number(count)} {voice.phrases['unit' if count == 1 else 'units']}"
    method = method_named(problem.method).title[voice.language]
    return voice.say("title", places=voice.places(problem.total), units=units, method=method)


def _threshold(problem: Problem, voice: Voice) -> str:
    assert problem.threshold is not None
    threshold = problem.threshold
    least = threshold.least(problem.weights)
    base = sum(problem.weights) if threshold.base is None else threshold.base
    pairs = zip(problem.named(), problem.weights, strict=True)
    below = [name for name, weight in pairs if weight < least]
    return voice.say(
        "threshold" if below else "threshold_all",
        share=voice.exact(100 * threshold.share),
        base=voice.exact(base),
        least=voice.exact(least),
        names=below,
    )


def _step(
    problem: Problem, result: Allocation, step: Step, voice: Voice, unit: str | None
) -> Iterator[str]:
    if step.pact:
        names = [problem.named()[member] for member in step.pact]
        if unit is not None and unit not in names:
            return
        places = voice.places(sum(step.seats_by_position()))
        yield voice.say("pact_inside", names=names, places=places)
    elif result.certificate.groups:
        yield voice.say("pacts_first")
    for position, places_kept in step.kept:
        yield _kept(problem, result, step, voice, (position, places_kept))
    shown = _shown(problem, result, step, unit)
    match step.outcome.certificate:
        case DivisorCertificate():
            yield from tell_divisor(problem, step, voice, shown, unit)
        case RemainderCertificate():
            yield from tell_remainder(step, voice, shown)
        case PathCertificate():
            yield from tell_path(step, voice, shown)


def _kept(
    problem: Problem, result: Allocation, step: Step, voice: Voice, kept: tuple[int, int]
) -> str:
    position, places = kept
    name = label(problem, result.certificate.units_at(step, position))
    rest = voice.places(step.division.places)
    return voice.say("kept", name=name, places=voice.places(places), rest=rest)


def _shown(problem: Problem, result: Allocation, step: Step, unit: str | None) -> list[int]:
    everyone = list(range(len(step.division.names)))
    if unit is None:
        return everyone
    number, at = problem.named().index(unit), result.certificate.units_at
    return [place for place in everyone if number in at(step, step.positions[place])]


def _ties(problem: Problem, result: Allocation, voice: Voice) -> Iterator[str]:
    for tie in result.ties:
        yield voice.say("tie_open", names=tie.units, places=voice.places(tie.places))
    for broken in result.broken_ties:
        yield _broken(problem, broken, voice)


def _broken(problem: Problem, broken: BrokenTie, voice: Voice) -> str:
    rule = voice.say(problem.tie_rule or "order", seed=problem.seed or "")
    return voice.say(
        "tie_broken",
        names=broken.units,
        places=voice.places(broken.places),
        rule=rule,
        received=broken.received,
    )


def _neighbours(problem: Problem, voice: Voice, unit: str | None) -> Iterator[str]:
    last, following = last_place(problem), next_place(problem)
    if last:
        yield voice.say("last_place", names=last)
    yield _next(problem, following, voice)
    if unit is None:
        return
    found = sensitivity(problem, unit)
    if not isinstance(found, Infeasible):
        yield from tell_sensitivity(found.seats, found.unit, found, voice)


def _next(problem: Problem, following: Sequence[str], voice: Voice) -> str:
    if following:
        return voice.say("next_place", names=following)
    after = with_one_more(problem)
    if isinstance(after, Infeasible):
        return voice.say("next_none", text=_reason(after, voice))
    return voice.say("next_unknown")


def tell_sensitivity(seats: int, unit: str, found: object, voice: Voice) -> Iterator[str]:
    """Tell how near a unit stands to a place more or less."""
    more = getattr(found, "additional_weight_needed", None)
    less = getattr(found, "removable_weight", None)
    places = voice.places(seats)
    if more is None:
        yield voice.say("sensitivity_never", unit=unit, places=places)
    else:
        yield voice.say("sensitivity_gain", unit=unit, places=places, more=Fraction(more))
    if less is not None:
        yield voice.say("sensitivity_loss", less=Fraction(less))
    if not getattr(found, "proved", True):
        yield voice.say("sensitivity_unproved")
