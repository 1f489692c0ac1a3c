"""Joint reporters: one municipality answers for another too, as Tårnby does for Dragør."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.council.models import Municipality
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.recording import drafted, recorded
from kkr.rounds.models import Asked


@transaction.atomic
def report_through(
    asked: Asked, reporter: Municipality | None, *, by: Actor, at: datetime
) -> Asked:
    """Let another municipality answer for one that is asked, or with None let it answer for itself; the same leaves
    no trace.

    Refuses an actor without `rounds.change_round` on the round, one that is out already, who is no municipality, a
    reporter that is not asked itself, the same municipality, and a chain of them.
    """
    require(by, "rounds.change_round", asked.round)
    asked_round = drafted(asked.round)
    asked = asked_round.asked.select_related("municipality").get(pk=asked.pk)
    if asked.reports_through_id == (reporter.pk if reporter else None):
        return asked
    if asked.municipality is None:
        raise ValidationError(_("Only for a municipality can another one answer."))
    if reporter is not None:
        _refuse_reporter(asked, reporter)
    asked.reports_through = reporter
    asked.save(update_fields=["reports_through"])
    recorded("reports_through", asked, asked_round, fields=["reports_through"], by=by, at=at)
    return asked


def _refuse_reporter(asked: Asked, reporter: Municipality) -> None:
    others = Asked.objects.filter(round=asked.round_id)
    if reporter.pk == asked.municipality_id:
        raise ValidationError({"reporter": _("It answers for itself already; choose another one.")})
    if not others.filter(municipality=reporter, reports_through=None).exists():
        words = _("Choose one that is asked, and answers for itself.")
        raise ValidationError({"reporter": words})
    if others.filter(reports_through=asked.municipality_id).exists():
        words = _("It answers for another municipality itself.")
        raise ValidationError({"asked": words})
