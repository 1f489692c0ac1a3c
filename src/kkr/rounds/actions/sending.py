"""Sending a question out, as whoever sends it has looked at it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.council.models.roles import day_of
from kkr.documents.guarding import look_at, pass_guards, seen_of
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.drafting import draft_of
from kkr.rounds.actions.notices import all_told, tell
from kkr.rounds.actions.recording import locked, recorded
from kkr.rounds.models import Round, State
from kkr.rounds.publication import publication_of


def looked_as(asked_round: Round, *more: object) -> str:
    """All that stands of a question that is not sent out, with what the room above keeps, for a form to say what
    was looked at: its draft, its words, its files, and what asks it, as by which rule."""
    files = asked_round.enclosures.in_order().values_list("public_id", flat=True)
    through = asked_round.asked.exclude(reports_through=None).order_by("pk")
    found: list[object] = [
        list(map(str, files)),
        list(through.values_list("area", "reports_through")),
    ]
    if asking := asked_round.kind_of.asking(asked_round):
        fields = asking._meta.concrete_fields
        found += [
            asking.question.latest.pk,
            *(str(each.value_from_object(asking)) for each in fields),
        ]
    return draft_of(asked_round).seen_as(*found, *more)


def refuse_unlooked(now: str, looked_at: str) -> None:
    """Refuse with the code "changed" to send out something else than what was looked at."""
    if looked_at != now:
        words = _("Somebody changed it since you looked. See what stands now, and send it then.")
        raise ValidationError(words, code="changed")


def open_round(
    asked_round: Round,
    *,
    looked_at: str | None = None,
    override: str = "",
    by: Actor,
    at: datetime,
) -> Round:
    """Send the question out: every contact of who is asked gets a mail with a link of their own; twice is once.

    `looked_at` is what `looked_as` gave to whoever sends it: where something else stands now, it is refused with
    the code "changed". Refuses an actor without `rounds.change_round` on the round, one without anybody to ask, and
    one of which the last day of any report is over; raises Guarded where everybody may follow it, a guard finds
    something in what is asked and `override` gives no reason.
    """
    require(by, "rounds.change_round", asked_round)
    looked = look_at(publication_of(asked_round))
    with transaction.atomic():
        asked_round = locked(asked_round)
        if asked_round.state == State.OPEN:
            return asked_round
        if looked_at is not None:
            refuse_unlooked(looked_as(asked_round), looked_at)
        if not asked_round.asked.exists():
            raise ValidationError(_("Choose at least one to ask."))
        if asked_round.state == State.DRAFT:
            _refuse_past(asked_round, day_of(at))
        passed = pass_guards(seen_of(publication_of(asked_round), [looked]), override)
        asked_round.step(State.OPEN)
        asked_round.opened_at = at
        asked_round.save()
        asked_round.asked.filter(asked_at=None).update(asked_at=at)
        said = {"title": asked_round.title}
        tell(all_told("asked", asked_round.asked.with_names()), at=at)
        recorded("opened", asked_round, asked_round, by=by, at=at, said=said, passed=passed)
        return asked_round


def _refuse_past(asked_round: Round, today: date) -> None:
    steps = list(asked_round.steps.order_by("number"))
    over = [each for each in steps if each.deadline_on < today]
    words = _("The last day, %(day)s, is over; move it before you send the question out.")
    if len(steps) > 1:
        words = _(
            "The last day of “%(report)s”, %(day)s, is over; move it before you send the question out."
        )
    if over:
        days = [(str(each), date_format(each.deadline_on)) for each in over]
        raise ValidationError([words % {"report": report, "day": day} for report, day in days])
