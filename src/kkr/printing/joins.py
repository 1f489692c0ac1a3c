"""What is printed by itself: what is published, and anew what was opened or withdrawn since."""

from django.db.models import Q

from kkr.ledger.listeners import listeners, tick_jobs
from kkr.ledger.models import Entry
from kkr.meetings.models import Edition
from kkr.printing.actions import order_print
from kkr.printing.tasks import print_ordered

CONCERNED = {
    "meetings.agenda_published": "pk",
    "meetings.minutes_published": "pk",
    "meetings.item_opened": "items__item",
    "meetings.item_edited": "items__item",
    "meetings.file_opened": "items__content__attachments",
    "meetings.file_withdrawn": "items__content__attachments",
}
"""What makes a print wanted, and how an edition leads to the subject of that entry."""


@listeners.register
def order_prints(entry: Entry) -> None:
    """In the transaction of the act, so that neither a kill nor a full disk loses it."""
    if entry.verb in CONCERNED:
        editions = Edition.objects.filter(Q((CONCERNED[entry.verb], entry.subject_id)))
        for edition in editions.distinct():
            order_print(edition)
        if (
            entry.verb == "meetings.file_withdrawn"
        ):  # agendas that have these minutes attached hold it too
            keys = list(editions.values_list("pk", flat=True))
            for agenda in Edition.objects.filter(items__content__facts__approves__in=keys):
                order_print(agenda)


tick_jobs.register(print_ordered)
