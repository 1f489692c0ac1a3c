from datetime import datetime, timedelta

from kkr.council.actions.imports import forget_uploads

KEPT_FOR = timedelta(days=2)


def forget_old_uploads(now: datetime) -> int:
    """Throw away the tables that were uploaded two days ago and never imported."""
    return forget_uploads(now - KEPT_FOR)
