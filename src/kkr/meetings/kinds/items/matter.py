from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import ItemKind

KIND = ItemKind(
    key="matter",
    title=pgettext_lazy("agenda item", "Matter for decision"),
    decisions=(
        "approved",
        "recommended",
        "discussed",
        "referred_back",
        "postponed",
        "rejected",
        "submitted",
    ),
    order=3,
)
