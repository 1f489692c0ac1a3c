from django.utils.translation import pgettext_lazy

from kkr.meetings.kinds.base import DecisionKind

KIND = DecisionKind(
    key="noted",
    title=pgettext_lazy("decision", "Noted"),
    order=3,
)
