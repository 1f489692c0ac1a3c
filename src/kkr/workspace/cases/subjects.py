"""The KLE number of a case: written, or found by words of its title; the few that match are offered."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kkr.cases.models import SubjectClass
from kkr.workspace.cases.door import may_open
from kkr.workspace.door import Request, has_cases, page, signed_in

MOST = 20
SHORTEST = 2
LONGEST = 220
LIST = "kle-numbers"
CHOSEN = re.compile(r"(\d\d(?:\.\d\d(?:\.\d\d)?)?)(?:\s.*)?\Z")
"""A number, alone or with its title as it is offered."""


class SubjectField(forms.CharField):
    """A KLE number; words are no number, and refused with the numbers they may mean."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("KLE number"),
            max_length=LONGEST,
            required=False,
            help_text=gettext_lazy(
                "The subject class of the municipalities, e.g. 29.00.00. Write the number, or a word to look for."
            ),
            widget=forms.TextInput(
                attrs={
                    "list": LIST,
                    "autocomplete": "off",
                    "data-hx-get": reverse_lazy("workspace:subjects"),
                    "data-hx-trigger": "input changed delay:250ms",
                    "data-hx-target": f"#{LIST}",
                    "data-hx-sync": "this:replace",
                }
            ),
        )

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        if not words:
            return ""
        if chosen := CHOSEN.match(words):
            return chosen[1]
        raise ValidationError(meant_by(words))


def meant_by(words: str) -> str:
    """That it is no number, with those it may mean."""
    many = SubjectClass.objects.public().searched(words).count()
    if not many or len(words) < SHORTEST:
        return _("Write a KLE number, e.g. 29.00 or 29.00.00.")
    numbers = "; ".join(map(str, matching(words)))
    said = _("Write the number. “%(words)s” is in %(numbers)s")
    if many > MOST:
        said = _("Write the number. “%(words)s” is in %(many)s subjects, among them %(numbers)s")
    return said % {"words": words, "many": many, "numbers": numbers}


def matching(words: str) -> list[SubjectClass]:
    """The first of those that match."""
    if len(words.strip()) < SHORTEST:
        return []
    return list(SubjectClass.objects.public().searched(words)[:MOST])


def offered(form: forms.Form) -> dict[str, Any]:
    """What is offered at the field as the page comes; what matches is fetched as it is written."""
    return {"id": LIST, "options": matching(form.data.get("kle", "")), "is_live": True}


@signed_in
def subjects(request: Request) -> HttpResponse:
    """The classes that match what is being written, for the list at the field."""
    if not (may_open(request.user).exists() or has_cases(request.user)):
        raise Http404
    found = matching(request.GET.get("kle", "")[:LONGEST])
    return page(request, "workspace/cases/subjects.html", options=found)
