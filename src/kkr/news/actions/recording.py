"""What the acts of this room share: the row as it stands now, and the entry that says what was done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Required, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kkr.documents.cpr import without_numbers, without_numbers_in
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor
from kkr.news.models import NewsItem, State
from kkr.news.rules import names_what_is_closed, repeats_what_is_closed, says_nothing

READ_BY_MORE: dict[str, set[str]] = {
    State.DRAFT: {State.SCHEDULED, State.PUBLISHED},
    State.SCHEDULED: {State.PUBLISHED},
}
"""From which state to which what is saved reaches readers whom the writer did not write for."""


class MovedOn(ValidationError):
    """The item reaches other readers than when its writer opened it; nothing was saved."""

    def __init__(self, item: NewsItem) -> None:
        said = (
            _("The news item has become public meanwhile.")
            if item.is_public
            else _("The news item has been scheduled meanwhile.")
        )
        super().__init__(said, code="moved_on")
        self.item = item


class SavedMeanwhile(ValidationError):
    """Whoever asked looked at another version than the one that stands there now; nothing was done."""

    def __init__(self) -> None:
        said = _(
            "A colleague saved meanwhile. Look at what the news item says now, and press again."
        )
        super().__init__(said, code="saved_meanwhile")


class EntryFacts(TypedDict, total=False):
    by: Required[Actor]
    at: Required[datetime]
    why: str
    content: Mapping[str, Any]
    public: bool


def if_public(item: NewsItem, **content: str) -> dict[str, Any]:
    """What the ledger may say of it: who sees an item may read its whole history, drafts too."""
    return content if item.is_public else {}


def locked(item: NewsItem) -> NewsItem:
    """The item as it stands now, held until the act is done, so that two acts never mix."""
    rows = NewsItem.objects.select_for_update(of=("self",)).select_related("council", "document")
    return rows.get(pk=item.pk)


def saved(verb: str, item: NewsItem, **entry: Unpack[EntryFacts]) -> NewsItem:
    item.full_clean()
    item.save()
    return recorded(verb, item, **entry)


def recorded(verb: str, item: NewsItem, **entry: Unpack[EntryFacts]) -> NewsItem:
    """Write the entry, and no personal number in it: that is taken off a page, but never out of the history."""
    if "why" in entry:
        entry["why"] = without_numbers(entry["why"])
    entry["content"] = without_numbers_in(entry.get("content", {}))
    record(verb=f"news.{verb}", subject=item, scopes=item.scopes, **entry)
    return item


def hold_back(item: NewsItem, found: Mapping[str, int], *, by: Actor, at: datetime) -> NewsItem:
    """Let a scheduled item wait for somebody and not for its time; `found` is how often what was found."""
    item.held_at = at
    return saved("held_back", item, by=by, at=at, content={"guards": found})


def refuse_unless_fit_to_read(item: NewsItem) -> None:
    if says_nothing(item):
        raise ValidationError(
            _("There is only a title. Write a text or a teaser first."), code="says_nothing"
        )
    if repeats_what_is_closed(item) or names_what_is_closed(item):
        raise ValidationError(
            _(
                "This item was begun with words that are not public, and still says the same. "
                "Write the title, teaser and text that readers are to see."
            ),
            code="closed_source",
        )


def refuse_if_moved_on(item: NewsItem, seen_as: str) -> None:
    """Raise MovedOn where more read it, or will by themselves, than in the state it was seen in; "" says none."""
    if item.state in READ_BY_MORE.get(seen_as, set()):
        raise MovedOn(item)


def refuse_unless_seen(item: NewsItem, looked_at: int | None) -> None:
    """Raise SavedMeanwhile where another version is the latest than the one looked at; None says none."""
    if looked_at is not None and looked_at != item.document.latest.number:
        raise SavedMeanwhile
