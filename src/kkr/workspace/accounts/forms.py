"""The forms. allauth's own are kept, with our words and without text that vanishes when one writes."""

from datetime import datetime
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.accounts.models import User
from kkr.council.actions import grant_role
from kkr.council.models import Body, Membership, RoleGrant
from kkr.workspace.fields import OneOfField
from kkr.workspace.forms import ActingForm, PlainForm

PERIOD = 30
LONG_ENOUGH = _("At least 12 characters, and not one of the passwords everybody guesses.")
AGAIN = _("The new password once more")
SIX_FIGURES = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "20"}


NEEDED = {
    "login": _("Write your e-mail address."),
    "email": _("Write an e-mail address, e.g. kh@albertslund.dk."),
    "password": _("Write your password."),
    "oldpassword": _("Write the password you have now."),
    "password1": _("Write the new password."),
    "password2": _("Write the new password once more."),
    "code": _("Write the code."),
}
WRONG_ADDRESS = {"required": NEEDED["email"], "invalid": NEEDED["email"]}
NOT_THE_SAME = _("The two passwords are not the same. Write the same in both fields.")
SAY_WHY = {"required": _("Say why; the reason is kept in the history.")}


class Worded(PlainForm):
    """Labels, hints, and what is asked for where nothing was written, by field name."""

    words: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if name in NEEDED:
                field.error_messages["required"] = NEEDED[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = NEEDED["email"]


class SignIn(Worded, account.LoginForm):
    words = {"login": _("E-mail"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class Confirm(Worded, account.ReauthenticateForm):
    words = {"password": _("Password")}


class Twice(Worded):
    """A new password, written in two fields."""

    def add_error(self, field: str | None, error: Any) -> None:
        """What allauth says of two that differ is a bare sentence; it is said in our words."""
        differ = field == "password2" and not isinstance(error, ValidationError)
        super().add_error(field, NOT_THE_SAME if differ else error)


class ChangePassword(Twice, account.ChangePasswordForm):
    words = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": AGAIN,
    }
    hints = {"password1": LONG_ENOUGH}


class SetPassword(Twice, account.SetPasswordForm):
    words = {"password1": _("New password"), "password2": AGAIN}
    hints = {"password1": LONG_ENOUGH}


class NewPassword(Twice, account.ResetPasswordKeyForm):
    words = {"password1": _("New password"), "password2": AGAIN}
    hints = {"password1": LONG_ENOUGH}


class ForgottenPassword(Worded, account.ResetPasswordForm):
    words = {"email": _("E-mail")}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """An address without an account gets a mail too, so that neither page nor time tells them apart."""
        email: str = self.cleaned_data["email"]
        if self.users:
            return str(super().save(request, **kwargs))
        get_adapter().send_mail("account/email/unknown_account", email, {})
        return email


class FirstCode(Worded, ActivateTOTPForm):
    words = {"code": _("The six figures the app shows now")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= SIX_FIGURES


class OnceOnly(Worded):
    """A code is good for three periods (MFA_TOTP_TOLERANCE), but allauth remembers for one that it was used."""

    words = {"code": _("Code")}
    hints = {"code": _("The six figures of your app, or one of your recovery codes.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= SIX_FIGURES

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        used: Authenticator = self.authenticator  # type: ignore[attr-defined]
        remembered = PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        figures = "".join(sign for sign in code if sign.isdecimal())  # allauth takes 123-456 too
        if used.type == Authenticator.Type.TOTP and not cache.add(
            f"kkr.totp.{used.pk}.{figures}", "used", timeout=remembered
        ):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class EnterCode(OnceOnly, mfa.AuthenticateForm):
    pass


class ConfirmByCode(OnceOnly, mfa.ReauthenticateForm):
    pass


class ChooseRole(ActingForm):
    """A role on a body; `roles` and `bodies` are those the giver may choose from."""

    role = forms.ChoiceField(
        label=pgettext_lazy("role", "Role"), error_messages={"required": _("Choose the role.")}
    )
    body = forms.ChoiceField(
        label=pgettext_lazy("role", "In"),
        error_messages={"required": _("Choose the council or the municipality.")},
    )

    def __init__(self, *args: Any, roles: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("role", roles), ("body", bodies)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose")), *choices]


class Invite(ChooseRole):
    """Whom to invite, and to what."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Write the name, e.g. Karen Hansen.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The invitation is sent here, and they sign in with it."),
        error_messages=WRONG_ADDRESS,
    )
    field_order = ("name", "email")


class SeatField(OneOfField):
    def label_from_instance(self, seat: Any) -> str:
        return f"{seat}, {seat.body.name}"


class GiveRole(ChooseRole):
    """A role more; `seats` are those it may follow from."""

    membership = SeatField(
        Membership.objects.none(),
        label=_("For as long as this seat runs"),
        required=False,
        empty_label=_("It follows from no seat, and runs until it is taken back"),
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("It is kept in the history with your name."),
        error_messages=SAY_WHY,
    )

    def __init__(self, *args: Any, seats: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = seats
        if not seats:
            del self.fields["membership"]

    def give(self, user: User, *, by: User, at: datetime) -> RoleGrant | None:
        facts = self.cleaned_data | {"body": Body.objects.get(pk=self.cleaned_data["body"])}
        return self.act(grant_role, user=user, **facts, by=by, at=at)


class Reason(ActingForm):
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("It is kept in the history with your name."),
        error_messages=SAY_WHY,
    )


class Accept(PlainForm):
    """The password an invited person chooses."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=LONG_ENOUGH,
        strip=False,
        error_messages={"required": NEEDED["password1"]},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password once more"),
        strip=False,
        error_messages={"required": NEEDED["password2"]},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("password"):
            raise ValidationError(NOT_THE_SAME)
        return str(self.cleaned_data["again"])
