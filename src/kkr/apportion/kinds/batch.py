"""`1d_batch`: several groups under one method; a group may say of itself what differs."""

from collections.abc import Iterator, Mapping
from typing import Any

from kkr.apportion.allocation import allocate
from kkr.apportion.answer import Allocation
from kkr.apportion.document import Document, by_name, refusal, write, write_tie
from kkr.apportion.errors import BadInput
from kkr.apportion.fields import required, shown, text
from kkr.apportion.kinds.base import Answer, Chapter, Kind
from kkr.apportion.problem_format import read_problem
from kkr.apportion.values import Infeasible


def _answer(written: Mapping[str, Any]) -> Answer:
    chapters = tuple(_chapters(written))
    done = {
        chapter.heading: by_name(chapter.problem.named(), chapter.result.seats)
        for chapter in chapters
        if isinstance(chapter.result, Allocation) and not chapter.result.ties
    }
    document: Document = _first_refusal(chapters) or _first_tie(chapters)
    document["seats" if len(done) == len(chapters) else "seats_settled"] = done
    if len(done) == len(chapters):
        document["sum_seats"] = sum(sum(seats.values()) for seats in done.values())
    document.setdefault(
        "certificate",
        {chapter.heading: write(chapter.result)["certificate"] for chapter in chapters},
    )
    return Answer(document, chapters)


def _chapters(written: Mapping[str, Any]) -> Iterator[Chapter]:
    groups = required(written, "groups")
    if not isinstance(groups, list):
        raise BadInput("groups", f"must be a list, not {shown(groups)}")
    common = {field: value for field, value in written.items() if field != "groups"}
    known: set[str] = set()
    for place, group in enumerate(groups):
        field = f"groups[{place}]"
        if not isinstance(group, Mapping):
            raise BadInput(field, f"must be an object, not {shown(group)}")
        name = _group_name(group, field, known)
        problem = _read(common, group, field)
        yield Chapter(name, problem, allocate(problem))


def _group_name(group: Mapping[str, Any], field: str, known: set[str]) -> str:
    name = text(group.get("name"), f"{field}.name", "a name")
    if name in known:
        raise BadInput(f"{field}.name", f"{name!r} stands there twice")
    known.add(name)
    return name


def _read(common: Mapping[str, Any], group: Mapping[str, Any], field: str) -> Any:
    weights = group.get("weights")
    merged = {**common, **group}
    if isinstance(weights, Mapping):
        merged["units"] = group.get("units")
        for bound in ("lower", "upper"):
            if bound not in group and isinstance(common.get(bound), Mapping):
                merged[bound] = {
                    name: value for name, value in common[bound].items() if name in weights
                }
    try:
        return read_problem(merged)
    except BadInput as problem:
        inside = (
            problem.field.split("[")[0].split(".")[0] in group or problem.message == "is missing"
        )
        raise BadInput(
            f"{field}.{problem.field}" if inside else problem.field, problem.message
        ) from None


def _first_refusal(chapters: tuple[Chapter, ...]) -> Document:
    for chapter in chapters:
        if isinstance(chapter.result, Infeasible):
            document = refusal(chapter.result)
            document["certificate"]["text"] = f"group {chapter.heading}: {chapter.result.text}"
            return document | {"group": chapter.heading}
    return {}


def _first_tie(chapters: tuple[Chapter, ...]) -> Document:
    ties = [
        {**write_tie(tie), "group": chapter.heading}
        for chapter in chapters
        if isinstance(chapter.result, Allocation)
        for tie in chapter.result.ties
    ]
    if not ties:
        return {}
    return {"tie": ties[0]} | ({"ties": ties} if len(ties) > 1 else {})


KIND = Kind("1d_batch", _answer)
