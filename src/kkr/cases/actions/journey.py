"""What happens to a case between its papers: it is asked for, delivered, sent back, and answered."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.cases.actions.recording import let_pass, locked, recorded
from kkr.cases.models import Answer, Case, Commission, PaperVersion, Wish
from kkr.cases.publication import asked_piece, wish_piece
from kkr.common.text import one_line
from kkr.council.models import Body
from kkr.ledger.actors import Actor, require


@transaction.atomic
def commission(
    case: Case,
    *,
    asked_by: Body,
    asked_of: Body,
    what: str,
    asked_on: date | None = None,
    due_on: date | None = None,
    override: str = "",
    by: Actor,
    at: datetime,
) -> Commission:
    """Note that a body asked another for something; without `asked_on` the day is not known. Twice is once.

    Refuses an actor without `cases.edit_case` on the case, and a body that asks itself; raises Guarded
    where the case is public, a guard finds something and `override` gives no reason.
    """
    require(by, "cases.edit_case", case)
    case = locked(case)
    if asked_by == asked_of:
        raise ValidationError({"asked_of": _("Choose another body than the one that asks.")})
    days = {"asked_on": asked_on, "due_on": due_on}
    asked = {"asked_by": asked_by, "asked_of": asked_of, "what": one_line(what), **days}
    if known := Commission.objects.filter(case=case, **asked).first():
        return known
    made = Commission(case=case, **asked)
    made.full_clean()
    passed = let_pass(case, [asked_piece(made.what)], override)
    made.save(force_insert=True)
    said = {"what": made.what, "asked_of": asked_of.slug}
    recorded("commissioned", case, by=by, at=at, said=said, passed=passed)
    return made


@transaction.atomic
def deliver(made: Commission, *, on: date, by: Actor, at: datetime) -> Commission:
    """Note the day on which what was asked for came; the same again leaves no trace.

    Refuses an actor without `cases.edit_case` on the case, and a day before it was asked for.
    """
    require(by, "cases.edit_case", made.case)
    case = locked(made.case)
    made = Commission.objects.get(pk=made.pk)
    if made.delivered_on == on:
        return made
    if made.asked_on and on < made.asked_on:
        raise ValidationError({"on": _("It cannot have come before it was asked for.")})
    made.delivered_on = on
    made.save()
    recorded("delivered", case, by=by, at=at, said={"on": on})
    return made


@transaction.atomic
def send_back(
    case: Case,
    *,
    wanted_by: Body,
    on: date,
    wishes: Iterable[str],
    is_held_back: bool = False,
    override: str = "",
    by: Actor,
    at: datetime,
) -> list[Wish]:
    """Note what a body wanted changed when it sent the case back, each wish for itself; the same is noted once.

    With `is_held_back` nobody reads them but those who write the case, until `release_wishes`: the
    minutes may not be out, or the item was closed. Refuses an actor without `cases.edit_case` on the
    case, and no wish; raises Guarded where the case is public, a guard finds something and `override`
    gives no reason.
    """
    require(by, "cases.edit_case", case)
    case = locked(case)
    texts = [text for text in map(one_line, wishes) if text]
    if not texts:
        raise ValidationError({"wishes": _("Write each wish on a line of its own.")})
    when = {"case": case, "wanted_by": wanted_by, "wanted_on": on}
    known = {wish.text: wish for wish in Wish.objects.filter(**when, text__in=texts)}
    released = None if is_held_back else at
    made = {
        text: Wish(**when, text=text, released_at=released) for text in texts if text not in known
    }
    passed = {} if is_held_back else let_pass(case, map(wish_piece, made), override)
    for wish in made.values():
        wish.full_clean()
        wish.save(force_insert=True)
    if made:
        said = {} if is_held_back else {"wishes": list(made)}
        recorded("sent_back", case, by=by, at=at, said=said, passed=passed)
    noted = known | made
    return [noted[text] for text in dict.fromkeys(texts)]


@transaction.atomic
def tell_wishes(
    case: Case, *, wanted_by: Body, on: date, wishes: Iterable[str], by: Actor, at: datetime
) -> list[Wish]:
    """Note the wishes that a decision sets, when its minutes come out; what is noted already is released.

    A part of publishing them, where the guards looked at every word. Refuses an actor without
    `cases.edit_case` on the case.
    """
    noted = send_back(
        case, wanted_by=wanted_by, on=on, wishes=wishes, is_held_back=True, by=by, at=at
    )
    waiting = [wish for wish in noted if wish.released_at is None]
    for wish in waiting:
        wish.released_at = at
        wish.save()
    return noted


@transaction.atomic
def reword_wish(wish: Wish, text: str, *, by: Actor, at: datetime) -> Wish:
    """Say a wish as the corrected minutes say it; the same leaves no trace.

    A part of publishing them, as `tell_wishes`. Refuses an actor without `cases.edit_case` on the case,
    and a wish that is answered: the answer was given to what it says.
    """
    require(by, "cases.edit_case", wish.case)
    case = locked(wish.case)
    wish = Wish.objects.get(pk=wish.pk)
    if wish.text == one_line(text):
        return wish
    if wish.answer != Answer.OPEN:
        raise ValidationError(_("The wish is answered. Set another wish beside it."))
    wish.text = one_line(text)
    wish.full_clean()
    wish.save()
    recorded("wish_reworded", case, by=by, at=at)
    return wish


@transaction.atomic
def release_wishes(case: Case, *, override: str = "", by: Actor, at: datetime) -> list[Wish]:
    """Let readers of the case read the wishes that were held back; none leaves no trace.

    Refuses an actor without `cases.edit_case` on the case; raises Guarded where the case is public, a
    guard finds something and `override` gives no reason.
    """
    require(by, "cases.edit_case", case)
    case = locked(case)
    waiting = list(Wish.objects.filter(case=case).held_back())
    if not waiting:
        return []
    pieces = [wish_piece(f"{each.text}\n{each.why}") for each in waiting]
    passed = let_pass(case, pieces, override)
    for wish in waiting:
        wish.released_at = at
        wish.save()
    said = {"wishes": [each.text for each in waiting]}
    recorded("wishes_released", case, by=by, at=at, said=said, passed=passed)
    return waiting


@transaction.atomic
def answer_wish(
    wish: Wish,
    *,
    answer: Answer,
    why: str,
    version: PaperVersion,
    override: str = "",
    by: Actor,
    at: datetime,
) -> Wish:
    """Say whether a version meets a wish, partly or not, and why; said again, it is changed.

    Refuses an actor without `cases.write_paper` on the case, or where the version is released without
    `cases.edit_case`; a version of another case or from before the wish, and no reason. Raises
    Guarded where the case is public, a guard finds something and `override` gives no reason.
    """
    require(by, "cases.write_paper", wish.case)
    case = locked(wish.case)
    wish = Wish.objects.select_related("answered_in").get(pk=wish.pk)
    if any(each and each.released_at for each in (version, wish.answered_in)):
        require(by, "cases.edit_case", case)
    if answer == Answer.OPEN:
        raise ValidationError({"answer": _("Say whether it is met, partly or not.")})
    if version.paper.case_id != case.pk or version.dated_on < wish.wanted_on:
        raise ValidationError({"version": _("Choose a later version of a paper of this case.")})
    if not one_line(why):
        raise ValidationError({"why": _("Say how it was met, or why not.")})
    answered = (answer, one_line(why), version)
    if (wish.answer, wish.why, wish.answered_in) == answered:
        return wish
    wish.answer, wish.why, wish.answered_in = answered
    wish.full_clean()
    passed = let_pass(case, [wish_piece(wish.why)], override)
    wish.save()
    said = {"wish": wish.text, "answer": answer, "why": wish.why} if version.released_at else None
    recorded("wish_answered", case, by=by, at=at, said=said, passed=passed)
    return wish
