"""What common lines say in words: whether they hold, and their stop on a case's way."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.cases.journey import Stop
from kkr.cases.presentation import AddressOf, Line, made_up, tells
from kkr.common.languages import in_language
from kkr.ledger import clock
from kkr.lines.models import CommonLine


def state_on(line: CommonLine, day: date) -> str:
    """Whether it held on that day, in words with its days."""
    facts = {"start": date_format(line.in_force_from)}
    if line.ends_on:
        facts["end"] = date_format(line.ends_on)
    if day < line.in_force_from:
        return _("Comes into force on %(start)s") % facts
    if line.ends_on is None:
        return _("In force since %(start)s") % facts
    if day < line.ends_on:
        return _("In force since %(start)s, until %(end)s") % facts
    if line.replaced_by:
        return _("Held from %(start)s, replaced on %(end)s") % facts
    return _("Held from %(start)s, ended on %(end)s") % facts


@tells("lines.established")
def established(stop: Stop, _address_of: AddressOf) -> Line:
    made: CommonLine = stop.subject
    heading = _("A common line of %(council)s: “%(line)s”")
    return {
        "heading": heading % {"council": made.council.name, "line": made.title},
        "told": [state_on(made, clock.today()), *made_up(made.illustrative)],
        "href": in_language(made.path),
        "link": _("Read what the municipalities stand for"),
    }
