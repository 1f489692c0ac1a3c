"""What recommendations say in words: what they take, and their stops on a case's way."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kkr.cases.journey import Stop
from kkr.cases.presentation import AddressOf, Line, tells
from kkr.common.languages import in_language
from kkr.recommendations.carrying import Rule, RuleKind
from kkr.recommendations.models import Outcome, OutcomeKind, Recommendation

HEADINGS = {
    OutcomeKind.CARRIED: gettext_lazy("The municipal councils have approved it"),
    OutcomeKind.LOST: gettext_lazy("The municipal councils have not approved it"),
    OutcomeKind.REOPENED: gettext_lazy("It is open again after a correction"),
}


@tells("recommendations.asked")
def asked(stop: Stop, _address_of: AddressOf) -> Line:
    made: Recommendation = stop.subject
    standing, last = stop.others
    facts = {"answered": standing.answered, "asked": standing.asked}
    told = [_("%(answered)s of %(asked)s have answered.") % facts]
    if last:
        told.append(_("By %(day)s.") % {"day": date_format(last)})
    return {
        "heading": _("The municipal councils were asked"),
        "told": [made.round.title, *told],
        "href": in_language(made.path),
        "link": _("See what each has answered"),
    }


@tells(*(f"recommendations.{kind}" for kind in OutcomeKind))
def outcome(stop: Stop, _address_of: AddressOf) -> Line:
    made: Outcome = stop.subject
    return {"heading": str(HEADINGS[OutcomeKind(made.kind)]), "told": []}


def rule_in_words(rule: Rule) -> str:
    """What it takes, as one sentence or two."""
    facts = {"number": rule.number, "percent": rule.percent, "people": rule.of_inhabitants}
    words = {
        RuleKind.ALL: _("When all that are asked have approved."),
        RuleKind.NUMBER: _("When at least %(number)s have approved."),
        RuleKind.MUNICIPALITIES: _("When at least %(percent)s%% of those asked have approved."),
        RuleKind.INHABITANTS: _(
            "When those who have approved have at least %(people)s%% of the inhabitants."
        ),
        RuleKind.DOUBLE: _(
            "When at least %(percent)s%% of those asked have approved, and have at least %(people)s%% "
            "of the inhabitants."
        ),
    }
    told = [words[rule.kind] % facts]
    if rule.needs_everybody:
        told.append(_("It is valid only when all have answered."))
    return " ".join(told)
