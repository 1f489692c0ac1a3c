from datetime import datetime, timedelta

from kkr.documents.actions import forget_old_unsaved_texts, forget_unused_files
from kkr.documents.models import File, UnsavedText

KEPT_UNSAVED = timedelta(days=180)
KEPT_UNUSED = timedelta(days=200)
"""Longer than words nobody has saved are kept, for these may show the file."""


def forget_unused(now: datetime) -> int:
    """Throw away files that were uploaded long ago and are in no text; gives how many."""
    before = now - KEPT_UNUSED
    if not File.objects.unused().filter(stored_at__lt=before).exists():
        return 0
    return forget_unused_files(before=before)


def forget_unsaved_texts(now: datetime) -> int:
    """Throw away what somebody began to write half a year ago and never saved; gives how many."""
    before = now - KEPT_UNSAVED
    if not UnsavedText.objects.filter(saved_at__lt=before).exists():
        return 0
    return forget_old_unsaved_texts(before=before)
