"""Files that come with a question, put there and taken away before it is sent out."""

from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File as Upload
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.documents.actions import store_file
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions.recording import drafted, recorded
from kkr.rounds.models import Enclosure, Round

MOST = 30


@transaction.atomic
def enclose(
    asked_round: Round,
    upload: "Upload[bytes]",
    *,
    title: str = "",
    public_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Enclosure:
    """Let a file come with a question; asked twice with one `public_id` it is once.

    Refuses an actor without `rounds.change_round` on the round, one that is out already, and in words a file
    that is too large or of another kind than may be kept.
    """
    require(by, "rounds.change_round", asked_round)
    asked_round = drafted(asked_round)
    public_id = public_id or uuid4()
    if known := asked_round.enclosures.filter(public_id=public_id).first():
        return known
    if asked_round.enclosures.count() >= MOST:
        words = _("A question can have at most %(most)s files.") % {"most": MOST}
        raise ValidationError({"file": words})
    try:
        file = store_file(upload, by=by, at=at)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal.messages}) from refusal
    last = asked_round.enclosures.aggregate(last=Max("position"))["last"] or 0
    facts = {"file": file, "title": one_line(title) or file.name, "position": last + 1}
    made = Enclosure(round=asked_round, public_id=public_id, **facts)
    made.full_clean()
    made.save(force_insert=True)
    recorded("enclosed", asked_round, asked_round, by=by, at=at)
    return made


@transaction.atomic
def take_out(made: Enclosure, *, by: Actor, at: datetime) -> None:
    """Take a file away from a question that is not sent out; twice is once.

    Refuses an actor without `rounds.change_round` on the round, and one that is out already.
    """
    require(by, "rounds.change_round", made.round)
    asked_round = drafted(made.round)
    count, _rows = asked_round.enclosures.filter(pk=made.pk).delete()
    if count:
        recorded("taken_out", asked_round, asked_round, by=by, at=at)
