"""One's own account. What allauth does is noted in the ledger, in the transaction in which it does it."""

from typing import Any

from allauth.account.views import PasswordResetFromKeyView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.accounts.actions import (
    end_sessions,
    renew_recovery_codes,
    turn_off_second_factor,
    turn_on_second_factor,
)
from kkr.common.text import number_in
from kkr.ledger import clock
from kkr.workspace.accounts.devices import device_name


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and the way to everything about the account."""
    context = {
        "may_invite": request.user.has_perm("accounts.invite_user"),
        "must_have_second_factor": settings.SECOND_FACTOR_REQUIRED
        and request.user.has_perm("accounts.must_have_second_factor"),
    }
    return render(request, "workspace/accounts/home.html", context)


@login_required
def sessions(request: Any) -> HttpResponse:
    """Where one is signed in, each with a button that ends it."""
    if request.method == "POST":
        ended = end_sessions(request.user, keys=_chosen(request), by=request.user)
        words = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", ended)
        messages.success(request, words % {"count": ended})
        return redirect("usersessions_list")
    here = request.session.session_key
    found = UserSession.objects.purge_and_list(request.user)
    lines = [
        {
            "session": each,
            "device": device_name(each.user_agent) or _("An unknown browser"),
            "is_here": each.session_key == here,
        }
        for each in sorted(found, key=lambda each: each.created_at, reverse=True)
    ]
    return render(request, "usersessions/usersession_list.html", {"lines": lines})


def _chosen(request: Any) -> list[str]:
    """The one session asked for, or all but this one."""
    others = UserSession.objects.filter(user=request.user)
    others = others.exclude(session_key=request.session.session_key)
    number = request.POST.get("session", "")
    if number:
        others = others.filter(pk=number_in(number))
    return list(others.values_list("session_key", flat=True))


class NewPassword(PasswordResetFromKeyView):
    reset_url_key = "vaelg"


class TurnOn(ActivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        user, here = self.request.user, self.request.session.session_key or ""
        turn_on_second_factor(user, here=here, by=user, at=clock.now())
        return answer


class TurnOff(DeactivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        turn_off_second_factor(self.request.user, by=self.request.user, at=clock.now())
        return answer


class NewCodes(GenerateRecoveryCodesView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        renew_recovery_codes(self.request.user, by=self.request.user, at=clock.now())
        return answer


new_password = NewPassword.as_view()
turn_on = TurnOn.as_view()
turn_off = TurnOff.as_view()
new_codes = NewCodes.as_view()
