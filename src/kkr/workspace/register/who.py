"""Asking for a person by name: the one who is known, and a question before somebody is entered twice."""

from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kkr.common.text import slug
from kkr.council.models import Membership, Person
from kkr.ledger import clock
from kkr.workspace.forms import ActingForm
from kkr.workspace.register.lines import described

NEW = "new:"


def with_seats(people: QuerySet[Person]) -> QuerySet[Person]:
    """People with the seats a line about them names, in two queries."""
    seats = Membership.objects.standing().with_names().order_by("-starts_on", "pk")
    return people.prefetch_related(Prefetch("memberships", seats))


class WhoForm(ActingForm):
    """A name, and where the register has it or nearly has it, which of these it is."""

    always_asks = False

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "known-people", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the name, e.g. Steen Christiansen.")},
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Is it one of these?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.choices()
        if not choices:
            del self.fields["who"]
            return
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @cached_property
    def written(self) -> str:
        return " ".join(str(self.data.get(self.add_prefix("name"), "")).split())

    @cached_property
    def day(self) -> date:
        """The day it is about, as far as one is written; else today."""
        for name in ("on", "starts_on"):
            with suppress(ValidationError, KeyError):
                return self.fields[name].clean(self.data.get(self.add_prefix(name), ""))
        return clock.today()

    @cached_property
    def near(self) -> list[Person]:
        """Who of the register it may be."""
        if not self.written:
            return []
        return list(with_seats(Person.objects.named_like(self.written)))

    @cached_property
    def same(self) -> list[Person]:
        """Those of exactly this name."""
        return [each for each in self.near if each.name.casefold() == self.written.casefold()]

    def choices(self) -> list[tuple[str, str]]:
        """What is asked; nothing where it is clear who is meant."""
        if not self.near or (len(self.same) == 1 and not self.always_asks):
            return []
        new = _("None of them. Enter %(name)s as a new person.") % {"name": self.written}
        known = [(person.slug, described(person, self.day)) for person in self.near]
        return [*known, (f"{NEW}{slug(self.written)}", new)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "who" in self.fields and not cleaned.get("who") and not self.errors.get("who"):
            self.add_error(
                "who", _("The register has somebody of nearly this name. Choose who is meant.")
            )
        return cleaned

    @property
    def person(self) -> Person | str:
        """Who was meant: somebody in the register, or the name of somebody new."""
        chosen = self.cleaned_data.get("who", "")
        if chosen and not chosen.startswith(NEW):
            return next(person for person in self.near if person.slug == chosen)
        if not chosen and self.same:
            return self.same[0]
        return self.written
