"""Who may read which texts and files, what waits on a desk, what opens by itself, what is held of somebody."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kkr.accounts.holdings import Erasure, Holding, Row, holdings
from kkr.accounts.models import User
from kkr.cases.gates import WishGate, wish_gates
from kkr.cases.models import Case
from kkr.council.desk import DeskEntry, desk_entries
from kkr.council.models import RoleGrant
from kkr.council.models.roles import day_of
from kkr.documents.gates import FileGate, Gate, file_gates, gates
from kkr.documents.guarding import guards
from kkr.documents.models import DocumentVersion, File
from kkr.ledger.listeners import tick_jobs
from kkr.meetings import hearings, journey, presentation  # noqa: F401 -- register on import
from kkr.meetings.actions import forget_reading_of
from kkr.meetings.closed_words import GUARD
from kkr.meetings.models import (
    AgendaItem,
    Attachment,
    Attendance,
    Decision,
    DecisionWish,
    Edition,
    EditionContent,
    EditionDecision,
    EditionKind,
    FollowUp,
    Meeting,
    MeetingKind,
    Note,
    Procedure,
    Reading,
    State,
    UnsavedDecision,
)
from kkr.meetings.models.decisions import DecisionQuerySet
from kkr.meetings.models.who import councils_read_by, councils_written_by
from kkr.meetings.publication import GUARDS
from kkr.meetings.registries import Happened, Starter, marked, since_last, starters
from kkr.meetings.tasks import forget_old_words, open_due

AHEAD = timedelta(days=60)
BEHIND = timedelta(days=60)


def public_versions() -> Any:
    return _versions(EditionContent.objects.public(), EditionDecision.objects.public())


def versions_for(viewer: Any) -> Any:
    """What was sent out to the viewer, the papers it was about too, and all versions of what they write."""
    contents = EditionContent.objects.visible_to(viewer)
    own = AgendaItem.objects.written_by(viewer)
    decided = Decision.objects.filter(item__in=own.values("pk")).values("document")
    written = Q(document__in=own.values("document")) | Q(document__in=decided)
    written |= Q(paper_version__in=AgendaItem.objects.sent_to(viewer).values("paper"))
    return _versions(contents, EditionDecision.objects.visible_to(viewer)) | (
        DocumentVersion.objects.filter(written)
    )


def _versions(contents: Any, decisions: Any) -> Any:
    told = Q(pk__in=contents.values("body")) | Q(pk__in=decisions.values("version"))
    return DocumentVersion.objects.filter(told)


def _files(attachments: Any) -> Any:
    return File.objects.filter(pk__in=attachments.values("file"))


gates.register(Gate(public=public_versions, visible_to=versions_for))
file_gates.register(
    FileGate(
        public=lambda: _files(Attachment.objects.public()),
        visible_to=lambda viewer: _files(Attachment.objects.visible_to(viewer)),
        kept=lambda: _files(Attachment.objects.all()),
    )
)
tick_jobs.register(open_due)
for guard in (*GUARDS, GUARD):
    guards.register(guard)
tick_jobs.register(forget_old_words)


@since_last.register
def written_procedures(meeting: Meeting, since: date, until: date) -> Iterator[Happened]:
    """What was decided in writing since then."""
    rows = AgendaItem.objects.open_to_all().standing()
    decided = rows.filter(
        meeting__council=meeting.council,
        meeting__kind=MeetingKind.WRITTEN,
        meeting__editions__kind=EditionKind.MINUTES,
        meeting__held_on__gte=since,
        meeting__held_on__lte=until,
    )
    for item in decided.select_related("meeting__council").distinct():
        text = _("Decided in writing: %(title)s") % {"title": item.title}
        text = marked(text, item.illustrative or item.meeting.illustrative)
        yield Happened(item.meeting.held_on or until, text, item.path)


@since_last.register
def done_after_decisions(meeting: Meeting, since: date, until: date) -> Iterator[Happened]:
    """What was done since then after decisions of the council, and what should have been and is not."""
    rows = FollowUp.objects.public().filter(decision__item__meeting__council=meeting.council)
    for each in rows.select_related("body", "decision__item__meeting__council"):
        facts = {"what": each.what, "body": each.body.name, "outcome": each.outcome}
        made_up = each.decision.illustrative
        if each.done_on and since <= each.done_on <= until:
            text = _("Done by %(body)s: %(what)s %(outcome)s") % facts
            yield Happened(each.done_on, marked(text.strip(), made_up), each.decision.item.path)
        elif each.is_overdue_on(until):
            text = _("Not done yet by %(body)s: %(what)s") % facts
            yield Happened(each.due_on, marked(text, made_up), each.decision.item.path)


@desk_entries.register
def meetings_to_prepare(viewer: Any, now: datetime) -> Iterator[DeskEntry]:
    """To a secretary the meetings of the next two months and those without minutes, by what is due next."""
    own = Meeting.objects.written_by(viewer).standing().dated()
    open_ = own.filter(held_on__lte=day_of(now) + AHEAD).exclude(editions__kind=EditionKind.MINUTES)
    for meeting in open_.select_related("council__procedure").order_by("held_on"):
        agreed = getattr(meeting.council, "procedure", None) or Procedure(council=meeting.council)
        yield DeskEntry(
            kind=f"meetings.{'prepare' if meeting.state == State.PLANNED else 'minute'}",
            subject=meeting,
            title=_called(meeting),
            sender=meeting.get_kind_display(),
            since=meeting.changed_at,
            deadline=_deadline(meeting, agreed),
        )


def _called(meeting: Meeting) -> str:
    """As in "KKR Hovedstaden, 6. februar 2017"; another kind than the usual is said, for a day may have both."""
    called = f"{meeting.council.name}, {date_format(meeting.held_on or date.min)}"
    is_usual = meeting.kind == MeetingKind.ORDINARY
    return called if is_usual else f"{called}: {meeting.get_kind_display()}"


def _deadline(meeting: Meeting, agreed: Procedure) -> datetime:
    day = meeting.held_on or date.min
    if meeting.state == State.PLANNED:
        day = agreed.agenda_by(meeting.kind, day)
    else:
        day += timedelta(days=agreed.minutes_days)
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


@desk_entries.register
def papers_to_read(viewer: Any, now: datetime) -> Iterator[DeskEntry]:
    """To those who act in a council what they have not read as it is now: the agenda of a coming meeting, and
    the minutes of one of the last two months; minutes not to those who write them."""
    if not (viewer.is_authenticated and viewer.is_active):
        return
    coming = Q(
        kind=EditionKind.AGENDA, meeting__held_on__gte=day_of(now), meeting__state=State.CALLED
    )
    minuted = Q(kind=EditionKind.MINUTES, meeting__held_on__gte=day_of(now) - BEHIND)
    minuted &= ~Q(meeting__council__in=councils_written_by(viewer).values("pk"))
    out = Edition.objects.telling().filter(
        coming | minuted, meeting__council__in=councils_read_by(viewer).values("pk")
    )
    unread = out.exclude(pk__in=Reading.objects.visible_to(viewer).values("edition"))
    for each in unread.select_related("meeting__council"):
        yield _minutes_out(each) if each.kind == EditionKind.MINUTES else _agenda_out(each)


def _agenda_out(edition: Edition) -> DeskEntry:
    return DeskEntry(
        kind="meetings.read",
        subject=edition.meeting,
        title=_called(edition.meeting),
        sender=edition.meeting.get_kind_display(),
        since=edition.published_at,
        deadline=edition.meeting.begins,
    )


def _minutes_out(edition: Edition) -> DeskEntry:
    """It says which edition came out, and when; nothing must be done by a day."""
    day = date_format(timezone.localdate(edition.published_at))
    facts = {"number": edition.number, "day": day}
    return DeskEntry(
        kind="meetings.read_minutes",
        subject=edition.meeting,
        title=_called(edition.meeting),
        sender=_("edition %(number)s of %(day)s") % facts,
        since=edition.published_at,
    )


def wishes_shut_to(viewer: Any) -> Any:
    """The wishes of decisions that no decision tells the viewer: their items are closed, or corrected minutes
    leave them out."""
    items = AgendaItem.objects
    open_ = items.open_to_all() if viewer is None else items.readable_by(viewer)
    telling = DecisionWish.objects.filter(dropped_at=None, decision__item__in=open_.values("pk"))
    rows = DecisionWish.objects.exclude(wish=None)
    return rows.filter(~Exists(telling.filter(wish=OuterRef("wish")))).values("wish")


def wishes_of_decisions() -> Any:
    return DecisionWish.objects.exclude(wish=None).values("wish")


wish_gates.register(WishGate(shut_to=wishes_shut_to, told=wishes_of_decisions))


def with_wishes_to_answer(decisions: DecisionQuerySet, viewer: Any) -> Any:
    """Those whose wishes the viewer may write answers to: the minutes are out, and a wish is open."""
    open_ = DecisionWish.objects.filter(wish__answer="", dropped_at=None)
    own = decisions.filter(item__case__in=Case.objects.at_desk_of(viewer).values("pk"))
    return own.filter(pk__in=open_.values("decision"))


ANSWER = gettext_lazy("Answer the wishes in the case")
starters.register(Starter("meetings.answer_wishes", ANSWER, with_wishes_to_answer))


@desk_entries.register
def follow_ups(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """What is to be done after decisions, to those who can say that it is."""
    rows = FollowUp.objects.finished_by(viewer).undone()
    for each in rows.select_related("body", "decision__item__meeting__council"):
        due = timezone.make_aware(datetime.combine(each.due_on, datetime.min.time()))
        yield DeskEntry(
            kind="meetings.follow_up",
            subject=each,
            title=each.what,
            sender=each.body.name,
            since=each.decision.published_at or due,
            deadline=due,
        )


def own_notes(user: User) -> Iterator[Row]:
    """What somebody noted under items or has not saved of decisions, and how far they read."""
    for note in Note.objects.filter(user=user).select_related("item"):
        yield {"item": str(note.item.public_id), "text": note.text, "at": note.saved_at}
    for draft in UnsavedDecision.objects.filter(user=user).select_related("item"):
        said = "\n".join(words.get("text", "") for words in draft.words.values())
        yield {"item": str(draft.item.public_id), "text": said, "at": draft.saved_at}
    for each in Reading.objects.filter(user=user).select_related("edition__meeting"):
        yield {"item": each.edition.path, "text": "", "at": each.read_at}


def erase_notes(user: User, _erasure: Erasure) -> None:
    forget_reading_of(user)


holdings.register(
    Holding(
        key="notes",
        title=gettext_lazy("Own notes, and what was read"),
        models=("meetings.Note", "meetings.Reading", "meetings.UnsavedDecision"),
        columns={
            "item": gettext_lazy("Where"),
            "text": gettext_lazy("Note"),
            "at": gettext_lazy("When"),
        },
        rows=own_notes,
        erase=erase_notes,
        erased=gettext_lazy("All of it."),
    )
)


def attendance(user: User) -> Iterator[Row]:
    """Which meetings the people were at whose seats the user's roles follow from."""
    people = RoleGrant.objects.filter(user=user).exclude(membership=None)
    rows = Attendance.objects.filter(person__in=people.values("membership__person"))
    for each in rows.select_related("meeting__council", "municipality").order_by("pk"):
        yield {
            "meeting": each.meeting.path,
            "standing": each.get_standing_display(),
            "municipality": each.municipality.name if each.municipality else "",
        }


holdings.register(
    Holding(
        key="attendance",
        title=gettext_lazy("At meetings"),
        models=(
            "meetings.Attendance",
            "meetings.Exclusion",
            "meetings.HearingExclusion",
            "meetings.Meeting",
        ),
        columns={
            "meeting": gettext_lazy("Meeting"),
            "standing": gettext_lazy("Attendance"),
            "municipality": gettext_lazy("Municipality"),
        },
        rows=attendance,
        kept=gettext_lazy(
            "Who was at a meeting, who opened it and who took no part in an item: minutes are public, and "
            "kept for good (GDPR art. 17(3)(a), (b) and (d))."
        ),
    )
)
