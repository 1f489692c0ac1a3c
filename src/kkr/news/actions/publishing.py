"""How an item becomes public and what is done with it then: at once or at a time, corrected, moved, withdrawn."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kkr.common.text import one_line
from kkr.documents.actions import PathTaken, claim_address
from kkr.documents.addresses import LONGEST
from kkr.documents.guarding import (
    Guarded,
    Looked,
    Piece,
    Publication,
    address_piece,
    covered,
    foreseen,
    look_at,
    pass_guards,
    seen_of,
)
from kkr.ledger.actors import Actor, require
from kkr.news.actions.recording import (
    hold_back,
    if_public,
    locked,
    recorded,
    refuse_unless_fit_to_read,
    refuse_unless_seen,
    saved,
)
from kkr.news.models import NewsCorrection, NewsItem, State, WrongState
from kkr.news.publication import publication_beside, publication_of


def schedule_news(
    item: NewsItem,
    *,
    publish_at: datetime,
    looked_at: int | None = None,
    override: str = "",
    by: Actor,
    at: datetime,
) -> NewsItem:
    """Let the tick publish a draft at `publish_at`, or at another time than it was to be.

    Refuses an actor without `news.publish_newsitem`, a time that has passed, what is not fit to read,
    and where the version `looked_at` is no longer the latest; raises Guarded where a guard finds
    something and `override` gives no reason.
    """
    require(by, "news.publish_newsitem", item)
    if publish_at <= at:
        raise ValidationError({"publish_at": _("The time to publish must be later than now.")})
    looked = look_at(publication_of(item))
    with transaction.atomic():
        item = locked(item)
        item.step(State.SCHEDULED)
        refuse_unless_seen(item, looked_at)
        refuse_unless_fit_to_read(item)
        seen = seen_of(publication_of(item), [looked])
        content = {"publish_at": publish_at, **pass_guards(seen, override)}
        item.passed = foreseen(seen, override)
        item.publish_at, item.held_at = publish_at, None
        return saved("scheduled", item, by=by, at=at, content=content)


@transaction.atomic
def unschedule_news(item: NewsItem, *, by: Actor, at: datetime) -> NewsItem:
    """Make a scheduled item a draft again; refuses an actor without `news.publish_newsitem`."""
    require(by, "news.publish_newsitem", item)
    item = locked(item)
    item.step(State.DRAFT)
    item.publish_at, item.held_at, item.passed = None, None, {}
    return saved("unscheduled", item, by=by, at=at)


def publish_news(
    item: NewsItem,
    *,
    looked_at: int | None = None,
    override: str = "",
    by: Actor,
    at: datetime,
) -> NewsItem:
    """Publish a draft or a scheduled item; from now on it has its date and an address for ever.

    Where another item has, or had, the address, a number is put behind the slug. Refuses an
    actor without `news.publish_newsitem`, an item that is published already, one of a title alone,
    one that says what the closed text says which it was begun with, and one that a colleague has saved
    since the version `looked_at`. Raises Guarded where a guard
    finds something and `override` gives no reason.
    """
    require(by, "news.publish_newsitem", item)
    looked = look_at(publication_of(item))
    with transaction.atomic():
        item = locked(item)
        if not item.is_public:
            refuse_unless_seen(item, looked_at)
        return _published(item, seen_of(publication_of(item), [looked]), override, by=by, at=at)


def publish_scheduled(item: NewsItem, *, by: Actor, at: datetime) -> NewsItem:
    """Publish a scheduled item whose time has come, for the reason it was let pass with, if any.

    Where a guard now finds what whoever scheduled it did not see, it stays scheduled and is held
    back until somebody looks to it; the history and the desk say so. Raises WrongState where it is no
    longer scheduled for `at` or earlier: somebody may have moved it since it was looked up. Refuses an
    actor without `news.publish_newsitem`.
    """
    require(by, "news.publish_newsitem", item)
    looked = look_at(publication_of(item))
    with transaction.atomic():
        item = locked(item)
        if not item.is_due_at(at):
            raise WrongState(item)
        seen = seen_of(publication_of(item), [looked])
        try:
            return _published(item, seen, covered(item.passed, seen), by=by, at=at)
        except Guarded as found:
            return hold_back(locked(item), found.counts, by=by, at=at)


def _published(item: NewsItem, seen: Looked, override: str, *, by: Actor, at: datetime) -> NewsItem:
    item.step(State.PUBLISHED)
    refuse_unless_fit_to_read(item)
    passed = pass_guards(seen, override)
    item.held_at, item.passed = None, {}
    item.published_at = at
    item.year = at.astimezone(ZoneInfo(settings.TIME_ZONE)).year
    _settle(item, at=at)
    content = {"title": item.title, "path": item.path, **passed}
    return saved("published", item, by=by, at=at, content=content, public=True)


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
def rename_news(
    item: NewsItem, *, slug: str, override: str = "", by: Actor, at: datetime
) -> NewsItem:
    """Give an item another address; the former one leads to it for ever.

    Refuses an actor without `news.edit_newsitem`; raises PathTaken where another item has, or
    had, that address, and Guarded where the item is public, a guard finds something in it and
    `override` gives no reason.
    """
    require(by, "news.edit_newsitem", item)
    item = locked(item)
    if item.state == State.WITHDRAWN:
        raise WrongState(item)
    former, item.slug = item.slug, slug
    item.full_clean()
    content = if_public(item, former=former, slug=slug)
    if item.is_public:
        content |= pass_guards(publication_beside(item, address_piece(slug)), override)
        claim_address(item, item.path, at=at)
    return saved("renamed", item, by=by, at=at, content=content, public=item.is_public)


@transaction.atomic
def correct_news(
    item: NewsItem,
    *,
    text: str,
    looked_at: int | None = None,
    override: str = "",
    by: Actor,
    at: datetime,
) -> NewsCorrection:
    """Put a notice on a published item that says what was wrong; the text itself is edited apart.

    The same notice twice is one. Refuses an actor without `news.publish_newsitem`, an item that nobody
    could have read, and where the version `looked_at` is no longer the latest; raises Guarded where a
    guard finds something in the notice and `override` gives no reason.
    """
    require(by, "news.publish_newsitem", item)
    item = locked(item)
    if not item.is_public:
        raise WrongState(item)
    text = one_line(text)
    if known := item.corrections.filter(text=text).first():
        return known
    refuse_unless_seen(item, looked_at)
    correction = NewsCorrection(item=item, at=at, text=text)
    correction.full_clean()
    notice = Piece(_("Correction"), text=text)
    passed = pass_guards(publication_beside(item, notice), override)
    correction.save(force_insert=True)
    content = {"correction": correction.text, **passed}
    recorded("corrected", item, by=by, at=at, content=content, public=True)
    return correction


@transaction.atomic
def withdraw_news(
    item: NewsItem,
    *,
    reason: str,
    looked_at: int | None = None,
    override: str = "",
    by: Actor,
    at: datetime,
) -> NewsItem:
    """Take a published item back; its address stays and answers with the reason.

    Refuses an actor without `news.withdraw_newsitem`, an empty reason, and where the version
    `looked_at` is no longer the latest; raises Guarded where a
    guard finds something in it and `override` does not say why it is to stand there.
    """
    require(by, "news.withdraw_newsitem", item)
    reason = one_line(reason)
    if not reason:
        raise ValidationError(
            {"reason": _("Say why the news item is withdrawn; readers will see it.")}
        )
    item = locked(item)
    item.step(State.WITHDRAWN)
    refuse_unless_seen(item, looked_at)
    item.withdrawn_at = at
    item.withdrawal_reason = reason
    passed = pass_guards(Publication(item, (Piece(_("Reason"), text=reason),)), override)
    content = {"override": passed.pop("why"), **passed} if passed else {}
    return saved("withdrawn", item, by=by, at=at, why=reason, content=content, public=True)
