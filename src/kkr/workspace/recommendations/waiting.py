"""Answers by a link that are not confirmed: whoever asks learns that they wait and since when, and no word of them."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.council.models.roles import day_of
from kkr.ledger import clock
from kkr.rounds.models import Round, UnconfirmedReply
from kkr.workspace.door import Request


def waiting_in(request: Request, asked_round: Round) -> list[str]:
    """Whose answer waits and since when, in words, each once."""
    if asked_round.kind_of.is_shared:
        return []
    rows = UnconfirmedReply.objects.visible_to(request.user).filter(asked__round=asked_round)
    known = rows.waiting(clock.now()).select_related("asked__area", "asked__committee")
    since = {
        each.asked.name: each.made_at for each in known.order_by("asked__area__name", "made_at")
    }
    words = _("%(who)s, since %(day)s")
    return [words % {"who": who, "day": date_format(day_of(at))} for who, at in since.items()]
