from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import ItemKind

KIND = ItemKind(
    key="election",
    title=pgettext_lazy("agenda item", "Election"),
    decisions=("elected",),
    order=7,
)
