from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import ItemKind

KIND = ItemKind(
    key="theme",
    title=pgettext_lazy("agenda item", "Theme for discussion"),
    decisions=("discussed",),
    order=5,
)
