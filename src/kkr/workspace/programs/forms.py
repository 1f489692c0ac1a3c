"""The forms of a secretary who gives tokens and takes them back."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.council.models import Council
from kkr.rounds.actions import give_token, revoke_token
from kkr.rounds.models import ProgramToken
from kkr.workspace.forms import ActingForm
from kkr.workspace.register.fields import Municipalities


class TokenForm(ActingForm):
    label = forms.CharField(
        label=_("What uses it"),
        max_length=80,
        help_text=_("The name of the system, so that you know it again."),
        error_messages={"required": _("Write the name of the system, e.g. SBSYS.")},
    )

    def __init__(self, data: Any = None, *, council: Council, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        asked = Municipalities(
            council, error_messages={"required": _("Choose the municipality it answers for.")}
        )
        asked.empty_label = _("Choose a municipality")
        self.fields = {"municipality": asked, **self.fields}

    def give(self, *, by: User, at: datetime) -> tuple[ProgramToken, str] | None:
        """Give it, with its words, which are kept nowhere."""
        given = self.cleaned_data
        return self.act(give_token, given["municipality"], label=given["label"], by=by, at=at)


class RevokeForm(ActingForm):
    def revoke(self, token: ProgramToken, *, by: User, at: datetime) -> ProgramToken | None:
        """Let it open nothing any more."""
        return self.act(revoke_token, token, by=by, at=at)
