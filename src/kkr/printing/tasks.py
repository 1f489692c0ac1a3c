import logging
from datetime import datetime

from django.db import Error

from kkr.ledger.actors import System
from kkr.printing.actions import fulfil, make_print, put_off
from kkr.printing.choosing import for_each_audience
from kkr.printing.models import Order

logger = logging.getLogger(__name__)
AT_ONCE = 10
"""Orders a call takes on, so that what else is due need not wait for all of them."""


def print_ordered(now: datetime) -> int:
    """Make the prints that editions wait for, one for each audience; gives how many editions are done."""
    orders = Order.objects.due_at(now).select_related("edition__meeting__council")
    return sum(_printed(order, now) for order in orders[:AT_ONCE])


def _printed(order: Order, now: datetime) -> bool:
    try:
        for viewer in for_each_audience(order.edition):
            make_print(order.edition, viewer=viewer, by=System("tick"), at=now)
    except Error:  # no fault of the edition: the database is away
        raise
    except Exception:
        logger.exception("edition %s could not be printed", order.edition_id)
        put_off(order, at=now)
        return False
    fulfil(order)
    return True
