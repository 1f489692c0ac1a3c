"""What can be done with common lines. Each refuses an actor without the permission its first line names."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.common.locks import hold
from kkr.common.text import one_line
from kkr.council.actions import refuse_other_words
from kkr.council.models import Council
from kkr.documents.actions import create_document
from kkr.documents.addresses import last_part
from kkr.documents.cpr import without_numbers_in
from kkr.documents.guarding import Looked, look_at, pass_guards, seen_of
from kkr.documents.richtext import sanitise
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.lines.models import ESTABLISHING, CommonLine
from kkr.lines.publication import publication_with
from kkr.meetings.models import Decision, EditionDecision, Meeting


def establish_line(
    decision: Decision,
    *,
    title: str,
    html: str,
    in_force_from: date,
    replaces: CommonLine | None = None,
    illustrative: str = "",
    override: str = "",
    public_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> CommonLine:
    """Enter what a decision made a common line, in place of `replaces` from its first day, if that is given.

    It is as closed as the decision. Whoever chooses the `public_id` may ask twice: the second time gives the
    first line back, or refuses where it says something else. Refuses an actor without
    `lines.establish_line` on the council, a decision that is in no published minutes or neither approves
    nor recommends, a line without words, and what `replace_line` refuses; raises Guarded where everybody
    reads it, a guard finds something and `override` gives no reason.
    """
    council = decision.item.meeting.council
    require(by, "lines.establish_line", council)
    words = {"title": one_line(title), "html": html, "illustrative": one_line(illustrative)}
    looked = _looked_at(decision, words)
    with transaction.atomic():
        hold(f"lines.{council.pk}")
        public_id = public_id or uuid4()
        if known := CommonLine.objects.of_council(council).filter(public_id=public_id).first():
            said = {**words, "html": sanitise(html), "in_force_from": in_force_from}
            refuse_other_words(known, decision=decision, **said)
            return known
        decision = _fit(decision)
        _refuse_before(decision, in_force_from)
        passed = _let_pass(decision, words, looked, override)
        line = _entered(decision, words, in_force_from, public_id, passed, by=by, at=at)
        if replaces:
            replace_line(replaces, successor=line, on=in_force_from, by=by, at=at)
        return line


def _refuse_before(decision: Decision, day: date) -> None:
    """Refuse a line that is in force before it is decided."""
    decided = decision.item.meeting.held_on
    if decided and day < decided:
        message = _("It was decided on %(day)s, and is in force from that day at the earliest.")
        raise ValidationError({"in_force_from": message % {"day": date_format(decided)}})


def _fit(decision: Decision) -> Decision:
    """The decision as it stands now, with its meeting held lest the item is opened meanwhile; or a refusal."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=decision.item.meeting_id)
    found = Decision.objects.select_related("item__meeting__council").get(pk=decision.pk)
    _refuse_unless_published(found)
    if EditionDecision.objects.kind_told_of(found) not in ESTABLISHING:
        message = _("Only what the council approved or recommended can become a common line.")
        raise ValidationError({"decision": message})
    return found


def _looked_at(decision: Decision, words: dict[str, str]) -> list[Looked]:
    """What the guards find before anything is held; files take long to read."""
    return [look_at(publication_with(decision, **words))] if decision.is_public else []


def _let_pass(
    decision: Decision, words: dict[str, str], looked: list[Looked], override: str
) -> dict[str, Any]:
    """What the guards say of a line that becomes public as it is entered; nothing where it is closed."""
    if not decision.is_public:
        return {}
    return pass_guards(seen_of(publication_with(decision, **words), looked), override)


