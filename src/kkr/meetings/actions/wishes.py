"""What a decision that sends a case back wants otherwise: listed with it, told with its minutes."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kkr.cases.actions import reword_wish, tell_wishes
from kkr.common.text import one_line
from kkr.ledger.actors import Actor
from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.models import Decision, DecisionWish


def wishes_in(wishes: Sequence[str], kind: str) -> list[str]:
    """The wishes as they are kept, each once; refuses them with a decision that sends nothing back."""
    texts = list(dict.fromkeys(text for text in map(one_line, wishes) if text))
    found = decision_kinds().get(kind)
    if texts and not (found and found.has_wishes):
        message = _("Only a decision that sends the case back has wishes.")
        raise ValidationError({"wishes": message})
    return texts


def list_wishes(decision: Decision, texts: Sequence[str]) -> None:
    """Let the decision list these; a part of writing it, so it asks nobody and writes no entry itself.

    What was said otherwise stays the same wish, in the order in which they stood.
    """
    rows = list(decision.wishes.all())
    by_text = {row.text: row for row in rows}
    kept = {text: by_text[text] for text in texts if text in by_text}
    free = [row for row in rows if row not in kept.values() and row.place]
    for place, text in enumerate(texts, start=1):
        row = kept.get(text) or (free.pop(0) if free else DecisionWish(decision=decision))
        row.text, row.place = text, place
        row.full_clean()
        row.save()
    for row in free:
        if row.wish is None:
            row.delete()
        else:
            row.place = 0
            row.save()


def tell_wishes_of(decision: Decision, *, by: Actor, at: datetime) -> None:
    """Let the case have what the minutes tell that come out now; a part of publishing them.

    What corrected minutes say otherwise is said otherwise in the case too, and what they leave out is
    read there no more.
    """
    item = decision.item
    rows = list(decision.wishes.select_related("wish__case"))
    for row in rows:
        row.dropped_at = None if row.place else row.dropped_at or at
        if row.wish and row.place:
            reword_wish(row.wish, row.text, by=by, at=at)
        row.save()
    new = [row for row in rows if row.wish is None]
    day = item.meeting.held_on
    if not (new and item.case and day):
        return
    council = item.meeting.council
    texts = [row.text for row in new]
    noted = tell_wishes(item.case, wanted_by=council, on=day, wishes=texts, by=by, at=at)
    for row, wish in zip(new, noted, strict=True):
        row.wish = wish
        row.save()
