from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import DecisionKind

KIND = DecisionKind(
    key="postponed",
    title=pgettext_lazy("decision", "Postponed"),
    order=7,
    is_settled=False,
)
