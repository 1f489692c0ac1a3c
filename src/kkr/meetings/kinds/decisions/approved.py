from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import DecisionKind

KIND = DecisionKind(
    key="approved",
    title=pgettext_lazy("decision", "Approved"),
    order=1,
)
