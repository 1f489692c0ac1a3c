"""The one clock. Faces, the tick and the commands read it, and what asks who may
do something now; else time is an argument below the faces.

In production it is the real time. With `KKR_TODAY=2017-02-13` it showed 09:00 that day when the
database was first loaded, and has run since.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kkr.ledger.models import ClockStart

OPENS = time(9, 0)
_offsets: dict[str, timedelta] = {}


def now() -> datetime:
    """The time by the clock, aware."""
    if not settings.KKR_TODAY:
        return timezone.now()
    return timezone.now() + _offset()


def today() -> date:
    """The day by the clock, where the council is."""
    return timezone.localdate(now())


def start() -> None:
    """Set the clock of this database if `KKR_TODAY` asks for it and nobody has; safe to call again."""
    if settings.KKR_TODAY:
        shows = opening()
        with transaction.atomic():
            ClockStart.objects.get_or_create(
                singleton=True, defaults={"set_at": timezone.now(), "shows": shows}
            )


def opening() -> datetime:
    """What the clock shows when it is set: 09:00 of `KKR_TODAY`, in Copenhagen."""
    if settings.KKR_TODAY is None:
        raise ValueError("KKR_TODAY is not set")
    return datetime.combine(settings.KKR_TODAY, OPENS, ZoneInfo(settings.TIME_ZONE))


def _offset() -> timedelta:
    database = str(settings.DATABASES["default"]["NAME"])
    if database not in _offsets:
        begun = ClockStart.objects.first()
        if begun is None:
            return opening() - timezone.now()
        _offsets[database] = begun.shows - begun.set_at
    return _offsets[database]
