from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import DecisionKind

KIND = DecisionKind(
    key="elected",
    title=pgettext_lazy("decision", "Elected"),
    order=9,
)
