from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import ItemKind

KIND = ItemKind(
    key="any_other_business",
    title=pgettext_lazy("agenda item", "Any other business"),
    decisions=("noted",),
    is_decided=False,
    order=9,
)
