from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import DecisionKind

KIND = DecisionKind(
    key="appointed",
    title=pgettext_lazy("decision", "Appointed"),
    order=8,
)
