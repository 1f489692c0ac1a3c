"""An item while it is written: drafted, copied, edited, thrown away."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from django.db import transaction

from kkr.common.locks import hold
from kkr.common.text import one_line
from kkr.council.models import Council
from kkr.documents.actions import create_document, write_version
from kkr.documents.addresses import last_part
from kkr.documents.guarding import (
    Looked,
    counts_of,
    covered,
    has_findings,
    look_at,
    pass_guards,
    prints_of,
    seen_of,
)
from kkr.documents.models import DocumentVersion
from kkr.ledger.actors import Actor, require
from kkr.meetings.models import Decision, Meeting
from kkr.news.actions.recording import (
    hold_back,
    if_public,
    locked,
    recorded,
    refuse_if_moved_on,
    refuse_unless_fit_to_read,
    saved,
)
from kkr.news.actions.unsaved import forget
from kkr.news.models import (
    WORDS,
    NewsItem,
    NewsWording,
    Precision,
    State,
    WrongState,
)
from kkr.news.publication import publication_of, publication_with
from kkr.recommendations.models import Outcome


class Facts(TypedDict, total=False):
    """What stands on an item beside its title and text."""

    teaser: str
    label: str
    subject: str
    press_contact: str
    source_url: str


@transaction.atomic
def draft_news(
    *,
    council: Council | None,
    title: str,
    html: str,
    by: Actor,
    at: datetime,
    slug: str = "",
    public_id: UUID | None = None,
    date_precision: Precision = Precision.DAY,
    source: DocumentVersion | None = None,
    unsaved: int | None = None,
    decision: Decision | None = None,
    meeting: Meeting | None = None,
    outcome: Outcome | None = None,
    **facts: Unpack[Facts],
) -> NewsItem:
    """Begin a news item of a council, or with `council=None` one from KL to all of them.

    The slug comes from the title unless one is given. Whoever chooses the `public_id` may ask
    twice: the second time gives the first item back. With `source` it is begun with that text, and
    if that is closed it cannot be published until somebody has written another; `decision` is what it
    tells of, or `meeting` whose minutes, or `outcome`. `unsaved` is the revision of the writer's unsaved words that
    this saves; without it all are. Refuses an actor without `news.draft_newsitem` for the council.
    """
    require(by, "news.draft_newsitem", council)
    public_id = public_id or uuid4()
    hold(str(public_id))  # who asks at the same time waits, and is given what the first one got
    if known := NewsItem.objects.sent_by(council).filter(public_id=public_id).first():
        return known
    item = NewsItem(
        public_id=public_id,
        council=council,
        title=one_line(title),
        slug=slug or last_part(title),
        date_precision=date_precision,
        drafted_at=at,
        drafted_from=source,
        decision=decision,
        meeting=meeting,
        outcome=outcome,
        **_tidied(facts),
    )
    item.document = create_document(html, by=by, at=at)
    item.full_clean()
    item.save(force_insert=True)
    _keep_wording(item, item.document.latest)
    if source is None:  # a copy is nothing that the writer had begun
        forget(None, council, revision=unsaved, by=by)
    return recorded("drafted", item, by=by, at=at)


def begin_news(
    *,
    council: Council | None,
    public_id: UUID | None,
    title: str,
    html: str,
    based_on: int = 1,
    seen_as: str = "",
    override: str = "",
    unsaved: int | None = None,
    by: Actor,
    at: datetime,
    **facts: Unpack[Facts],
) -> NewsItem:
    """Draft what the form of a new item says; sent again with other words, it is an edit of what it made.

    So nothing is lost where an answer did not come, or somebody went back and wrote on. `based_on` is
    the version the writer had before them, the first where there is no such, `seen_as` as in `edit_news`.
    Refuses what `draft_news` and `edit_news` refuse, and raises StaleEdit where anybody wrote meanwhile.
    """
    actor: dict[str, Any] = {"by": by, "at": at}
    item = draft_news(
        council=council,
        public_id=public_id,
        title=title,
        html=html,
        unsaved=unsaved,
        **facts,
        **actor,
    )
    based_on = based_on if 1 <= based_on <= item.document.latest.number else 1
    asked: dict[str, Any] = {"based_on": based_on, "seen_as": seen_as, "override": override}
    edited = edit_news(item, title=title, html=html, **asked, **facts, **actor)
    forget(None, council, revision=unsaved, by=by)  # it was begun as a new one
    return edited


@transaction.atomic
def copy_news(item: NewsItem, *, public_id: UUID, by: Actor, at: datetime) -> NewsItem:
    """Begin a new item with the words of this one; what was closed stays so until it is rewritten.

    Asked twice with one `public_id` it gives the first copy back. Refuses an actor without
    `news.edit_newsitem` for the item, or without `news.draft_newsitem` for its council.
    """
    require(by, "news.edit_newsitem", item)
    latest = item.document.latest
    words = {name: getattr(item, name) for name in WORDS}
    return draft_news(
        council=item.council,
        public_id=public_id,
        source=latest,
        html=latest.html,
        outcome=item.outcome,
        by=by,
        at=at,
        **words,
    )


def edit_news(
    item: NewsItem,
    *,
    title: str,
    html: str,
    based_on: int,
    by: Actor,
    at: datetime,
    change_note: str = "",
    seen_as: str = "",
    override: str = "",
    unsaved: int | None = None,
    **facts: Unpack[Facts],
) -> NewsItem:
    """Write the next version of an item, as somebody who read version `based_on` of its document.

    `unsaved` is as in `draft_news`. Raises StaleEdit, and changes nothing, if anybody wrote
    meanwhile; a new title alone is a new version too. Raises MovedOn where it was `seen_as` a draft or
    scheduled and what is saved would reach more readers than that. Raises Guarded where the item is
    public, a guard finds what was not there before, and `override` gives no reason; what is scheduled
    is held back for it. Refuses an actor without `news.edit_newsitem`, an item withdrawn or discarded,
    and words of a scheduled or public one that are not fit to read.
    """
    require(by, "news.edit_newsitem", item)
    changes = {"title": one_line(title), **_tidied(facts)}
    goes_out = item.state in {State.SCHEDULED, State.PUBLISHED}
    looked = _looked(item, changes, html) if goes_out else ()
    with transaction.atomic():
        item = locked(item)
        if item.state in {State.WITHDRAWN, State.DISCARDED}:
            raise WrongState(item)
        refuse_if_moved_on(item, seen_as)
        before = publication_of(item)
        forget(item, item.council, revision=unsaved, by=by)
        if not _rewritten(item, changes, html, based_on, change_note, by=by, at=at):
            return item
        content = {"version": item.document.latest.number} | if_public(item, title=item.title)
        if item.is_public:
            known = prints_of(seen_of(before, looked).checks)
            content |= pass_guards(seen_of(publication_of(item), looked), override, known=known)
        saved("edited", item, by=by, at=at, content=content, public=item.is_public)
        return _seen_to(item, looked, by=by, at=at)


def _seen_to(item: NewsItem, looked: Iterable[Looked], *, by: Actor, at: datetime) -> NewsItem:
    """Hold a scheduled item back at once where something is in it that nobody has seen.

    What is put right before its time has come goes out by itself again; after that somebody must say so.
    """
    if item.state != State.SCHEDULED:
        return item
    seen = seen_of(publication_of(item), looked)
    if has_findings(seen.checks) and not covered(item.passed, seen):
        return item if item.is_held else hold_back(item, counts_of(seen.checks), by=by, at=at)
    if item.is_held and item.is_ahead_at(at):
        item.held_at = None
        saved("let_go", item, by=by, at=at)
    return item


def _looked(item: NewsItem, changes: dict[str, str], html: str) -> tuple[Looked, Looked]:
    """What the guards find in the words before and after, looked for while nobody waits."""
    return look_at(publication_of(item)), look_at(publication_with(item, changes, html))


def _rewritten(
    item: NewsItem,
    changes: dict[str, str],
    html: str,
    based_on: int,
    change_note: str,
    **actor: Any,
) -> bool:
    """Write the words on the item; whether that was anything new."""
    differs = any(getattr(item, name) != value for name, value in changes.items())
    before = item.document.latest.number
    version = write_version(
        item.document, html, based_on=based_on, again=differs, change_note=change_note, **actor
    )
    if version.number == before:
        return False
    if not item.is_public and item.slug == last_part(item.title):  # nobody chose another
        item.slug = last_part(changes["title"])
    for name, value in changes.items():
        setattr(item, name, value)
    _keep_wording(item, version)
    if item.state in {
        State.SCHEDULED,
        State.PUBLISHED,
    }:  # nobody looks at it again before readers do
        refuse_unless_fit_to_read(item)
    return True


@transaction.atomic
def discard_news(item: NewsItem, *, why: str = "", by: Actor, at: datetime) -> NewsItem:
    """Throw a draft away that nobody but the secretariat has seen; `bring_back_news` undoes it.

    Refuses an actor without `news.edit_newsitem`, and what is scheduled or was public.
    """
    require(by, "news.edit_newsitem", item)
    item = locked(item)
    item.step(State.DISCARDED)
    return saved("discarded", item, why=why, by=by, at=at)


@transaction.atomic
def bring_back_news(item: NewsItem, *, by: Actor, at: datetime) -> NewsItem:
    """Make a discarded item a draft again; refuses an actor without `news.edit_newsitem`."""
    require(by, "news.edit_newsitem", item)
    item = locked(item)
    if item.state != State.DISCARDED:
        raise WrongState(item)
    item.step(State.DRAFT)
    return saved("brought_back", item, by=by, at=at)


def _keep_wording(item: NewsItem, version: DocumentVersion) -> None:
    wording = NewsWording(version=version, **{name: getattr(item, name) for name in WORDS})
    wording.save(force_insert=True)


def _tidied(facts: Facts) -> dict[str, str]:
    return {name: one_line(str(text)) for name, text in facts.items()}
