"""What those who are asked have answered, as the tile map draws it: for everybody, and for who follows it."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.council.models import Municipality
from kkr.council.models.roles import day_of
from kkr.design.tile_layout import TILES
from kkr.design.tile_map import Legend, Tile
from kkr.rounds.models import Asked, Reply, Stage


def first_of(earlier: Sequence[Reply]) -> Reply | None:
    """The `first` answer of those given to the reports before the last, in their order: the newest."""
    return earlier[-1] if earlier else None


def state_of(asked: Asked, reply: Reply | None, first: Reply | None = None) -> str:
    """How the map draws the answer that holds; who has not answered waits, has given a `first` answer of
    several, or has it on an agenda."""
    if reply:
        return reply.answer_of.state
    if first:
        return "first-answer"
    return "on-agenda" if asked.stage == Stage.ON_AGENDA else "waiting"


def answer_in_words(asked: Asked, reply: Reply | None, first: Reply | None = None) -> str:
    """The answer that holds, or how far it is; with the `first` answer where only that is given."""
    if reply:
        return str(reply.answer_of.title)
    if first is None:
        return stage_in_words(asked) or _("Has not answered")
    facts = {"report": first.step, "answer": first.answer_of.title, "stage": stage_in_words(asked)}
    if meets_again(asked, first):
        return _("%(report)s: %(answer)s; the final one: %(stage)s") % facts
    return _("%(report)s: %(answer)s; no final one yet") % facts


def meets_again(asked: Asked, first: Reply) -> bool:
    """Whether the final answer is on an agenda: what was noted before the first answer was said of that one."""
    came = first.decided_on or day_of(first.entered_at)
    return asked.stage_on is not None and asked.stage_on > came and asked.stage == Stage.ON_AGENDA


def stage_in_words(asked: Asked) -> str:
    """How far it is before the answer; "" where that is not known."""
    words = {
        Stage.RECEIVED: pgettext("stage", "Received"),
        Stage.ON_AGENDA: pgettext("stage", "On the agenda"),
        Stage.POSTPONED: pgettext("stage", "Postponed"),
    }
    return words[Stage(asked.stage)] if asked.stage else ""


def day_of_answer(asked: Asked, reply: Reply | None, first: Reply | None = None) -> date | None:
    """When the municipal council decided, or has it on its agenda; None where that is not known."""
    if reply:
        return reply.decided_on
    return first.decided_on if first and not meets_again(asked, first) else asked.stage_on


def tile_of(
    municipality: Municipality,
    asked: Asked,
    reply: Reply | None,
    first: Reply | None = None,
    *,
    href: str,
) -> Tile:
    """A municipality where it stands on the map, with the sign of its answer and all of it in words."""
    column, row, short = TILES[municipality.code]
    day = day_of_answer(asked, reply, first)
    when = f", {date_format(day)}" if day else ""
    return Tile(
        code=municipality.code,
        label=municipality.name,
        short=short,
        column=column,
        row=row,
        href=href,
        state=state_of(asked, reply, first),
        title=f"{municipality.name}: {answer_in_words(asked, reply, first)}{when}",
    )


def legend_of(states: Iterable[str]) -> list[Legend]:
    """Each state that somebody is in, in words, with how many."""
    words = {
        "approved": pgettext("reply", "Approved"),
        "approved-with-remarks": pgettext("reply", "Approved with remarks"),
        "noted": pgettext("reply", "Noted"),
        "not-approved": pgettext("reply", "Not approved"),
        "not-relevant": pgettext("reply", "Not relevant"),
        "first-answer": _("A first answer, no final one yet"),
        "on-agenda": pgettext("stage", "On the agenda"),
        "waiting": _("Has not answered"),
    }
    found = list(states)
    return [
        Legend(text, state=state, count=str(found.count(state)))
        for state, text in words.items()
        if state in found
    ]
