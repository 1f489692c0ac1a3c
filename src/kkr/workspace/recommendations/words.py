"""What the secretary's pages say of mails."""

from django.utils.translation import pgettext_lazy

NOTICES = {
    "asked": pgettext_lazy("notice", "The question"),
    "before14": pgettext_lazy("notice", "Reminder, 14 days before"),
    "before3": pgettext_lazy("notice", "Reminder, 3 days before"),
    "late": pgettext_lazy("notice", "Reminder, the day after"),
    "withdrawn": pgettext_lazy("notice", "That it is withdrawn"),
}
