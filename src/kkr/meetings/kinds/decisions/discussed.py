from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import DecisionKind

KIND = DecisionKind(
    key="discussed",
    title=pgettext_lazy("decision", "Discussed"),
    order=2,
)
