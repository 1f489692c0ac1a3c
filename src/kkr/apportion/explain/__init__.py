"""The calculation in words, step by step, so that a reader with a pencil can follow it.

One table of words a language.
"""

from collections.abc import Iterator

from kkr.apportion.errors import BadInput
from kkr.apportion.explain import da, en
from kkr.apportion.explain.division import tell_chapter
from kkr.apportion.explain.matrix import tell_matrix
from kkr.apportion.explain.remarks import tell_remark
from kkr.apportion.explain.voice import Voice
from kkr.apportion.kinds.base import Answer

LANGUAGES = {
    module.__name__.rpartition(".")[2]: (module.PHRASES, module.THOUSANDS, module.POINT)
    for module in (da, en)
}


def explain(answer: Answer, language: str, unit: str | None = None) -> str:
    """Tell how an answer came about, for one unit or for all.

    Raises `BadInput` for an unknown unit.
    """
    voice = Voice(language, *LANGUAGES[language], noun=answer.noun)
    _check(answer, unit)
    return "\n".join(_lines(answer, voice, unit))


def _check(answer: Answer, unit: str | None) -> None:
    names = {name for chapter in answer.chapters for name in chapter.problem.named()}
    if answer.chapters and unit is not None and unit not in names:
        raise BadInput("--unit", f"there is no unit {unit!r}")


def _lines(answer: Answer, voice: Voice, unit: str | None) -> Iterator[str]:
    if answer.matrix is None and not answer.chapters:
        yield voice.say("no_units")
    if answer.matrix is not None:
        yield from tell_matrix(answer.matrix, answer.document, voice, unit)
    for place, chapter in enumerate(answer.chapters):
        if unit is not None and unit not in chapter.problem.named():
            continue
        if place:
            yield ""
        yield from tell_chapter(chapter, voice, unit)
    if answer.remarks:
        yield ""
    for remark in answer.remarks:
        yield from tell_remark(remark, voice, unit)
