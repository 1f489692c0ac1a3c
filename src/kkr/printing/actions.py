"""What is made and kept: a print of an edition, and that one is to be made."""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from kkr.common.locks import hold
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.meetings.models import Edition
from kkr.printing.choosing import Chosen, chosen, unmade_within
from kkr.printing.from_editions import written
from kkr.printing.models import BACK_OFF, Audience, Order, Print, content_path
from kkr.printing.press import press
from kkr.printing.typesetting import says, set_pdf


def make_print(edition: Edition, *, viewer: Any = None, by: Actor, at: datetime) -> Print:
    """Print what the viewer may read of an edition, without one what everybody may; again gives the same one.

    Minutes that an agenda has attached are printed first for the same reader, if they are not yet.
    It is set before the transaction that keeps it, for that takes seconds. Two at once set it twice
    and keep one. Refuses an actor without `printing.make_print` on the edition.
    """
    require(by, "printing.make_print", edition)
    for minutes in unmade_within(edition, viewer):
        make_print(minutes, viewer=viewer, by=by, at=at)
    shows = chosen(edition, viewer)
    if known := _known(edition, shows):
        return known
    made = Print(
        edition=edition,
        audience=shows.audience,
        shows=shows.values,
        key=shows.key,
        site=settings.SITE_URL,
        made_at=at,
        **vars(press()),
    )
    document = written(edition, shows, site=made.site)
    files = document.bytes()
    content = set_pdf(document.sheet, files=files)
    made.says = says(document.sheet, files=files)
    made.sha256, made.size = hashlib.sha256(content).hexdigest(), len(content)
    return _kept(made, shows, content, by=by)


def _known(edition: Edition, shows: Chosen) -> Print | None:
    rows = Print.objects.of_edition(edition)
    return rows.filter(audience=shows.audience, key=shows.key).first()


@transaction.atomic
def _kept(made: Print, shows: Chosen, content: bytes, *, by: Actor) -> Print:
    """The row with its bytes, or the one that somebody kept meanwhile."""
    hold(f"printing.{made.edition_id}")
    if known := _known(made.edition, shows):
        return known
    made.content.name = _stored(content_path(made, ""), content)
    made.full_clean()
    made.save(force_insert=True)
    made.contents.set(shows.contents)
    made.attachments.set(shows.attachments)
    made.within.set(shows.prints)
    is_public = made.audience == Audience.PUBLIC
    record(
        verb="printing.printed",
        subject=made,
        by=by,
        at=made.made_at,
        content={"sha256": made.sha256, "of": made.edition.path},
        public=is_public,
        scopes=made.edition.meeting.scopes,
    )
    return made


def _stored(path: str, content: bytes) -> str:
    """Store the bytes unless they lie there whole; a writer killed midway leaves them short."""
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            if file.read() == content:
                return path
        default_storage.delete(path)
    return default_storage.save(path, ContentFile(content))


@transaction.atomic
def order_print(edition: Edition) -> None:
    """Note that an edition is to be printed; part of the act that asks for it, so it writes no entry itself."""
    asked = Order.objects.filter(edition=edition)
    if not asked.update(wanted=F("wanted") + 1, attempts=0, not_before=None):
        Order.objects.create(edition=edition)


@transaction.atomic
def fulfil(order: Order) -> None:
    """Note that what was wanted is printed; what was asked for meanwhile stays to be done."""
    Order.objects.filter(pk=order.pk).update(done=order.wanted, attempts=0, not_before=None)


@transaction.atomic
def put_off(order: Order, *, at: datetime) -> None:
    """Try again later: what could not be printed once is not lost, and stops nothing else."""
    pause = BACK_OFF[min(order.attempts, len(BACK_OFF) - 1)]
    rows = Order.objects.filter(pk=order.pk, wanted=order.wanted)
    rows.update(attempts=F("attempts") + 1, not_before=at + pause)
