"""The check list before something becomes public, as `workspace/guards.html` shows it, and the reason against it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from kkr.documents.guarding import LONGEST_REASON, Check, Guarded, Publication, check_list
from kkr.workspace.door import Request
from kkr.workspace.forms import ActingForm
from kkr.workspace.pages import Step, form_page


class ReasonField(forms.CharField):
    """Why something is to be public although a guard found something in it."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Why is it to be public all the same?"),
            max_length=LONGEST_REASON,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("It stays in the history, with your name and what was found how often."),
        )


class GuardedForm(ActingForm):
    """A form that makes something public, and asks for the reason where a guard found something.

    `guarded` is the whole list where it was refused for it.
    """

    override = ReasonField()

    guarded: tuple[Check, ...] = ()

    @property
    def given_reason(self) -> str:
        """Why it is to be public all the same."""
        return str(self.cleaned_data["override"])

    def refuse(self, refusal: ValidationError) -> None:
        if isinstance(refusal, Guarded):
            self.guarded = refusal.checks
        super().refuse(refusal)


def guarded_page(
    request: Request,
    form: Any,
    step: Step,
    publication: Publication,
    *,
    mend: str = "",
    **more: Any,
) -> HttpResponse:
    """The page that asks, with what was looked for; `mend` is where it is put right."""
    looked = found_by(form, publication)
    return form_page(request, form, step, guards=True, mend=mend, **looked, **more)


def found_by(form: GuardedForm, publication: Publication) -> dict[str, Any]:
    """What it was refused for, with the words in the form itself; else the list as it stands now."""
    return shown(form.guarded) if form.guarded else looked_for(publication)


def asking_page(request: Request, form: GuardedForm, step: Step, **more: Any) -> HttpResponse:
    """The page that asks for words that become public as they are saved; what was found comes with the refusal."""
    return form_page(request, form, step, **shown(form.guarded), **more)


def looked_for(publication: Publication) -> dict[str, Any]:
    """The list as it stands now."""
    return shown(check_list(publication))


def shown(checks: Iterable[Check]) -> dict[str, Any]:
    """The guards that found something, with what they found, and those that did not."""
    checks = list(checks)
    return {
        "found": [check for check in checks if check.findings],
        "passed": [check.guard for check in checks if not check.findings],
        "findings": sum(len(check.findings) for check in checks),
    }
