from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kkr.accounts.holdings import Erasure, Holding, Row, holdings
from kkr.accounts.models import User
from kkr.council.desk import DeskEntry, desk_entries
from kkr.documents.gates import Gate, gates
from kkr.documents.guarding import guards
from kkr.documents.models import DocumentVersion
from kkr.ledger.actors import System
from kkr.ledger.listeners import listeners, tick_jobs
from kkr.ledger.models import Entry
from kkr.news.actions import discard_overtaken, forget_drafts_of
from kkr.news.models import NewsItem, PrivateDraft
from kkr.news.presentation import sender
from kkr.news.publication import GUARDS
from kkr.news.tasks import draft_from_answers, draft_from_minutes, forget_unsaved, publish_due
from kkr.recommendations.models import OutcomeKind, Recommendation


def published_versions() -> QuerySet[DocumentVersion]:
    """What published items say now; what they said before is not for everybody."""
    items = NewsItem.objects.public().values("document_id")
    return DocumentVersion.objects.filter(document__in=items).newest()


def readable_versions(viewer: Any) -> QuerySet[DocumentVersion]:
    """The same, and every version of what the viewer works on."""
    items = NewsItem.objects.worked_on_by(viewer).values("document_id")
    return published_versions() | DocumentVersion.objects.filter(document__in=items)


gates.register(Gate(public=published_versions, visible_to=readable_versions))
for guard in GUARDS:
    guards.register(guard)
tick_jobs.register(publish_due)
tick_jobs.register(draft_from_minutes)
tick_jobs.register(draft_from_answers)
tick_jobs.register(forget_unsaved)


OVERTAKES = {f"recommendations.{kind}" for kind in OutcomeKind}


@listeners.register
def look_to_drafts(entry: Entry) -> None:
    """Throw away what was drafted of an outcome that another has overtaken, or that is withdrawn."""
    if entry.verb in OVERTAKES:
        rows = Recommendation.objects.filter(pk=int(entry.subject_id))
    elif entry.verb == "rounds.withdrawn":
        rows = Recommendation.objects.filter(round_id=int(entry.subject_id))
    else:
        return
    for each in rows:
        discard_overtaken(each, by=System("count"), at=entry.at)


def unsaved_words(user: User) -> Iterator[Row]:
    """What somebody is writing and has not saved."""
    for draft in PrivateDraft.objects.filter(user=user).select_related("council"):
        yield {"sender": sender(draft), "saved_at": draft.saved_at, "words": draft.fields}


def written_versions(user: User) -> Iterator[Row]:
    """That they wrote a version; what it says belongs to the council."""
    written = DocumentVersion.objects.filter(
        author=user.actor_key, document__news_item__isnull=False
    )
    for version in written.select_related("document__news_item").order_by("at", "pk"):
        item = version.document.news_item
        yield {"item": str(item.public_id), "number": version.number, "at": version.at}


def erase_unsaved(user: User, _erasure: Erasure) -> None:
    forget_drafts_of(user)


holdings.register(
    Holding(
        key="unsaved",
        title=_("Words not saved"),
        models=("news.PrivateDraft",),
        columns={"sender": _("For"), "saved_at": _("When"), "words": _("Words")},
        rows=unsaved_words,
        erase=erase_unsaved,
        erased=_("All of it."),
    )
)
holdings.register(
    Holding(
        key="versions",
        title=_("Texts written"),
        columns={"item": _("News item"), "number": _("Version"), "at": _("When")},
        rows=written_versions,
        kept=_(
            "What was written for a council, and when, by the account without a name "
            "(GDPR art. 17(3)(a), (b) and (d); public bodies also by the archives act)."
        ),
    )
)


@desk_entries.register
def unfinished_news(viewer: Any, now: datetime) -> Iterator[DeskEntry]:
    """What is drafted or scheduled and the viewer's to finish, and what is out and does not hold any more."""
    for item in NewsItem.objects.kept_by(viewer).to_finish().select_related("council"):
        if item.is_public:
            yield DeskEntry(
                kind="news.overtaken",
                subject=item,
                title=item.title,
                sender=sender(item),
                since=item.published_at or now,
            )
            continue
        yield DeskEntry(
            kind="news.held" if item.is_held else f"news.{item.state}",
            subject=item,
            title=item.title,
            sender=sender(item),
            since=item.drafted_at,
            deadline=item.publish_at,
            by_itself=item.is_ahead_at(now) and not item.is_held,
        )


@desk_entries.register
def begun_news(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """What the viewer began to write and has never saved."""
    for draft in PrivateDraft.objects.begun_by(viewer).select_related("council"):
        yield DeskEntry(
            kind="news.begun",
            subject=draft,
            title=str(draft),
            sender=sender(draft),
            since=draft.saved_at,
        )
