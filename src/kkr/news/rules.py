"""Who may do what with news, as sentences; KL's news to all councils is its administrators' business."""

from typing import Any

import rules

from kkr.council.rules import is_administrator, is_secretary_of_it
from kkr.documents.gates import gates
from kkr.documents.models import DocumentVersion
from kkr.news.models import NewsItem


@rules.predicate
def is_public(_viewer: Any, item: NewsItem | None) -> bool:
    return item is not None and item.is_public


def repeats_what_is_closed(item: NewsItem) -> bool:
    """Whether an item begun with a text that not everybody could ever read still says what that says."""
    source = item.drafted_from
    if source is None or was_read_by_all(source):
        return False
    before = getattr(source, "news_wording", None)
    same = [name for name in ("title", "teaser") if before and getattr(before, name)]
    says_it = bool(source.text.strip()) and item.document.latest.text == source.text
    return says_it or any(getattr(item, name) == getattr(before, name) for name in same)


def was_read_by_all(version: DocumentVersion) -> bool:
    """Whether everybody can read it, or could until a newer one of the same public item came."""
    if any(gate.public().filter(pk=version.pk).exists() for gate in gates):
        return True
    item = getattr(version.document, "news_item", None)
    if item is None or not item.is_public:
        return False
    newer = version.document.versions.filter(number__gt=version.number)
    return not newer.filter(at__lte=item.published_at).exists()


def names_what_is_closed(item: NewsItem) -> bool:
    """Whether an item on a decision says what the closed item it was made on is called among members."""
    about = item.decision.item if item.decision else None
    if about is None or about.is_open or about.title == about.public_heading:
        return False
    words = (item.title, item.teaser, item.label, item.subject, item.document.latest.text)
    return any(about.title.casefold() in text.casefold() for text in words)


def says_nothing(item: NewsItem) -> bool:
    """Whether there is no more to read than a title."""
    latest = item.document.latest
    return not (item.teaser or latest.text.strip() or latest.uses.exists())


may_write = is_secretary_of_it | is_administrator

rules.add_perm("news.view_newsitem", is_public | may_write)
rules.add_perm("news.draft_newsitem", may_write)
rules.add_perm("news.edit_newsitem", may_write)
rules.add_perm("news.publish_newsitem", may_write)
rules.add_perm("news.withdraw_newsitem", may_write)
