"""Who can write signs in with two steps; until they have set that up, that is all they can do."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

GUARDED = ("/arbejde/", "/konto/personer/")


class SecondFactorMiddleware:
    """Looks at who is asking only where something can be written: public pages must not depend on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info.removeprefix("/en")
        guarded = settings.SECOND_FACTOR_REQUIRED and path.startswith(GUARDED)
        if guarded and is_missing(request.user):
            messages.info(request, _("Set up sign-in with two steps before you go on."))
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def is_missing(user: Any) -> bool:
    """Whether the user must have a second factor and has none."""
    return (
        user.is_authenticated
        and not user.has_second_factor
        and user.has_perm("accounts.must_have_second_factor")
    )
