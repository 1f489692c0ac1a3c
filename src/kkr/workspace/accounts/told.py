"""What the history says of somebody, in words: the verbs of accounts, roles, contacts and news."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.workspace.register.history import LABELS as OF_SEATS
from kkr.workspace.register.history import VERBS as OF_REGISTER

VERBS: dict[str, Any] = {
    "accounts.user_created": _("The account was made"),
    "accounts.user_invited": _("Invited"),
    "accounts.invitation_accepted": _("The invitation was accepted"),
    "accounts.invitation_taken_back": _("The invitation was taken back"),
    "accounts.password_changed": _("The password was changed"),
    "accounts.second_factor_on": _("The second step was turned on"),
    "accounts.second_factor_off": _("The second step was turned off"),
    "accounts.second_factor_reset": _("The second step was reset"),
    "accounts.recovery_codes_renewed": _("New recovery codes were made"),
    "accounts.data_handed_out": _("What is held was handed out"),
    "accounts.user_closed": _("The account was closed"),
    "accounts.user_erased": _("The account was erased"),
    "council.role_granted": _("A role was given"),
    "council.role_revoked": _("A role was taken back"),
    "news.drafted": _("A news item was drafted"),
    "news.edited": _("A news item was edited"),
    "news.scheduled": _("A news item was scheduled"),
    "news.unscheduled": _("A news item was made a draft again"),
    "news.published": _("A news item was published"),
    "news.renamed": _("A news item was given another address"),
    "news.corrected": _("A news item was corrected"),
    "news.withdrawn": _("A news item was withdrawn"),
    "news.discarded": _("A draft was thrown away"),
    "news.brought_back": _("A draft was brought back"),
    "news.held_back": _("A news item was held back"),
    "news.let_go": _("A news item was let go"),
    "outbox.retried": _("A mail was tried again"),
    "outbox.settled": _("A mail that failed was settled"),
    "outbox.erased": _("A mail was erased"),
    "ledger.payload_erased": _("What the history says was erased"),
    **OF_REGISTER,
}
LABELS: dict[str, Any] = {
    "email": _("E-mail"),
    "user": _("Account"),
    "body": _("In"),
    "why": _("Why"),
    "title": _("Title"),
    "path": _("Address"),
    "slug": _("Address"),
    "version": _("Version"),
    "publish_at": _("publish at"),
    "correction": _("what was corrected"),
    "phone": _("Telephone"),
    **OF_SEATS,
}


def verb_in_words(verb: str) -> str:
    """What was done; a verb of a kind that has no words yet as the ledger keeps it."""
    return str(VERBS.get(verb, verb))


def content_in_words(content: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says, each under what it is called."""
    return {str(LABELS.get(key, key)): value for key, value in content.items()}
