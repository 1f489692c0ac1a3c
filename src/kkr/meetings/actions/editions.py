"""What is published: an agenda or minutes, once, and then as a newer edition that says what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.common.text import one_line
from kkr.documents.guarding import Looked, Piece, look_at, pass_guards, seen_of
from kkr.ledger.actors import Actor, require
from kkr.meetings.actions.minutes import Undecided, without_decision
from kkr.meetings.actions.recording import as_said, locked, recorded
from kkr.meetings.actions.wishes import hold_cases_of, tell_wishes_of
from kkr.meetings.composing import Composed, Decided, Line, compose, said_by
from kkr.meetings.differences import corrected
from kkr.meetings.models import (
    AgendaItem,
    Attachment,
    Correction,
    Decision,
    Edition,
    EditionContent,
    EditionDecision,
    EditionItem,
    EditionKind,
    Meeting,
    State,
    WrongState,
)
from kkr.meetings.publication import correction_piece, publication_of, reason_piece


@dataclass(frozen=True)
class Corrected:
    """What a later edition of minutes corrects: in which item or above them all, what, why, by which meeting."""

    item: AgendaItem | None
    what: str
    why: str
    decided_in: Meeting | None = None


def publish_agenda(
    meeting: Meeting,
    *,
    why: str = "",
    override: str = "",
    looked_at: str = "",
    by: Actor,
    at: datetime,
) -> Edition:
    """Send the agenda out and put it before the public: items get their numbers for good.

    Published again it is a new edition if anything changed, and needs `why`; else the last one is given
    back. Raises Guarded where the guards find something and `override` gives no reason. Refuses an actor
    without `meetings.publish_agenda` on the meeting, one that is cancelled or has minutes, an agenda
    without items, and one that says something else than what was looked at, where `looked_at` is the mark of that.
    """
    require(by, "meetings.publish_agenda", meeting)
    looked = _looked_at(meeting, EditionKind.AGENDA, why=why)
    with transaction.atomic():
        meeting = locked(meeting)
        is_minuted = meeting.editions.filter(kind=EditionKind.MINUTES).exists()
        if meeting.state == State.CANCELLED or is_minuted:
            raise WrongState(meeting)
        if _is_other(meeting, EditionKind.AGENDA, looked_at):
            raise ValidationError(
                _("A colleague changed the agenda since you looked. This is it now.")
            )
        edition, is_new = _published(
            meeting, EditionKind.AGENDA, looked, why=why, override=override, by=by, at=at
        )
        if is_new and meeting.state == State.PLANNED:
            meeting.step(State.CALLED)
            meeting.announced_at = meeting.announced_at or at
            meeting.changed_at = at
            meeting.save()
        return edition


def publish_minutes(
    meeting: Meeting,
    *,
    corrections: Sequence[Corrected] = (),
    undecided: str = "",
    override: str = "",
    looked_at: str = "",
    by: Actor,
    at: datetime,
) -> Edition:
    """Publish the minutes; again it is a corrected edition, and says what was corrected and why.

    The same again gives the last one back. Minutes of another meeting that were approved here are from
    then on approved. Refuses an actor without `meetings.publish_minutes` on the meeting, one that was
    not held, a change without a correction, and minutes that say something else than what was looked at,
    where `looked_at` is the mark of that. Raises Undecided for items without a decision unless `undecided`
    says why, and Guarded where the guards find something and `override` gives no reason.
    """
    require(by, "meetings.publish_minutes", meeting)
    looked = _looked_at(meeting, EditionKind.MINUTES, undecided, corrections=corrections)
    with transaction.atomic():
        meeting = locked(meeting)
        approved = _approved_here(meeting)
        hold_cases_of(meeting)
        if meeting.state != State.HELD:
            raise WrongState(meeting)
        if _is_other(meeting, EditionKind.MINUTES, looked_at):
            raise ValidationError(
                _("A colleague changed the minutes since you looked. Look at them as they are now.")
            )
        missing = without_decision(meeting)
        if missing and not one_line(undecided):
            raise Undecided(missing)
        edition, is_new = _published(
            meeting,
            EditionKind.MINUTES,
            looked,
            corrections=corrections,
            undecided=undecided,
            override=override,
            by=by,
            at=at,
        )
        if is_new:
            for before in approved:
                _approve(before, meeting, by=by, at=at)
        return edition


def _is_other(meeting: Meeting, kind: EditionKind, looked_at: str) -> bool:
    """Whether it says something else now than what was looked at, if anything was."""
    return bool(looked_at) and looked_at != compose(meeting, kind).mark


def _looked_at(
    meeting: Meeting,
    kind: EditionKind,
    undecided: str = "",
    *,
    why: str = "",
    corrections: Sequence[Corrected] = (),
) -> Looked:
    """What the guards find in it as it stands before anything is locked; files take long to read."""
    now = Meeting.objects.select_related("council", "opened_by").get(pk=meeting.pk)
    last = now.editions.filter(kind=kind).newest_first().first()
    beneath = _beneath(last, why, corrections)
    return look_at(publication_of(now, _composed(now, kind, undecided), beneath))


def _beneath(last: Edition | None, why: str, corrections: Sequence[Corrected]) -> list[Piece]:
    """What a later edition says of itself to everybody; corrections in a closed item are read where it is."""
    if last is None:
        return []
    open_ = [each for each in corrections if each.item is None or _is_open(each.item)]
    return [
        reason_piece(one_line(why)),
        *(correction_piece(one_line(each.what), one_line(each.why)) for each in open_),
    ]


def _is_open(item: AgendaItem) -> bool:
    """Whether everybody reads the item as it stands now."""
    return AgendaItem.objects.get(pk=item.pk).is_open


def _composed(meeting: Meeting, kind: EditionKind, undecided: str) -> Composed:
    composed = compose(meeting, kind)
    if undecided:
        composed.head["undecided"] = one_line(undecided)
    return composed


def _approved_here(meeting: Meeting) -> list[Meeting]:
    """The meetings whose minutes were approved at this one, each held from now on as `locked` does.

    They are held before anything is written, the newest first: who changes one of them meanwhile is waited
    for, and loses nothing.
    """
    decided = meeting.items.standing().filter(
        kind="approval_of_minutes", decisions__kind="approved", about__approved_in=None
    )
    rows = Meeting.objects.filter(pk__in=decided.values("about")).newest_first()
    return [locked(each) for each in rows]


def _approve(before: Meeting, meeting: Meeting, *, by: Actor, at: datetime) -> None:
    if before.approved_in_id is not None:
        return
    before.approved_in = meeting
    before.save()
    said = {"in": meeting.slug}
    recorded("minutes_approved", before, before, by=by, at=at, said=said, public=True)


def _published(
    meeting: Meeting,
    kind: EditionKind,
    looked: Looked,
    *,
    why: str = "",
    corrections: Sequence[Corrected] = (),
    undecided: str = "",
    override: str = "",
    by: Actor,
    at: datetime,
) -> tuple[Edition, bool]:
    """The edition, and whether it is a new one."""
    composed = _composed(meeting, kind, undecided)
    if not composed.lines:
        raise ValidationError(_("Put at least one item on the agenda first."))
    last = meeting.editions.filter(kind=kind).newest_first().first()
    if last and _says_the_same(last, composed):
        return last, False
    why = one_line(why)  # what minutes correct and why is said by each correction, where it is read
    if last and not (why or corrections):
        message = _("Say why there is a new edition; readers will see it.")
        raise ValidationError({"why": message})
    beneath = _beneath(last, why, corrections)
    seen = seen_of(publication_of(meeting, composed, beneath), [looked])
    passed = pass_guards(seen, override)
    edition = Edition(
        meeting=meeting,
        kind=kind,
        number=last.number + 1 if last else 1,
        published_at=at,
        why=why if last else "",
        head=composed.head,
    )
    edition.full_clean()
    edition.save(force_insert=True)
    for each in corrections if last else ():
        _correct(edition, each)
    _keep(edition, composed, by=by, at=at)
    recorded(
        f"{kind}_published",
        edition,
        meeting,
        by=by,
        at=at,
        said={"edition": edition.number, "meeting": meeting.slug},
        passed=as_said(passed),
        why=edition.why,
        public=True,
    )
    return edition, True


def _says_the_same(last: Edition, composed: Composed) -> bool:
    """Whether nothing is new; in minutes what was only opened since is not, for readers see it already."""
    if last.kind == EditionKind.MINUTES:
        order = [row.item_id for row in last.items.order_by("place")]
        is_in_order = order == [line.item.pk for line in composed.lines]
        return is_in_order and last.head == composed.head and not corrected(last, composed)
    return said_by(last) == (composed.head, [line.said for line in composed.lines])


def _correct(edition: Edition, said: Corrected) -> None:
    row = Correction(
        edition=edition,
        item=said.item,
        what=one_line(said.what),
        why=one_line(said.why),
        decided_in=said.decided_in,
    )
    row.full_clean()
    row.save(force_insert=True)


def _keep(edition: Edition, composed: Composed, *, by: Actor, at: datetime) -> None:
    for place, line in enumerate(composed.lines, start=1):
        _number(line, at=at)
        row = EditionItem.objects.create(
            edition=edition,
            item=line.item,
            place=place,
            section=line.item.section,
            number=line.number,
            heading=line.heading,
            is_closed=line.is_closed,
            withdrawn_why=line.item.withdrawn_why,
        )
        content = EditionContent.objects.create(row=row, facts=line.facts, body=line.body)
        content.attachments.set(line.attachments)
        files = Attachment.objects.filter(pk__in=[each.pk for each in line.attachments])
        files.filter(published_at=None).update(published_at=at)
        for order, decided in enumerate(line.decisions, start=1):
            _keep_decision(content, decided, order, by=by, at=at)


def _number(line: Line, *, at: datetime) -> None:
    if line.item.published_at is None:
        line.item.number, line.item.published_at = line.number, at
        line.item.save()


def _keep_decision(
    content: EditionContent, decided: Decided, place: int, *, by: Actor, at: datetime
) -> None:
    EditionDecision.objects.create(
        content=content,
        decision=decided.decision,
        version=decided.version,
        kind=decided.kind,
        dissent=decided.dissent,
        wishes=list(decided.wishes),
        place=place,
    )
    tell_wishes_of(decided.decision, at=at, by=by)
    Decision.objects.filter(pk=decided.decision.pk, published_at=None).update(published_at=at)
