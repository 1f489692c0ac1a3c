from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import ItemKind

KIND = ItemKind(
    key="approval_of_minutes",
    title=pgettext_lazy("agenda item", "Approval of minutes"),
    decisions=("approved",),
    order=1,
)
