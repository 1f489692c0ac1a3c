from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kkr.ledger import clock
from kkr.outbox.actions import retry, settle
from kkr.outbox.models import Mail
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.forms import ActingForm


@signed_in
def show(request: Request, public_id: UUID) -> HttpResponse:
    """What became of one mail, but not what it says; it is sent again, or looked to otherwise."""
    mail = get_object_or_404(Mail.objects.visible_to(request.user), public_id=public_id)
    form = ActingForm(request.POST)
    if request.method == "POST" and form.is_valid():
        action, done = choice(request)
        if form.act(action, mail, by=request.user, at=clock.now()):
            messages.success(request, done)
            return redirect("workspace:desk")
    context: dict[str, Any] = {"form": form, "mail": mail, "attempts": mail.history.all()}
    context["is_open"] = Mail.objects.unsettled().filter(pk=mail.pk).exists()
    return page(request, "workspace/mail/show.html", **context)


def choice(request: Request) -> tuple[Any, str]:
    if "again" in request.POST:
        return retry, _("The mail is queued again.")
    return settle, _("The mail is off your desk.")
