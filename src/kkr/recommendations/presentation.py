"""What recommendations say in words: what they take, and their stops on a case's way."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kkr.cases.journey import Stop
from kkr.cases.presentation import AddressOf, Line, made_up, tells
from kkr.common.languages import in_language
from kkr.recommendations.carrying import Rule, RuleKind, Standing
from kkr.recommendations.models import Outcome, OutcomeKind, Recommendation

CARRIED = gettext_lazy("The recommendation is carried")
"""Not that all have approved: the rule may ask for fewer."""


@tells("recommendations.asked")
def asked(stop: Stop, _address_of: AddressOf) -> Line:
    made: Recommendation = stop.subject
    standing, last = stop.others
    facts = {"answered": standing.answered, "asked": standing.asked}
    told = [_("%(answered)s of %(asked)s have answered.") % facts]
    if last:
        told.append(_("By %(day)s.") % {"day": date_format(last)})
    line = led_to(made)
    line["told"][1:1] = told
    return {"heading": _("The municipal councils were asked"), **line}


@tells(*(f"recommendations.{kind}" for kind in OutcomeKind))
def outcome(stop: Stop, _address_of: AddressOf) -> Line:
    """What holds now; what was overtaken stands on the page of the recommendation."""
    made: Outcome = stop.subject
    (standing,) = stop.others
    facts = {"favour": standing.in_favour, "asked": standing.asked}
    line = led_to(made.recommendation)
    line["told"][1:1] = [_("%(favour)s of %(asked)s have approved.") % facts]
    heading = str(CARRIED) if made.kind == OutcomeKind.CARRIED else made.words
    return {"heading": heading, **line}


@tells("recommendations.withdrawn")
def withdrawn(stop: Stop, _address_of: AddressOf) -> Line:
    made: Recommendation = stop.subject
    line = led_to(made)
    line["told"].append(_("It was withdrawn: %(why)s") % {"why": made.round.withdrawn_why})
    return {"heading": _("The recommendation is withdrawn"), **line}


def led_to(made: Recommendation) -> Line:
    """Which recommendation it is, and the way to it."""
    return {
        "told": [made.round.title, *made_up(made.round.illustrative)],
        "href": in_language(made.path),
        "link": _("See what each has answered"),
    }


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


def base_in_words(found: Standing) -> str:
    """Among how many the rule counts, where that is not all who are asked; else empty."""
    if found.concerns_nobody:
        return _("All who are asked say that it does not concern them, so it cannot be carried.")
    if not found.outside:
        return ""
    words = ngettext(
        "%(outside)s of %(asked)s says that it does not concern them; the rule counts among the other "
        "%(concerned)s.",
        "%(outside)s of %(asked)s say that it does not concern them; the rule counts among the other "
        "%(concerned)s.",
        found.outside,
    )
    facts = {"outside": found.outside, "asked": found.asked, "concerned": found.concerned}
    return words % facts
