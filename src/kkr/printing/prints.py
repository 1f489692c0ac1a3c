"""What the faces ask: the print that somebody may read of an edition, and what is told of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.shortcuts import get_object_or_404

from kkr.common.among import among
from kkr.ledger.actors import System
from kkr.meetings.models import Attachment, Edition
from kkr.printing.actions import make_print
from kkr.printing.models import Audience, Print

HOUSE = System("printing")


@dataclass(frozen=True)
class Told:
    """One public print as a page tells of it; `is_withdrawn` where its address says only why it is gone."""

    sha256: str
    size: int
    path: str
    made_at: datetime
    is_withdrawn: bool


def public_print(edition: Edition, *, at: datetime) -> Print:
    """Everybody's print of an edition as it is to be read now, made if it is not there yet."""
    made = make_print(edition, by=HOUSE, at=at)
    return get_object_or_404(Print.objects.public(), pk=made.pk)


def print_for(viewer: Any, edition: Edition, *, at: datetime) -> Print:
    """The print of all that the viewer may read of an edition, made if it is not there yet."""
    made = make_print(edition, viewer=viewer, by=HOUSE, at=at)
    return get_object_or_404(Print.objects.visible_to(viewer), pk=made.pk)


def prints_of(edition: Edition) -> list[Told]:
    """Every public print there has been of an edition, the newest first; none until one is made."""
    rows = Print.objects.of_edition(edition).filter(audience=Audience.PUBLIC).newest_first()
    standing = among(Print.objects.public())
    rows = rows.annotate(is_standing=ExpressionWrapper(standing, output_field=BooleanField()))
    return [
        Told(
            each.sha256,
            each.size,
            f"{edition.path}{each.sha256}.pdf",
            each.made_at,
            not each.is_standing,
        )
        for each in rows
    ]


def why_withdrawn(made: Print) -> list[tuple[str, str]]:
    """Number of the item and the reason given, for each file in a print that was withdrawn since."""
    inside = Q(prints=made) | Q(prints__around=made)
    rows = Attachment.objects.filter(inside, withdrawn_at__isnull=False).distinct()
    rows = rows.select_related("item").order_by("item", "position")
    return [(each.item.number, each.withdrawn_why) for each in rows]
