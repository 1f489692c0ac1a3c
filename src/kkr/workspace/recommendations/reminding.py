"""Reminding those who have not answered, now: the page says who gets a mail, and who does not and why."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kkr.accounts.models import User
from kkr.council.models.roles import day_of
from kkr.ledger import clock
from kkr.rounds.actions import is_quiet, remind_now, reminding_of
from kkr.rounds.actions.notices import ToldBefore
from kkr.rounds.actions.reminding import LEEWAY, WHEN, next_among
from kkr.rounds.models import Asked, Round, RoundStep, State
from kkr.workspace.door import Request, page
from kkr.workspace.forms import ActingForm
from kkr.workspace.pages import done, posted
from kkr.workspace.recommendations.pressing import At, overtaken
from kkr.workspace.recommendations.waiting import waiting_in


class RemindForm(ActingForm):
    """The press of a button; on quiet days it says that it is meant."""

    on_quiet_days = forms.BooleanField(
        label=_("Send it all the same"),
        required=False,
        help_text=_("Nobody is reminded in July and from 23 December to 2 January."),
    )

    def __init__(self, data: Any = None, *, asked_round: Round, at: datetime) -> None:
        super().__init__(data)
        self.round = asked_round
        if not is_quiet(day_of(at)):
            del self.fields["on_quiet_days"]

    def remind(self, *, by: User, at: datetime) -> int | None:
        """Write to them; gives how many mails."""
        facts = {"on_quiet_days": self.cleaned_data.get("on_quiet_days", False)}
        return self.act(remind_now, self.round, by=by, at=at, **facts)


def remind(request: Request, asked_round: Round, at: At) -> HttpResponse:
    """Remind who has not answered, whoever was not written to today."""
    if asked_round.state != State.OPEN:
        return overtaken(request, asked_round, at)
    now = clock.now()
    form = RemindForm(posted(request), asked_round=asked_round, at=now)
    if form.is_valid() and (sent := form.remind(by=request.user, at=now)):
        said = ngettext("%(count)s reminder is sent.", "%(count)s reminders are sent.", sent)
        return done(request, said % {"count": sent}, at())
    found = reminding_of(asked_round, at=now)
    context: dict[str, Any] = {
        "form": form,
        "round": asked_round,
        "back": at(),
        "found": found,
        "no_contact": ", ".join(each.name for each in found.unheard if not each.committee_id),
        "waiting": waiting_in(request, asked_round),
        "mails": len(found.mails),
    }
    return page(request, "workspace/recommendations/remind.html", **context)


def by_itself(asked_round: Round, lines: list[dict[str, Any]], notices: Any) -> dict[str, Any]:
    """When the next reminder goes by itself, and about whom; for the page where a question is followed."""
    silent: dict[RoundStep, list[Asked]] = {}
    for each in lines:
        for report in each["reports"]:
            rows = silent.setdefault(report["step"], [])
            rows.extend([] if report["valid"] else [each["asked"]])
    hearers = {each["asked"].pk: each["hearers"] for each in lines}
    before = ToldBefore.by(each["notice"] for each in notices)
    found = next_among(asked_round, silent, hearers, before, at=clock.now())
    names = ", ".join(each.name for each in found.asked) if found else ""
    unheard = [each["asked"] for each in lines if not each["valid"] and not each["contacts"]]
    return {
        "next": found,
        "next_names": names,
        "is_kept_quiet": found is None
        and is_kept_quiet((step for step, rows in silent.items() if rows), clock.today()),
        "is_open": asked_round.state == State.OPEN,
        "unheard": len([each for each in unheard if each.municipality_id]),
    }


def is_kept_quiet(steps: Iterable[RoundStep], today: date) -> bool:
    """Whether a reminder would still go by itself if the days on which it is due were not quiet."""
    days = (
        step.deadline_on + apart + timedelta(days=late)
        for step in steps
        for apart in WHEN.values()
        for late in range(LEEWAY.days + 1)
    )
    return any(day >= today and is_quiet(day) for day in days)
