"""Changing a question that is not sent out: what it is called, by when, and who is asked."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.council.models import Area, Committee
from kkr.council.models.roles import day_of
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.asking import Weight, ask, ask_committees, refuse_days, refuse_title
from kkr.rounds.actions.recording import drafted, recorded
from kkr.rounds.models import Round


@dataclass(frozen=True)
class Draft:
    """What a question is called, by when each report is asked for, and who is asked, by their keys."""

    title: str
    days: tuple[date, ...]
    areas: tuple[int, ...]
    committees: tuple[int, ...]

    def seen_as(self, *more: object) -> str:
        """What stands there, with what the room above keeps, for a form to say what was seen."""
        return hashlib.sha256(repr((self, *more)).encode()).hexdigest()[:32]

    def differs(self, other: "Draft") -> list[str]:
        """What is not the same, by name."""
        names = [each.name for each in fields(self)]
        return [name for name in names if getattr(self, name) != getattr(other, name)]


def draft_of(asked_round: Round) -> Draft:
    """A question as it stands now."""
    asked = list(asked_round.asked.values_list("area", "committee"))
    days = asked_round.steps.order_by("number").values_list("deadline_on", flat=True)
    return Draft(
        title=asked_round.title,
        days=tuple(days),
        areas=tuple(sorted(area for area, _committee in asked if area)),
        committees=tuple(sorted(committee for _area, committee in asked if committee)),
    )


def refuse_unseen(now: str, over: str | None) -> None:
    """Refuse with the code "stale" what was written over something else than stands there now."""
    if over is not None and over != now:
        words = _("Somebody changed it since you opened this. See what stands now, and save again.")
        raise ValidationError(words, code="stale")


@transaction.atomic
def change_draft(
    asked_round: Round,
    *,
    title: str,
    days: Sequence[date],
    areas: Iterable[Area],
    committees: Iterable[Committee] = (),
    weights: Mapping[int, Weight] | None = None,
    over: str | None = None,
    by: Actor,
    at: datetime,
) -> Round:
    """Change what a question that is not sent out is called, by when, and who is asked; the same leaves no trace.

    `over` is how the writer saw it, where something else stands now it is refused with the code "stale". The
    history says which of these changed, and that whoever reported for another went. Refuses an actor without
    `rounds.change_round` on the round, one that is out already, nobody to ask, another number of reports, a new day
    that is over, and what `draft_round` refuses.
    """
    require(by, "rounds.change_round", asked_round)
    asked_round = drafted(asked_round)
    before = draft_of(asked_round)
    refuse_unseen(before.seen_as(), over)
    areas, committees = list(areas), list(committees)
    if not areas and not committees:
        raise ValidationError({"areas": _("Choose at least one to ask.")})
    refuse_title(title, is_public=asked_round.is_public)
    _refuse_other_days(before.days, days, day_of(at))
    wanted = Draft(
        one_line(title),
        tuple(days),
        tuple(sorted(each.pk for each in areas)),
        tuple(sorted(each.pk for each in committees)),
    )
    if not (changed := before.differs(wanted)):
        return asked_round
    asked_round.title = wanted.title
    asked_round.full_clean()
    asked_round.save()
    for step, day in zip(asked_round.steps.order_by("number"), days, strict=True):
        step.deadline_on = day
        step.save()
    who: dict[str, Any] = {"by": by, "at": at}
    asked_round.asked.filter(area__isnull=False).exclude(area__in=wanted.areas).delete()
    gone = asked_round.asked.filter(committee__isnull=False)
    gone.exclude(committee__in=wanted.committees).delete()
    through = asked_round.asked.exclude(reports_through=None)
    if through.exclude(reports_through__area__in=wanted.areas).update(reports_through=None):
        changed.append("reports_through")
    ask(asked_round, areas, weights=weights, **who)
    ask_committees(asked_round, committees, **who)
    recorded("draft_changed", asked_round, asked_round, fields=changed, **who)
    return asked_round


def _refuse_other_days(before: Sequence[date], days: Sequence[date], today: date) -> None:
    refuse_days(days)
    if len(days) != len(before):
        words = _("It is asked for as many reports as it was made with.")
        raise ValidationError({"deadline_on": words})
    if any(day < today for day in set(days) - set(before)):
        raise ValidationError({"deadline_on": _("That day is over; choose one to come.")})