def _entered(
    decision: Decision,
    words: dict[str, str],
    in_force_from: date,
    public_id: UUID,
    passed: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> CommonLine:
    line = CommonLine(
        public_id=public_id,
        council=decision.item.meeting.council,
        title=words["title"],
        decision=decision,
        in_force_from=in_force_from,
        illustrative=words["illustrative"],
        document=create_document(words["html"], by=by, at=at),
    )
    if not line.document.latest.text.strip():
        raise ValidationError({"html": _("Write what the municipalities stand for.")})
    line.slug = _free_slug(line.council, line.title)
    line.full_clean()
    line.save(force_insert=True)
    said = {"title": line.title, "path": line.path, "from": line.in_force_from}
    _recorded("established", line, by=by, at=at, passed=passed, **said)
    return line


@transaction.atomic
def replace_line(
    line: CommonLine, *, successor: CommonLine, on: date, by: Actor, at: datetime
) -> CommonLine:
    """Let another line stand in place of this one from a day; the same again leaves no trace.

    Refuses an actor without `lines.end_line` on the council, another council's line, a line that has
    ended, and a closed one in place of one that everybody reads.
    """
    require(by, "lines.end_line", line.council)
    line = _locked(line)
    if (line.replaced_by, line.ends_on) == (successor, on):
        return line
    if successor.council_id != line.council_id or successor == line:
        raise ValidationError({"replaces": _("Choose another line of the same council.")})
    _refuse_closed_end(line, successor.decision, field="replaces")
    line.replaced_by = successor
    return _ended("replaced", line, on, by=by, at=at, successor=successor.path)


@transaction.atomic
def end_line(
    line: CommonLine, *, decision: Decision, on: date, by: Actor, at: datetime
) -> CommonLine:
    """End a line by a decision, with nothing in its place from a day; the same again leaves no trace.

    Refuses an actor without `lines.end_line` on the council, another council's decision, one in no
    published minutes, a line that has ended, and a closed decision on a line that everybody reads.
    """
    require(by, "lines.end_line", line.council)
    line = _locked(line)
    if (line.ended_by, line.ends_on) == (decision, on):
        return line
    if decision.item.meeting.council_id != line.council_id:
        raise ValidationError({"decision": _("Choose a decision of the same council.")})
    _refuse_unless_published(decision)
    _refuse_closed_end(line, decision, field="decision")
    line.ended_by = decision
    return _ended("ended", line, on, by=by, at=at, meeting=decision.item.meeting.slug)


def _refuse_unless_published(decision: Decision) -> None:
    if decision.published_at is None:
        message = _("The decision stands in no published minutes yet. Publish them first.")
        raise ValidationError({"decision": message})


def _refuse_closed_end(line: CommonLine, decision: Decision, *, field: str) -> None:
    if line.is_public and not decision.is_public:
        message = _(
            "Everybody reads this line, so what ends it must be something everybody may read too."
        )
        raise ValidationError({field: message})


def _locked(line: CommonLine) -> CommonLine:
    """The line as it stands now, held until the act is done."""
    hold(f"lines.{line.council_id}")
    return CommonLine.objects.with_sources().get(pk=line.pk)


def _ended(
    verb: str, line: CommonLine, on: date, *, by: Actor, at: datetime, **said: Any
) -> CommonLine:
    if line.ends_on is not None:
        raise ValidationError({"on": _("The line has ended already, and keeps its day.")})
    line.ends_on = on
    line.full_clean()
    line.save()
    _recorded(verb, line, by=by, at=at, on=on, **said)
    return line


def _recorded(
    verb: str,
    line: CommonLine,
    *,
    by: Actor,
    at: datetime,
    passed: dict[str, Any] | None = None,
    **said: object,
) -> None:
    """An entry about the line; of one that is not public it says no word.

    What the guards found and why it was let pass, `passed`, is said; a personal number that was is not.
    """
    content = {name: str(value) for name, value in said.items()} if line.is_public else {}
    record(
        verb=f"lines.{verb}",
        subject=line,
        by=by,
        at=at,
        content=without_numbers_in(content) | (passed or {}),
        public=line.is_public,
        scopes=line.scopes,
    )


def _free_slug(council: Council, title: str) -> str:
    """The address of a title, numbered from the second line that has it."""
    wanted = last_part(title)
    if not wanted:
        message = _("The title needs a letter or a digit; the address is made of it.")
        raise ValidationError({"title": message})
    rows = CommonLine.objects.of_council(council).filter(slug__startswith=wanted)
    taken = set(rows.values_list("slug", flat=True))
    number = 1
    while (free := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return free
