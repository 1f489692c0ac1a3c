"""Where allauth asks us: what to send, where a password is kept, how a secret is."""

import base64
import hashlib
import logging
import secrets
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from kkr.accounts.actions import change_password
from kkr.ledger import clock
from kkr.workspace.accounts import letters

logger = logging.getLogger(__name__)


class Accounts(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("The code is wrong, or too old. Take the one the app shows now."),
        "incorrect_password": _("The password is wrong."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "invalid_password_reset": _("The link is used or too old. Ask for a new one."),
        "rate_limited": _("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's name
        """One comes in by invitation only."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letters.send(template_prefix, to=email, facts=context, at=clock.now())

    def set_password(self, user: Any, password: str) -> None:
        """Wrong guesses from before are forgotten, so that a new password can be used at once."""
        change_password(user, password, by=user, at=clock.now())
        self._delete_login_attempts_cached_email(self.request, email=user.email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From SITE_URL, not from the request, whose host anybody may choose."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.SITE_URL}{path}"


class SecondFactors(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": Accounts.error_messages["incorrect_code"]
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)

    def build_totp_svg(self, url: str) -> SafeString:
        """The element itself; as a data address the content security policy would refuse it."""
        drawn = qrcode.make(url, image_factory=SvgPathImage, border=4)
        return mark_safe(drawn.to_string(encoding="unicode"))  # noqa: S308 -- drawn here, and holds squares only

    def encrypt(self, text: str) -> str:
        """A copy of the database alone does not give anybody a second factor."""
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second factor was kept under another SECRET_KEY; it must be reset.")  # noqa: TRY400
            return base64.b32encode(secrets.token_bytes(20)).decode()  # no code fits


def _lock() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"kkr second factor {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
