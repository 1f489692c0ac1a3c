from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import DecisionKind

KIND = DecisionKind(
    key="submitted",
    title=pgettext_lazy("decision", "Submitted to the ministry"),
    order=5,
)
