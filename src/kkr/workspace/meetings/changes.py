"""What changed from one edition to the next, in words and side by side."""

from typing import Any

from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kkr.documents.comparison import compare
from kkr.meetings.differences import Change, What, changes
from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.models import Edition, EditionContent
from kkr.meetings.presentation import CHANGED
from kkr.workspace.news.versions import rows


def told(old: Edition, new: Edition, viewer: Any) -> list[str]:
    """A line for each thing that changed, of what the viewer may be told."""
    return [in_words(each) for each in changes(old, new, viewer)]


def in_words(change: Change) -> str:
    if change.what == What.ORDER:
        return str(capfirst(CHANGED[What.ORDER]))
    if not change.number:
        return _("Time, place or attendance is changed.")
    facts = {"number": change.number, "heading": change.heading, "what": CHANGED[change.what]}
    return _("%(number)s %(heading)s: %(what)s") % facts


def beside(old: Edition, new: Edition, viewer: Any) -> list[dict[str, Any]]:
    """The items whose text or decision is another, side by side."""
    before, after = texts(old, viewer), texts(new, viewer)
    return [
        {"heading": heading, "rows": rows(compare(before.get(key, ("", ""))[1], html))}
        for key, (heading, html) in after.items()
        if before.get(key, ("", ""))[1] != html
    ]


def texts(edition: Edition, viewer: Any) -> dict[int, tuple[str, str]]:
    """What an edition says under each item that the viewer may read, as one text."""
    seen = EditionContent.objects.visible_to(viewer).filter(row__edition=edition)
    full = seen.select_related("body", "row").prefetch_related("decisions__version")
    return {
        each.row.item_id: (f"{each.row.number} {each.facts.get('title', '')}", whole(each))
        for each in full.order_by("row__place")
    }


def whole(said: EditionContent) -> str:
    kinds = decision_kinds()
    decided = [
        f"<p>{escape(kinds[each.kind].title)}</p>{each.version.html}"
        + (f"<p>{escape(each.dissent)}</p>" if each.dissent else "")
        for each in said.decisions.all()
    ]
    return said.body.html + "".join(decided)
