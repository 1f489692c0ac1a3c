"""A meeting that is called off: why, in words that everybody reads where it was announced, and put right later."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kkr.accounts.models import User
from kkr.ledger import clock
from kkr.ledger.models import Payload
from kkr.meetings.actions import cancel_meeting, correct_cancellation
from kkr.meetings.models import Meeting, State
from kkr.workspace.door import Request, signed_in
from kkr.workspace.guards import GuardedForm, asking_page
from kkr.workspace.meetings.door import at, meeting_of, step_of
from kkr.workspace.meetings.warned import decided_already
from kkr.workspace.pages import done, posted

SAID = ("meetings.cancelled", "meetings.cancellation_corrected")


class CancelForm(GuardedForm):
    why = forms.CharField(
        label=gettext_lazy("Why is it cancelled?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Readers see it where the meeting stood, and so do those who have it in their calendar."
        ),
        error_messages={
            "required": gettext_lazy("Say why the meeting is cancelled; readers will see it.")
        },
    )

    def cancel(self, meeting: Meeting, *, by: User, at: datetime) -> Meeting | None:
        """Cancel it; pressed twice, it is cancelled already."""
        if meeting.state == State.CANCELLED:
            return meeting
        return self.act(cancel_meeting, meeting, **self.cleaned_data, by=by, at=at)

    def correct(self, meeting: Meeting, *, by: User, at: datetime) -> Meeting | None:
        return self.act(correct_cancellation, meeting, **self.cleaned_data, by=by, at=at)


@signed_in
def cancel(request: Request, council: str, meeting: str) -> HttpResponse:
    """Call a meeting off."""
    found = meeting_of(request, council, meeting)
    form = CancelForm(posted(request))
    if form.is_valid() and form.cancel(found, by=request.user, at=clock.now()):
        return done(request, _("The meeting is cancelled."), at(found))
    note = _("A cancelled meeting cannot be held after all; plan another one instead.")
    notes = [*filter(None, [decided_already(found, request.user)]), note]
    step = step_of(found, _("Cancel the meeting?"), _("Cancel the meeting"), *notes)
    return asking_page(request, form, step)


@signed_in
def correct(request: Request, council: str, meeting: str) -> HttpResponse:
    """Say in other words why it is cancelled."""
    found = meeting_of(request, council, meeting)
    if found.state != State.CANCELLED:
        return redirect(at(found))
    form = CancelForm(posted(request), initial={"why": found.cancelled_why})
    if form.is_valid() and form.correct(found, by=request.user, at=clock.now()):
        return done(request, _("The reason is corrected."), at(found))
    note = _("The words before stay in the history, where only the secretariat reads them.")
    step = step_of(found, _("Why is the meeting cancelled?"), _("Correct the reason"), note)
    return asking_page(request, form, step)


def words_before(meeting: Meeting, viewer: Any) -> list[dict[str, Any]]:
    """What was said earlier of why it is cancelled, the newest first; nothing where it was not corrected."""
    rows = Payload.objects.about(meeting, viewer=viewer).filter(entry__verb__in=SAID)
    told = rows.select_related("entry").order_by("-entry__position")[1:]
    return [{"at": each.entry.at, "why": each.content.get("why", "")} for each in told]
