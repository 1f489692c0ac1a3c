from allauth.decorators import rate_limit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from kkr.accounts.actions import InvitationGone, accept_invitation, invited_by_token
from kkr.ledger import clock
from kkr.workspace.accounts.forms import Accept


@sensitive_post_parameters()
@rate_limit(action="invitation")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password with the link that came by mail. Tokens age by real time."""
    now = timezone.now()
    try:
        user = invited_by_token(token, now=now)
        form = Accept(request.POST or None)
        if form.is_valid():
            accept_invitation(token, form.cleaned_data["password"], at=clock.now(), now=now)
            messages.success(request, _("Your account is ready. Sign in with your new password."))
            return redirect("account_login")
    except InvitationGone:
        return render(request, "workspace/accounts/invitation_gone.html", status=410)
    except ValidationError as refusal:
        form.add_error("password", refusal)
    return render(request, "workspace/accounts/invitation.html", {"form": form, "invited": user})
