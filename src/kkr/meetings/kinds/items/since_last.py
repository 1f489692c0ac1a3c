from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import ItemKind

KIND = ItemKind(
    key="since_last",
    title=pgettext_lazy("agenda item", "Since last time"),
    decisions=("noted",),
    is_decided=False,
    order=2,
)
