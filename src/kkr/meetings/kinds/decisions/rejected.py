from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import DecisionKind

KIND = DecisionKind(
    key="rejected",
    title=pgettext_lazy("decision", "Not approved"),
    order=10,
)
