from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import ItemKind

KIND = ItemKind(
    key="orientation",
    title=pgettext_lazy("agenda item", "For information"),
    decisions=("noted", "discussed"),
    order=4,
)
