"""What a decision that sends a case back wants otherwise: listed with it, told with its minutes."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kkr.cases.actions import hold_cases, reword_wish, tell_wishes
from kkr.cases.models import Case, Wish
from kkr.common.text import one_line
from kkr.ledger.actors import Actor
from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.models import AgendaItem, Decision, DecisionWish, Meeting


def wishes_in(wishes: Sequence[str], kind: str) -> list[str]:
    """The wishes as they are kept, each once; refuses them with a decision that sends nothing back."""
    texts = list(dict.fromkeys(text for text in map(one_line, wishes) if text))
    if texts and not sends_back(kind):
        message = _("Only a decision that sends the case back has wishes.")
        raise ValidationError({"wishes": message})
    return texts


def sends_back(kind: str) -> bool:
    """Whether a decision of this kind lists what is to be otherwise when the case comes again."""
    found = decision_kinds().get(kind)
    return found is not None and found.has_wishes


def refuse_to_send_back(
    item: AgendaItem, kind: str, texts: Sequence[str], *, was: Decision | None = None
) -> None:
    """Refuse to send back where there is no case, or nothing is wanted otherwise.

    `was` is the decision as it stands: one that sends back already may go on so, and only loses no last wish.
    """
    if not sends_back(kind):
        return
    is_new = was is None or not sends_back(was.kind)
    if is_new and item.case_id is None:
        message = _(
            "The item is about no case, so there is nothing to send back. Choose its case on the agenda "
            "first, or choose something else the council did, and write in the text what is wanted."
        )
        raise ValidationError({"kind": message})
    if not texts and (is_new or (was and was.wishes_listed)):
        message = _("Write at least one wish: what is the case to come back with?")
        raise ValidationError({"wishes": message})


def list_wishes(decision: Decision, texts: Sequence[str]) -> None:
    """Let the decision list these; a part of writing it, so it asks nobody and writes no entry itself."""
    rows = list(decision.wishes.select_related("wish"))
    kept = _paired(rows, texts)
    for place, text in enumerate(texts, start=1):
        row = kept.get(text) or DecisionWish(decision=decision)
        row.text, row.place = text, place
        row.full_clean()
        row.save()
    for row in rows:
        if row in kept.values():
            continue
        if row.wish is None:
            row.delete()
        else:
            _take_out(row)


def _paired(rows: Sequence[DecisionWish], texts: Sequence[str]) -> dict[str, DecisionWish]:
    """The row that goes on under each text: what is told so, what is listed so, or what is reworded.

    Only what can be is reworded, and only where it clearly is: in its place of a list that is as long as before.
    """
    lines = list(enumerate(texts, start=1))
    is_as_long = len([row for row in rows if row.place]) == len(texts)
    open_ = {row.pk for row in rows if row.told not in texts and row.can_be_reworded}
    found: dict[str, DecisionWish] = {}

    def pair(is_it: Callable[[DecisionWish, int, str], bool]) -> None:
        for place, text in lines:
            free = [row for row in rows if row not in found.values()]
            row = next((row for row in free if is_it(row, place, text)), None)
            if text not in found and row:
                found[text] = row

    pair(lambda row, _place, text: row.told == text)
    pair(lambda row, _place, text: row.pk in open_ and row.text == text)
    if is_as_long:
        pair(lambda row, place, _text: row.pk in open_ and row.place == place)
    return found


def _take_out(row: DecisionWish) -> None:
    """List it no more; it is what it was told as."""
    row.place, row.text = 0, row.told
    row.save()


def hold_cases_of(meeting: Meeting) -> None:
    """Hold the cases whose wishes the minutes of the meeting tell, until they are out."""
    items = meeting.items.filter(decisions__wishes__isnull=False, case__isnull=False)
    hold_cases(Case.objects.filter(pk__in=items.values("case")))


def tell_wishes_of(decision: Decision, *, by: Actor, at: datetime) -> None:
    """Let the case have what the minutes tell that come out now; a part of publishing them, with the case held.

    What corrected minutes say otherwise is said otherwise in the case too, and what they leave out is
    read there no more. What was answered meanwhile keeps its answer and its text; what stands in its
    place is another wish.
    """
    for row in decision.wishes.select_related("wish__case"):
        if row.wish and row.place and row.text != row.wish.text:
            _say_otherwise(row, row.wish, by=by, at=at)
    rows = list(decision.wishes.select_related("wish"))
    _tell_new([row for row in rows if row.wish is None], decision, by=by, at=at)
    for row in rows:
        dropped_at = None if row.place else row.dropped_at or at
        if row.dropped_at != dropped_at:
            row.dropped_at = dropped_at
            row.save()


def _say_otherwise(row: DecisionWish, wish: Wish, *, by: Actor, at: datetime) -> None:
    if row.can_be_reworded:
        reword_wish(wish, row.text, by=by, at=at)
        return
    DecisionWish.objects.create(decision=row.decision, place=row.place, text=row.text)
    _take_out(row)


def _tell_new(rows: Sequence[DecisionWish], decision: Decision, *, by: Actor, at: datetime) -> None:
    item = decision.item
    day = item.meeting.held_on
    if not (rows and item.case and day):
        return
    council = item.meeting.council
    texts = [row.text for row in rows]
    noted = tell_wishes(item.case, wanted_by=council, on=day, wishes=texts, by=by, at=at)
    for row, wish in zip(rows, noted, strict=True):
        row.wish = wish
        row.save()
