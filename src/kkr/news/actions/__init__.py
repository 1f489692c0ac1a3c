"""What can be done with news. Each refuses an actor without the permission its first line names."""

from kkr.news.actions.from_answers import discard_overtaken, draft_of_outcome
from kkr.news.actions.from_minutes import draft_of_decision, draft_of_minutes
from kkr.news.actions.items import (
    Facts,
    begin_news,
    bring_back_news,
    copy_news,
    discard_news,
    draft_news,
    edit_news,
)
from kkr.news.actions.publishing import (
    correct_news,
    publish_news,
    publish_scheduled,
    rename_news,
    schedule_news,
    unschedule_news,
    withdraw_news,
)
from kkr.news.actions.recording import MovedOn, SavedMeanwhile
from kkr.news.actions.unsaved import (
    StaleDraft,
    forget_drafts_of,
    forget_old_drafts,
    forget_private_draft,
    keep_private_draft,
    store_news_image,
)

__all__ = [
    "Facts",
    "MovedOn",
    "SavedMeanwhile",
    "StaleDraft",
    "begin_news",
    "bring_back_news",
    "copy_news",
    "correct_news",
    "discard_news",
    "discard_overtaken",
    "draft_news",
    "draft_of_decision",
    "draft_of_minutes",
    "draft_of_outcome",
    "edit_news",
    "forget_drafts_of",
    "forget_old_drafts",
    "forget_private_draft",
    "keep_private_draft",
    "publish_news",
    "publish_scheduled",
    "rename_news",
    "schedule_news",
    "store_news_image",
    "unschedule_news",
    "withdraw_news",
]
