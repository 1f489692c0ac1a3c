"""Ending the reminders and turning them on again: by the link in one, without signing in, or on one's own page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kkr.ledger import clock
from kkr.rounds.actions import (
    ByReminder,
    find_reminded,
    resume_reminders,
    stop_reminders,
    without_reminders,
)
from kkr.rounds.models import StoppedReminders
from kkr.rounds.standing_for import contacts_who_are
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.pages import done
from kkr.workspace.recommendations.by_link import by_link


@csrf_exempt
@by_link
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """One press ends the reminders, also the one in a mail program, which brings no cookie (RFC 8058).

    Opening the page alone does nothing.
    """
    contact = find_reminded(token)
    if request.method == "POST":
        act: dict[str, Any] = {"by": ByReminder(contact), "at": clock.now()}
        change = resume_reminders if request.POST.get("do") == "resume" else stop_reminders
        change(contact, **act)
    context: dict[str, Any] = {"contact": contact, "is_stopped": without_reminders(contact)}
    return page(request, "workspace/recommendations/reminders.html", **context)


@signed_in
@require_POST
def choose(request: Request) -> HttpResponse:
    """End one's own reminders, or turn them on again."""
    contact = contacts_who_are(request.user).first()
    if contact is None:
        raise Http404
    act: dict[str, Any] = {"by": request.user, "at": clock.now()}
    if request.POST.get("do") == "resume":
        resume_reminders(contact, **act)
        return done(request, _("You get reminders again."), reverse("workspace:answers"))
    stop_reminders(contact, **act)
    return done(request, _("You get no more reminders."), reverse("workspace:answers"))


def choice_of(request: Request) -> dict[str, Any]:
    """Whether the viewer is written to, and since when without reminders; for their own page."""
    contact = contacts_who_are(request.user).first()
    if contact is None:
        return {}
    stopped = StoppedReminders.objects.visible_to(request.user).filter(contact=contact).first()
    return {
        "since": stopped.stopped_at if stopped else None,
        "choose": reverse("workspace:reminders"),
    }
