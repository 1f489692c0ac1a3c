from datetime import datetime, timedelta

from django.conf import settings

from kkr.ledger.actors import System
from kkr.outbox.actions import deliver, drop_outlived, erase_mail
from kkr.outbox.bounces import empty_maildir
from kkr.outbox.models import Mail
from kkr.outbox.sending import is_open


def deliver_due(now: datetime) -> int:
    """Deliver one mail that is due, so that the next is taken with a fresh time; gives how many."""
    if not is_open():
        return 0
    return 0 if deliver(now=now) is None else 1


def drop_secrets(now: datetime) -> int:
    """Drop the texts of confidential mails that are worth nothing any more; gives how many."""
    return drop_outlived(now=now) if Mail.objects.outlived(now).exists() else 0


def read_bounces(now: datetime) -> int:
    """Note what lies in the Maildir of bounces, where there is one; gives how many."""
    folder = settings.KKR_BOUNCES
    if folder is None or not any((folder / "new").iterdir()):
        return 0
    return empty_maildir(folder, at=now)


def erase_old(now: datetime) -> int:
    """Erase what came to rest more than MAIL_KEEP_DAYS ago; gives how many."""
    before = now - timedelta(days=settings.MAIL_KEEP_DAYS)
    if not Mail.objects.erasable(before).exists():  # an idle queue takes no lock
        return 0
    return erase_mail(before=before, by=System("outbox"), at=now)
