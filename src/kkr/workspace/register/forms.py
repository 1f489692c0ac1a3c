"""The forms about people and their seats; each hands what was written to one action."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.council.actions import (
    add_party,
    add_person,
    change_party,
    correct_membership,
    end_membership,
    rename_person,
    replace_member,
    start_membership,
    strike_membership,
)
from kkr.council.models import Body, Council, Membership, Municipality, Party, Person, Term
from kkr.council.models.bodies import BodyKind
from kkr.council.models.memberships import (
    BY_OFFICE,
    ROLES_OF_COMMITTEES,
    ROLES_OF_COUNCILS,
    Basis,
    EndReason,
)
from kkr.workspace.correcting import CorrectingForm
from kkr.workspace.fields import DayField
from kkr.workspace.forms import ActingForm
from kkr.workspace.register.fields import (
    Municipalities,
    Parties,
    Terms,
    first_day_after,
    source_field,
    why_field,
)
from kkr.workspace.register.who import WhoForm

AT_FIELDS = {"ends_on": "last_day"}
SAYS = ("role", "municipality", "party", "term", "starts_on", "start_basis")
SAYS_OF_END = ("end_basis", "end_reason", "source")


TAKEN_FROM_SEAT = _(
    "Of somebody who has a seat on that day it is taken from there; leave it empty."
)
HOW_KNOWN = {"required": _("Choose how the day is known.")}


class SeatForm(ActingForm):
    """What is refused about an end is said at the last day."""

    def refuse(self, refusal: ValidationError) -> None:
        reasons = getattr(refusal, "error_dict", None)
        if reasons:
            refusal = ValidationError(
                {AT_FIELDS.get(name, name): told for name, told in reasons.items()}
            )
        super().refuse(refusal)


def roles_in(body: Body) -> list[tuple[str, Any]]:
    """The roles one can have in a council, or in a committee."""
    roles = ROLES_OF_COMMITTEES if body.kind == BodyKind.COMMITTEE else ROLES_OF_COUNCILS
    return [(role.value, role.label) for role in roles]


class PersonForm(WhoForm):
    """Somebody new, once it is said that they are none of those who are near."""

    always_asks = True
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def add(self, *, by: User, at: datetime) -> Person | None:
        """The person entered, or the one who was there already and was meant."""
        if isinstance(self.person, Person):
            return self.person
        public_id = self.cleaned_data["token"]
        return self.act(add_person, name=self.person, public_id=public_id, by=by, at=at)


class NameForm(CorrectingForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Write the name, e.g. Steen Christiansen.")},
    )
    why = why_field()

    says = ("name",)

    def rename(self, person: Person, *, by: User, at: datetime) -> Person | None:
        return self.unless_stale(rename_person, person, **self.facts, by=by, at=at)


class PartyForm(CorrectingForm):
    letter = forms.CharField(
        label=_("Letter"),
        max_length=1,
        required=False,
        help_text=_("As on the ballot; empty for a list that has none."),
        error_messages={"max_length": _("Write one letter, e.g. A.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("Write the name, e.g. Socialdemokratiet.")},
    )

    says = ("letter", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["letter"].widget.attrs.pop(
            "maxlength"
        )  # or browsers cut off what follows unsaid

    def add(self, *, by: User, at: datetime) -> Party | None:
        return self.act(add_party, **self.facts, by=by, at=at)

    def change(self, party: Party, *, by: User, at: datetime) -> Party | None:
        return self.unless_stale(change_party, party, **self.facts, by=by, at=at)


class StartForm(SeatForm, WhoForm):
    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose the role.")})
    starts_on = DayField(label=_("First day"))
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Empty while nobody knows it.")
    )
    source = source_field()
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ("name", "who", "role", "municipality", "party", "starts_on", "last_day")

    def __init__(self, *args: Any, body: Body, council: Council, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.body = body
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [("", _("Choose")), *roles_in(body)]
        self.fields["municipality"] = Municipalities(council, required=False)
        self.fields["party"] = Parties(required=False)
        self.order_fields(self.field_order)

    def start(self, *, by: User, at: datetime) -> Membership | None:
        facts = self.cleaned_data
        return self.act(
            start_membership,
            body=self.body,
            person=self.person,
            **{name: facts[name] for name in ("role", "starts_on", "municipality", "party")},
            ends_on=first_day_after(facts["last_day"]),
            term=self.term_on(facts["starts_on"]),
            source=facts["source"],
            public_id=facts["token"],
            by=by,
            at=at,
        )

    def term_on(self, day: date) -> Term | None:
        """The election period of a seat in the council; a committee goes on past them."""
        if self.body.kind != BodyKind.COUNCIL:
            return None
        return Term.objects.running_on(day).first()


class EndForm(SeatForm):
    last_day = DayField(label=_("Last day"))
    reason = forms.ChoiceField(label=_("Why it ended"), choices=EndReason, required=False)
    why = why_field(required=False)

    def end(self, membership: Membership, *, by: User, at: datetime) -> Membership | None:
        facts = self.cleaned_data
        on = first_day_after(facts["last_day"])
        why = facts["why"]
        return self.act(
            end_membership, membership, on=on, reason=facts["reason"], why=why, by=by, at=at
        )


class ReplaceForm(SeatForm, WhoForm):
    """Left on that date, and this one took over."""

    on = DayField(
        label=_("First day of the new one"),
        help_text=_("The day before is the last day of the one who leaves."),
    )
    reason = forms.ChoiceField(
        label=_("Why the place changed hands"),
        choices=EndReason,
        initial=EndReason.REPLACED,
        required=False,
    )
    source = source_field()

    field_order = ("name", "who", "on", "municipality", "party", "reason", "source")

    def __init__(self, *args: Any, membership: Membership, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        if membership.role != BY_OFFICE:
            self.fields["municipality"] = Municipalities(
                council, now=membership.municipality, required=False
            )
            self.fields["municipality"].help_text = TAKEN_FROM_SEAT
        self.fields["party"] = Parties(required=False)
        self.fields["party"].help_text = TAKEN_FROM_SEAT
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Whom and what they sit for is what the register says of their own seat on that day."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors or not isinstance(self.person, Person):
            return cleaned
        for name in {"municipality", "party"} & set(self.fields):
            own = sits_for(self.person, name, cleaned["on"])
            if own and cleaned[name] and cleaned[name] != own:
                words = _(
                    "The register says %(own)s of %(person)s on that day. Correct it there first."
                )
                self.add_error(name, words % {"own": own, "person": self.person.name})
            else:
                cleaned[name] = cleaned[name] or own
        return cleaned

    def refuse(self, refusal: ValidationError) -> None:
        reasons = getattr(refusal, "error_dict", {})
        wrong = [told for name in ("ends_on", "starts_on") for told in reasons.get(name, [])]
        super().refuse(ValidationError({"on": wrong}) if wrong else refusal)

    def replace(self, *, by: User, at: datetime) -> Membership | None:
        names = ("on", "municipality", "party", "reason", "source")
        facts = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return self.act(replace_member, self.membership, person=self.person, **facts, by=by, at=at)


def sits_for(person: Person, name: str, day: date) -> Municipality | Party | None:
    """The municipality or the party of the seat a person has on a day."""
    seats = Membership.objects.running_on(day).filter(person=person).with_names()
    seat = seats.exclude(**{name: None}).order_by("-starts_on", "pk").first()
    return getattr(seat, name, None)


class CorrectSeatForm(SeatForm, CorrectingForm):
    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Choose the role.")})
    starts_on = DayField(label=_("First day"))
    start_basis = forms.ChoiceField(
        label=_("How the first day is known"), choices=Basis, error_messages=HOW_KNOWN
    )
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Empty while nobody knows it.")
    )
    end_basis = forms.ChoiceField(
        label=_("How the last day is known"), choices=Basis, error_messages=HOW_KNOWN
    )
    end_reason = forms.ChoiceField(label=_("Why it ended"), choices=EndReason, required=False)
    source = source_field()
    why = why_field()

    says = (*SAYS, "last_day", *SAYS_OF_END)
    field_order = ("role", "municipality", "party", "term")

    def __init__(self, *args: Any, membership: Membership, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, of=membership, **kwargs)
        self.membership = membership
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = roles_in(membership.body)
        self.fields["municipality"] = Municipalities(
            council, now=membership.municipality, required=False
        )
        self.fields["party"] = Parties(required=False)
        self.fields["term"] = Terms(required=False)
        self.order_fields(self.field_order)

    def correct(self, *, by: User, at: datetime) -> Membership | None:
        """Save what was corrected; where a colleague was faster, `stale` has what they wrote."""
        facts = self.cleaned_data
        changes = {name: facts[name] for name in (*SAYS, *SAYS_OF_END)}
        changes["ends_on"] = first_day_after(facts["last_day"])
        return self.unless_stale(
            correct_membership, self.membership, changes, why=facts["why"], by=by, at=at
        )


class StrikeForm(ActingForm):
    why = why_field()

    def strike(self, membership: Membership, *, by: User, at: datetime) -> Membership | None:
        return self.act(strike_membership, membership, why=self.cleaned_data["why"], by=by, at=at)
