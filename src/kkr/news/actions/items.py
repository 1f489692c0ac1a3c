"""An item from its draft to its withdrawal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Required, TypedDict, Unpack
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kkr.common.locks import hold
from kkr.common.text import one_line
from kkr.council.models import Council
from kkr.documents.actions import (
    PathTaken,
    claim_address,
    create_document,
    write_version,
)
from kkr.documents.addresses import LONGEST, last_part
from kkr.documents.guarding import (
    Guarded,
    check_list,
    covered,
    foreseen,
    pass_guards,
    prints_of,
)
from kkr.documents.models import DocumentVersion
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.meetings.models import Decision, Meeting
from kkr.news.actions.unsaved import forget
from kkr.news.models import (
    WORDS,
    NewsCorrection,
    NewsItem,
    NewsWording,
    Precision,
    State,
    WrongState,
)
from kkr.news.publication import publication_of
from kkr.news.rules import names_what_is_closed, repeats_what_is_closed, says_nothing


class Facts(TypedDict, total=False):
    """What stands on an item beside its title and text."""

    teaser: str
    label: str
    subject: str
    press_contact: str
    source_url: str


class _Entry(TypedDict, total=False):
    by: Required[Actor]
    at: Required[datetime]
    why: str
    content: Mapping[str, Any]
    public: bool


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
    **facts: Unpack[Facts],
) -> NewsItem:
    """Begin a news item of a council, or with `council=None` one from KL to all of them.

    The slug comes from the title unless one is given. Whoever chooses the `public_id` may ask
    twice: the second time gives the first item back. With `source` it is begun with that text, and
    if that is closed it cannot be published until somebody has written another; `decision` is what it
    tells of, or `meeting` whose minutes. `unsaved` is the revision of the writer's unsaved words that
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
        **_tidied(facts),
    )
    item.document = create_document(html, by=by, at=at)
    item.full_clean()
    item.save(force_insert=True)
    _keep_wording(item, item.document.latest)
    if source is None:  # a copy is nothing that the writer had begun
        forget(None, council, revision=unsaved, by=by)
    return _recorded("drafted", item, by=by, at=at)


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
        by=by,
        at=at,
        **words,
    )


@transaction.atomic
def edit_news(
    item: NewsItem,
    *,
    title: str,
    html: str,
    based_on: int,
    by: Actor,
    at: datetime,
    change_note: str = "",
    override: str = "",
    unsaved: int | None = None,
    **facts: Unpack[Facts],
) -> NewsItem:
    """Write the next version of an item, as somebody who read version `based_on` of its document.

    `unsaved` is as in `draft_news`. Raises StaleEdit, and changes nothing, if anybody wrote
    meanwhile; a new title alone is a new version too. Raises Guarded where the item is public, a guard
    finds what was not there before, and `override` gives no reason. Refuses an actor without
    `news.edit_newsitem`, an item withdrawn or discarded, and words of a scheduled one that are not
    fit to read.
    """
    require(by, "news.edit_newsitem", item)
    item = _locked(item)
    if item.state in {State.WITHDRAWN, State.DISCARDED}:
        raise WrongState(item)
    changes = {"title": one_line(title), **_tidied(facts)}
    known = prints_of(check_list(publication_of(item))) if item.is_public else set()
    forget(item, item.council, revision=unsaved, by=by)
    differs = any(getattr(item, name) != value for name, value in changes.items())
    before = item.document.latest.number
    version = write_version(
        item.document, html, based_on=based_on, again=differs, by=by, at=at, change_note=change_note
    )
    if version.number == before:
        return item
    for name, value in changes.items():
        setattr(item, name, value)
    _keep_wording(item, version)
    if item.state == State.SCHEDULED:  # by itself it would be refused unseen
        _refuse_unless_fit_to_read(item)
    content = {"version": version.number} | _if_public(item, title=item.title)
    if item.is_public:
        content |= pass_guards(publication_of(item), override, known=known)
    return _saved("edited", item, by=by, at=at, content=content, public=item.is_public)


