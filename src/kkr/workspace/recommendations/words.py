"""What the secretary's pages say of rules and mails."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kkr.recommendations.models import Recommendation, RuleChoice

NOTICES = {
    "asked": pgettext_lazy("notice", "The question"),
    "before14": pgettext_lazy("notice", "Reminder, 14 days before"),
    "before3": pgettext_lazy("notice", "Reminder, 3 days before"),
    "late": pgettext_lazy("notice", "Reminder, the day after"),
    "withdrawn": pgettext_lazy("notice", "That it is withdrawn"),
}


def rule_in_words(made: Recommendation) -> str:
    """When it counts as carried, as a sentence."""
    facts = {
        "number": made.number,
        "percent": made.percent,
        "people": made.of_inhabitants,
    }
    words = {
        RuleChoice.ALL: _("It is carried when all that are asked approve."),
        RuleChoice.NUMBER: _("It is carried when %(number)s approve."),
        RuleChoice.MUNICIPALITIES: _("It is carried when %(percent)s%% of those asked approve."),
        RuleChoice.INHABITANTS: _(
            "It is carried when those that approve have %(people)s%% of the inhabitants."
        ),
        RuleChoice.DOUBLE: _(
            "It is carried when %(percent)s%% of those asked approve, "
            "and they have %(people)s%% of the inhabitants."
        ),
    }
    said = words[RuleChoice(made.rule)] % facts
    valid = _("It is valid only when all have answered.")
    return f"{said} {valid}" if made.needs_everybody else said
