from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import ItemKind

KIND = ItemKind(
    key="next_meeting",
    title=pgettext_lazy("agenda item", "Items for the next meeting"),
    decisions=("noted",),
    is_decided=False,
    order=8,
)