@transaction.atomic
def schedule_news(
    item: NewsItem, *, publish_at: datetime, override: str = "", by: Actor, at: datetime
) -> NewsItem:
    """Let the tick publish a draft at `publish_at`, or at another time than it was to be.

    Refuses an actor without `news.publish_newsitem`, a time that has passed, and what is not fit to
    read; raises Guarded where a guard finds something and `override` gives no reason.
    """
    require(by, "news.publish_newsitem", item)
    if publish_at <= at:
        raise ValidationError({"publish_at": _("The time to publish must be later than now.")})
    item = _locked(item)
    item.step(State.SCHEDULED)
    _refuse_unless_fit_to_read(item)
    whole = publication_of(item)
    content = {"publish_at": publish_at, **pass_guards(whole, override)}
    item.passed = foreseen(whole, override)
    item.publish_at, item.held_at = publish_at, None
    return _saved("scheduled", item, by=by, at=at, content=content)


@transaction.atomic
def unschedule_news(item: NewsItem, *, by: Actor, at: datetime) -> NewsItem:
    """Make a scheduled item a draft again; refuses an actor without `news.publish_newsitem`."""
    require(by, "news.publish_newsitem", item)
    item = _locked(item)
    item.step(State.DRAFT)
    item.publish_at, item.held_at, item.passed = None, None, {}
    return _saved("unscheduled", item, by=by, at=at)


@transaction.atomic
def discard_news(item: NewsItem, *, by: Actor, at: datetime) -> NewsItem:
    """Throw a draft away that nobody but the secretariat has seen; `bring_back_news` undoes it.

    Refuses an actor without `news.edit_newsitem`, and what is scheduled or was public.
    """
    require(by, "news.edit_newsitem", item)
    item = _locked(item)
    item.step(State.DISCARDED)
    return _saved("discarded", item, by=by, at=at)


@transaction.atomic
def bring_back_news(item: NewsItem, *, by: Actor, at: datetime) -> NewsItem:
    """Make a discarded item a draft again; refuses an actor without `news.edit_newsitem`."""
    require(by, "news.edit_newsitem", item)
    item = _locked(item)
    if item.state != State.DISCARDED:
        raise WrongState(item)
    item.step(State.DRAFT)
    return _saved("brought_back", item, by=by, at=at)


@transaction.atomic
def publish_news(item: NewsItem, *, override: str = "", by: Actor, at: datetime) -> NewsItem:
    """Publish a draft or a scheduled item; from now on it has its date and an address for ever.

    Where another item has, or had, the address, a number is put behind the slug. Refuses an
    actor without `news.publish_newsitem`, an item that is published already, one of a title alone,
    and one that says what the closed text says which it was begun with. Raises Guarded where a guard
    finds something and `override` gives no reason.
    """
    require(by, "news.publish_newsitem", item)
    return _published(_locked(item), override, by=by, at=at)


@transaction.atomic
def publish_scheduled(item: NewsItem, *, by: Actor, at: datetime) -> NewsItem:
    """Publish a scheduled item whose time has come, for the reason it was let pass with, if any.

    Where a guard now finds what whoever scheduled it did not see, it stays scheduled and is held
    back until somebody looks to it; the history and the desk say so. Raises WrongState where it is no
    longer scheduled for `at` or earlier: somebody may have moved it since it was looked up. Refuses an
    actor without `news.publish_newsitem`.
    """
    require(by, "news.publish_newsitem", item)
    item = _locked(item)
    if not item.is_due_at(at):
        raise WrongState(item)
    try:
        return _published(item, covered(item.passed, publication_of(item)), by=by, at=at)
    except Guarded as found:
        return _held_back(_locked(item), found, by=by, at=at)


def _held_back(item: NewsItem, found: Guarded, *, by: Actor, at: datetime) -> NewsItem:
    item.held_at = at
    return _saved("held_back", item, by=by, at=at, content={"guards": found.counts})


def _published(item: NewsItem, override: str, *, by: Actor, at: datetime) -> NewsItem:
    item.step(State.PUBLISHED)
    _refuse_unless_fit_to_read(item)
    passed = pass_guards(publication_of(item), override)
    item.held_at, item.passed = None, {}
    item.published_at = at
    item.year = at.astimezone(ZoneInfo(settings.TIME_ZONE)).year
    _settle(item, at=at)
    content = {"title": item.title, "path": item.path, **passed}
    return _saved("published", item, by=by, at=at, content=content, public=True)


