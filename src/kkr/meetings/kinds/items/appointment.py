from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import ItemKind

KIND = ItemKind(
    key="appointment",
    title=pgettext_lazy("agenda item", "Appointment"),
    decisions=("appointed", "postponed"),
    order=6,
)
