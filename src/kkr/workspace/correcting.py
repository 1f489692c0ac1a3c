"""Changing what stands in the register: whoever is second sees both texts, and nothing is overwritten."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.council.actions import StaleCorrection
from kkr.council.history import entries_about, newest_change
from kkr.workspace.forms import ActingForm
from kkr.workspace.people import names_of

Done = TypeVar("Done")


class CorrectingForm(ActingForm):
    """A form about a thing that is there; `says` are the fields whose text stands on it."""

    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    says: tuple[str, ...] = ()
    stale: StaleCorrection | None = None
    changed_nothing = False
    """Whether what was saved says what stood there already, so that the history does not go on."""

    def __init__(self, *args: Any, of: models.Model | None = None, **kwargs: Any) -> None:
        if of is not None:
            kwargs["initial"] = {**said_by(of, self.says), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        """What was written, without what the form itself needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "based_on"}

    def unless_stale(
        self, action: Callable[..., Done], thing: models.Model, *args: Any, **facts: Any
    ) -> Done | None:
        """Act on the thing, or where a colleague was faster, let `stale` have what they wrote."""
        before = newest_change(thing)
        try:
            done = self.act(action, thing, *args, based_on=self.cleaned_data["based_on"], **facts)
        except StaleCorrection as stale:
            self.stale = stale
            written = {name: self.data.get(name, "") for name in self.data}
            self.data = written | {"based_on": stale.entry.position}
            return None
        self.changed_nothing = done is not None and newest_change(thing) == before
        return done


def said_by(thing: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    """What the form begins with, and which entry of the history that was."""
    newest = entries_about(thing).last()
    facts = {name: getattr(thing, name) for name in names}
    return {**facts, "based_on": newest.position if newest else 0}


def theirs(form: CorrectingForm) -> dict[str, Any] | None:
    """What a colleague wrote meanwhile, beside what is written here; None where nobody did."""
    if form.stale is None:
        return None
    entry, thing = form.stale.entry, form.stale.theirs
    pairs = {name: (getattr(thing, name), form.cleaned_data[name]) for name in form.says}
    return {
        "who": names_of([entry.actor])[entry.actor],
        "at": entry.at,
        "fields": [
            (form.fields[name].label, shown(form, name, said), shown(form, name, written))
            for name, (said, written) in pairs.items()
            if (said or None) != (written or None)
        ],
    }


def shown(form: CorrectingForm, name: str, value: Any) -> str:
    """A value as the form would say it."""
    if isinstance(value, date):
        return date_format(value)
    choices = dict(getattr(form.fields[name], "choices", [])) if isinstance(value, str) else {}
    return str(choices.get(value, value) or _("(empty)"))
