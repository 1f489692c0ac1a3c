"""What people are called to those who work with them; the ledger and the texts keep only keys."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kkr.accounts.models import User


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Actor key to name; the system itself has one too."""
    users = {key.removeprefix("user:") for key in keys if key.startswith("user:")}
    found = {user.actor_key: user.name for user in User.objects.filter(public_id__in=users)}
    return {key: found.get(key, _("The system")) for key in keys}
