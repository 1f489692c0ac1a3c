"""Who may do what with news, as sentences; KL's news to all councils is its administrators' business."""

from typing import Any

import rules

from kkr.council.rules import is_administrator, is_secretary_of_it
from kkr.news.models import NewsItem


@rules.predicate
def is_public(_viewer: Any, item: NewsItem | None) -> bool:
    return item is not None and item.is_public


may_write = is_secretary_of_it | is_administrator

rules.add_perm("news.view_newsitem", is_public | may_write)
rules.add_perm("news.draft_newsitem", may_write)
rules.add_perm("news.edit_newsitem", may_write)
rules.add_perm("news.publish_newsitem", may_write)
rules.add_perm("news.withdraw_newsitem", may_write)
