from datetime import datetime, timedelta

from kkr.documents.actions import forget_unused_files
from kkr.documents.models import File

KEPT_UNUSED = timedelta(days=200)
"""Longer than words nobody has saved are kept, for these may show the file."""


def forget_unused(now: datetime) -> int:
    """Throw away files that were uploaded long ago and are in no text; gives how many."""
    before = now - KEPT_UNUSED
    if not File.objects.unused().filter(stored_at__lt=before).exists():
        return 0
    return forget_unused_files(before=before)
