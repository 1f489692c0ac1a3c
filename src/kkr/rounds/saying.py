"""What a municipality answers, before it is a reply, and what cannot be one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kkr.common.text import UNFIT_FOR_A_TEXT, one_line
from kkr.documents.models import File
from kkr.rounds.models import Asked, Reply


@dataclass(frozen=True)
class Said:
    """What a municipality answers. `path` are committees with their days, each {"committee", "on"}."""

    answer: str
    remark: str = ""
    decided_on: date | None = None
    path: Sequence[dict[str, str]] = field(default_factory=tuple)
    case_number: str = ""
    source_url: str = ""

    def as_kept(self) -> dict[str, Any]:
        """As columns of a reply; texts tidied."""
        kept = asdict(self)
        for name in ("case_number", "source_url"):
            kept[name] = one_line(kept[name])
        kept["remark"] = UNFIT_FOR_A_TEXT.sub("", kept["remark"]).strip()
        kept["path"] = [
            {"committee": one_line(each.get("committee", "")), "on": each.get("on", "")}
            for each in self.path
            if one_line(each.get("committee", ""))
        ]
        return kept


def says_the_same(before: Reply, said: Said, *, file: File | None) -> bool:
    """Whether a reply says this already, with the same file."""
    kept = {each.name: getattr(before, each.name) for each in fields(Said)}
    return kept == said.as_kept() and before.file_id == (file.pk if file else None)


def what_is_no_answer(
    asked: Asked, said: Said, *, has_file: bool = False, today: date
) -> ValidationError | None:
    """All that keeps this from being an answer of who is asked, by the field; None where it is one."""
    kept = said.as_kept()
    wrong: dict[str, Any] = _unfit(kept)
    kind = asked.round.kind_of.answer(said.answer)
    if kind is None:
        wrong["answer"] = [_("Choose one of the answers.")]
    elif kind.needs_remark and not kept["remark"] and not (kind.or_file and has_file):
        wrong["remark"] = [
            _("Write the response, or give it as a file.")
            if kind.or_file
            else _("Write the remark that goes with the answer.")
        ]
    if said.decided_on and said.decided_on > today:
        wrong["decided_on"] = [_("The day is still to come.")]
    for each in kept["path"]:
        try:
            date.fromisoformat(each["on"] or "0001-01-01")
        except ValueError:
            wrong["path"] = [_("Write the day as 2017-03-14.")]
    return ValidationError(wrong) if wrong else None


def _unfit(kept: dict[str, Any]) -> dict[str, Any]:
    """What is too long, or no address, by the field."""
    texts = ("remark", "case_number", "source_url")
    others = [each.name for each in Reply._meta.fields if each.name not in texts]
    try:
        Reply(**{name: kept[name] for name in texts}).clean_fields(exclude=others)
    except ValidationError as refusal:
        return dict(refusal.error_dict)
    return {}
