"""The forms about committees and contacts."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.council.actions import (
    add_committee,
    add_contact,
    change_contact,
    close_committee,
    erase_contact,
    erase_person,
    hand_out_contact,
    hand_out_person,
    remove_contact,
    rename_committee,
)
from kkr.council.models import Committee, Contact, Council, Municipality, Person
from kkr.council.models.bodies import Composition
from kkr.workspace.correcting import CorrectingForm
from kkr.workspace.fields import DayField
from kkr.workspace.forms import ActingForm
from kkr.workspace.register.fields import Municipalities, first_day_after, why_field

NEEDS_A_NAME = {"required": _("Write the name, e.g. Embedsmandsudvalget for Sundhed.")}


class CommitteeForm(ActingForm):
    name = forms.CharField(label=_("Name"), max_length=80, error_messages=NEEDS_A_NAME)
    composition = forms.ChoiceField(
        label=_("Made up of"),
        choices=Composition,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whom the committee is made up of.")},
    )
    starts_on = DayField(
        label=_("First day"), required=False, help_text=_("Empty where it is not known.")
    )

    def add(self, council: Council, *, by: User, at: datetime) -> Committee | None:
        return self.act(add_committee, council=council, **self.cleaned_data, by=by, at=at)


class CommitteeNameForm(CorrectingForm):
    name = forms.CharField(label=_("Name"), max_length=80, error_messages=NEEDS_A_NAME)
    why = why_field(required=False)

    says = ("name",)

    def rename(self, committee: Committee, *, by: User, at: datetime) -> Committee | None:
        return self.unless_stale(rename_committee, committee, **self.facts, by=by, at=at)


class CloseForm(ActingForm):
    last_day = DayField(label=_("Last day"))
    why = why_field(required=False)

    def refuse(self, refusal: ValidationError) -> None:
        reasons = getattr(refusal, "error_dict", {})
        wrong = [told for name in ("on", "ends_on") for told in reasons.get(name, [])]
        super().refuse(ValidationError({"last_day": wrong}) if wrong else refusal)

    def close(self, committee: Committee, *, by: User, at: datetime) -> Committee | None:
        on = first_day_after(self.cleaned_data["last_day"])
        why = self.cleaned_data["why"]
        return self.act(close_committee, committee, on=on, why=why, by=by, at=at)


class ContactForm(CorrectingForm):
    """How a contact is called and reached; with a council, also of which municipality."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Write the name, e.g. Karen Hansen.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Only the secretariat and the municipality see it."),
        error_messages={"invalid": _("Write an e-mail address, e.g. kh@albertslund.dk.")},
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    says = ("name", "email", "phone")

    def __init__(self, *args: Any, council: Council | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if council is not None:
            missing = {"required": _("Choose the municipality.")}
            self.fields["municipality"] = Municipalities(council, error_messages=missing)
            self.order_fields(("municipality",))

    def add(self, *, by: User, at: datetime) -> Contact | None:
        return self.act(add_contact, **self.facts, by=by, at=at)

    def replace(self, old: Contact, *, by: User, at: datetime) -> Contact | None:
        municipality: Municipality = old.municipality
        facts = {"municipality": municipality, "replaces": old, **self.facts}
        return self.act(add_contact, **facts, by=by, at=at)

    def change(self, contact: Contact, *, by: User, at: datetime) -> Contact | None:
        return self.unless_stale(change_contact, contact, **self.facts, by=by, at=at)


class ContactDataForm(ActingForm):
    """Two buttons: `fetch` what is held, or `erase` it."""

    why = why_field()

    def fetch(self, contact: Contact, *, by: User, at: datetime) -> Any:
        return self.act(hand_out_contact, contact, why=self.cleaned_data["why"], by=by, at=at)

    def erase(self, contact: Contact, *, by: User, at: datetime) -> bool:
        """Whether it was done."""
        facts = {"why": self.cleaned_data["why"], "by": by, "at": at, "now": timezone.now()}
        self.act(erase_contact, contact, **facts)
        return not self.errors


class PersonDataForm(ActingForm):
    """The same of somebody who only stands in the register."""

    why = why_field()

    def fetch(self, person: Person, *, by: User, at: datetime) -> Any:
        return self.act(hand_out_person, person, why=self.cleaned_data["why"], by=by, at=at)

    def erase(self, person: Person, *, by: User, at: datetime) -> bool:
        """Whether it was done."""
        self.act(erase_person, person, why=self.cleaned_data["why"], by=by, at=at)
        return not self.errors


class RemoveForm(ActingForm):
    why = why_field(required=False)

    def remove(self, contact: Contact, *, by: User, at: datetime) -> Contact | None:
        return self.act(remove_contact, contact, why=self.cleaned_data["why"], by=by, at=at)