def _refuse_unless_fit_to_read(item: NewsItem) -> None:
    if says_nothing(item):
        raise ValidationError(
            _("There is only a title. Write a text or a teaser first."), code="says_nothing"
        )
    if repeats_what_is_closed(item) or names_what_is_closed(item):
        raise ValidationError(
            _(
                "This item was begun with words that are not public, and still says the same. "
                "Write the title, teaser and text that readers are to see, and publish then."
            ),
            code="closed_source",
        )


def _settle(item: NewsItem, *, at: datetime) -> None:
    """Claim the item's address, or the first free one beside it."""
    wanted, number = item.slug, 1
    while True:
        try:
            claim_address(item, item.path, at=at)
        except PathTaken:
            number += 1
            item.slug = f"{wanted[:LONGEST].rstrip('-')}-{number}"
        else:
            return


@transaction.atomic
def rename_news(item: NewsItem, *, slug: str, by: Actor, at: datetime) -> NewsItem:
    """Give an item another address; the former one leads to it for ever.

    Refuses an actor without `news.edit_newsitem`; raises PathTaken where another item has, or
    had, that address.
    """
    require(by, "news.edit_newsitem", item)
    item = _locked(item)
    if item.state == State.WITHDRAWN:
        raise WrongState(item)
    former, item.slug = item.slug, slug
    item.full_clean()
    if item.is_public:
        claim_address(item, item.path, at=at)
    content = _if_public(item, former=former, slug=slug)
    return _saved("renamed", item, by=by, at=at, content=content, public=item.is_public)


@transaction.atomic
def correct_news(item: NewsItem, *, text: str, by: Actor, at: datetime) -> NewsCorrection:
    """Put a notice on a published item that says what was wrong; the text itself is edited apart.

    The same notice twice is one. Refuses an actor without `news.publish_newsitem`, and an item
    that nobody could have read.
    """
    require(by, "news.publish_newsitem", item)
    item = _locked(item)
    if not item.is_public:
        raise WrongState(item)
    text = one_line(text)
    if known := item.corrections.filter(text=text).first():
        return known
    correction = NewsCorrection(item=item, at=at, text=text)
    correction.full_clean()
    correction.save(force_insert=True)
    content = {"correction": correction.text}
    _recorded("corrected", item, by=by, at=at, content=content, public=True)
    return correction


@transaction.atomic
def withdraw_news(item: NewsItem, *, reason: str, by: Actor, at: datetime) -> NewsItem:
    """Take a published item back; its address stays and answers with the reason.

    Refuses an actor without `news.withdraw_newsitem`, and an empty reason.
    """
    require(by, "news.withdraw_newsitem", item)
    reason = one_line(reason)
    if not reason:
        raise ValidationError(
            {"reason": _("Say why the news item is withdrawn; readers will see it.")}
        )
    item = _locked(item)
    item.step(State.WITHDRAWN)
    item.withdrawn_at = at
    item.withdrawal_reason = reason
    return _saved("withdrawn", item, by=by, at=at, why=item.withdrawal_reason, public=True)


def _keep_wording(item: NewsItem, version: DocumentVersion) -> None:
    wording = NewsWording(version=version, **{name: getattr(item, name) for name in WORDS})
    wording.save(force_insert=True)


def _tidied(facts: Facts) -> dict[str, str]:
    return {name: one_line(str(text)) for name, text in facts.items()}


def _if_public(item: NewsItem, **content: str) -> dict[str, Any]:
    """What the ledger may say of it: who sees an item may read its whole history, drafts too."""
    return content if item.is_public else {}


def _locked(item: NewsItem) -> NewsItem:
    """The item as it stands now, held until the act is done, so that two acts never mix."""
    rows = NewsItem.objects.select_for_update(of=("self",)).select_related("council", "document")
    return rows.get(pk=item.pk)


def _saved(verb: str, item: NewsItem, **entry: Unpack[_Entry]) -> NewsItem:
    item.full_clean()
    item.save()
    return _recorded(verb, item, **entry)


def _recorded(verb: str, item: NewsItem, **entry: Unpack[_Entry]) -> NewsItem:
    record(verb=f"news.{verb}", subject=item, scopes=item.scopes, **entry)
    return item
