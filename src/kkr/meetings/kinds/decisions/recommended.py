from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import DecisionKind

KIND = DecisionKind(
    key="recommended",
    title=pgettext_lazy("decision", "Recommended to the municipalities"),
    order=4,
)
