from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.council.models import Council
from kkr.lines.actions import end_line, establish_line
from kkr.lines.models import CommonLine
from kkr.meetings.models import Decision
from kkr.workspace.fields import DayField, OneOfField
from kkr.workspace.forms import ActingForm
from kkr.workspace.guards import GuardedForm
from kkr.workspace.plain import html_of

LONGEST = 20_000


class Decisions(OneOfField):
    """What the council decided, each with its day."""

    def label_from_instance(self, obj: Any) -> str:
        meeting = obj.item.meeting
        day = date_format(meeting.held_on) if meeting.held_on else meeting.known_as
        return f"{day}: {obj.item.number} {obj.item.title}"


class LineForm(GuardedForm):
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("What it is called in the register."),
        error_messages={"required": _("Write a title, e.g. “Shared goals for health”.")},
    )
    text = forms.CharField(
        label=_("What do the municipalities stand for?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "An empty line begins a new paragraph. Lines that begin with “- ” become a list."
        ),
        error_messages={"required": _("Write what the municipalities stand for.")},
    )
    in_force_from = DayField(label=_("In force from"))
    replaces = OneOfField(
        CommonLine.objects.none(),
        label=_("In place of"),
        required=False,
        empty_label=_("No other line"),
        help_text=_("That line then holds until the day before, and stays in the register."),
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, decision: Decision, viewer: User) -> None:
        item = decision.item
        first = {
            "title": item.title,
            "text": decision.document.latest.text.strip(),
            "in_force_from": item.meeting.held_on,
            "token": uuid4(),
        }
        super().__init__(data, initial=first)
        self.decision = decision
        lines = CommonLine.objects.visible_to(viewer).of_council(item.meeting.council)
        still = lines.filter(ends_on=None).newest_first()
        self.fields["replaces"].queryset = still  # type: ignore[attr-defined]

    def establish(self, *, by: User, at: datetime) -> CommonLine | None:
        """Enter the line as it is written here."""
        given = self.cleaned_data
        return self.act(
            establish_line,
            self.decision,
            title=given["title"],
            html=html_of(given["text"]),
            in_force_from=given["in_force_from"],
            replaces=given["replaces"],
            override=given["override"],
            public_id=given["token"],
            by=by,
            at=at,
        )


class EndForm(ActingForm):
    decision = Decisions(
        Decision.objects.none(),
        label=_("By which decision?"),
        empty_label=_("Choose the decision"),
        error_messages={"required": _("Choose the decision that ended it.")},
    )
    on = DayField(
        label=_("No longer in force from"),
        help_text=_("The first day on which the municipalities no longer stand for it."),
    )

    def __init__(self, data: Any = None, *, council: Council, viewer: User) -> None:
        super().__init__(data)
        out = Decision.objects.visible_to(viewer).filter(published_at__isnull=False)
        own = out.filter(item__meeting__council=council).select_related("item__meeting")
        self.fields["decision"].queryset = own.newest_first()  # type: ignore[attr-defined]

    def end(self, line: CommonLine, *, by: User, at: datetime) -> CommonLine | None:
        """End the line."""
        return self.act(end_line, line, **self.cleaned_data, by=by, at=at)
