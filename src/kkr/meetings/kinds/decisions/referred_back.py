from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import DecisionKind

KIND = DecisionKind(
    key="referred_back",
    title=pgettext_lazy("decision", "Sent back with wishes"),
    order=6,
    is_settled=False,
    has_wishes=True,
)
