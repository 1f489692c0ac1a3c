"""The people of the tests: each is one kind of viewer. Each is made when first asked for."""

from collections.abc import Container, Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from kkr.accounts.models import User
from kkr.council.actions import add_committee, add_person, grant_role, start_membership
from kkr.council.models import Association, Body, Committee, Council, Municipality
from kkr.ledger.actors import System

LONG_AGO = datetime(2014, 1, 1, 12, 0, tzinfo=UTC)
HOUSE = System("test")


def user(name: str) -> User:
    """Somebody with an account and no role; nobody can guess the password, for there is none."""
    someone = User(email=f"{name}@example.dk", name=name, joined_at=LONG_AGO)
    someone.set_unusable_password()
    someone.save()
    return someone


def acting(name: str, role: str, body: Body, **more: Any) -> User:
    """Somebody with a role on a body since 2014."""
    someone = user(name)
    grant_role(user=someone, body=body, role=role, by=HOUSE, at=LONG_AGO, **more)
    return someone


class Cast:
    """Needs the register. The council is Hovedstaden, the municipality Albertslund."""

    NAMES = (
        "secretary",
        "other_secretary",
        "chair",
        "mayor",
        "member",
        "official",
        "contact",
        "other_contact",
        "committee_official",
        "administrator",
        "newcomer",
        "citizen",
    )

    @cached_property
    def council(self) -> Council:
        return Council.objects.get(slug="hovedstaden")

    @cached_property
    def committee(self) -> Committee:
        """Of the council's officials; its name makes its address `hovedstaden-sundhed`."""
        return add_committee(
            council=self.council, name="Sundhed", composition="officials", by=HOUSE, at=LONG_AGO
        )

    @cached_property
    def municipality(self) -> Municipality:
        return Municipality.objects.get(slug="albertslund")

    @cached_property
    def secretary(self) -> User:
        return acting("secretary", "secretary", self.council)

    @cached_property
    def other_secretary(self) -> User:
        """The secretary of another council."""
        return acting("other_secretary", "secretary", Council.objects.get(slug="sjaelland"))

    @cached_property
    def chair(self) -> User:
        return acting("chair", "chair", self.council)

    @cached_property
    def mayor(self) -> User:
        """Member by office for Albertslund, for as long as the membership runs."""
        membership = start_membership(
            body=self.council,
            person=add_person(name="Mayor of the test", by=HOUSE, at=LONG_AGO),
            role="member_by_office",
            municipality=self.municipality,
            starts_on=date(2014, 1, 1),
            by=HOUSE,
            at=LONG_AGO,
        )
        return acting("mayor", "member", self.council, membership=membership)

    @cached_property
    def member(self) -> User:
        return acting("member", "member", self.council)

    @cached_property
    def official(self) -> User:
        return acting("official", "official", self.council)

    @cached_property
    def contact(self) -> User:
        return acting("contact", "contact", self.municipality)

    @cached_property
    def other_contact(self) -> User:
        """The contact of another municipality of the same council."""
        return acting("other_contact", "contact", Municipality.objects.get(slug="glostrup"))

    @cached_property
    def committee_official(self) -> User:
        """One who works for a committee of the council."""
        return acting("committee_official", "official", self.committee)

    @cached_property
    def administrator(self) -> User:
        return acting("administrator", "administrator", Association.objects.get(slug="kl"))

    @cached_property
    def newcomer(self) -> User:
        """Signed in, and nothing more."""
        return user("newcomer")

    @cached_property
    def citizen(self) -> AnonymousUser:
        """Anybody who reads the public pages."""
        return AnonymousUser()

    def everyone(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.NAMES}


ASKED_ALWAYS = {"citizen", "mayor", "official", "other_secretary"}
"""Who stands for the rest: those who read everything public, what is closed, what they prepare, and another's."""


def each_of(names: Iterable[str], always: Container[str] = ASKED_ALWAYS) -> list[Any]:
    """The names as parameters of a test; those others stand for are asked in the slow part, of SQLite only."""
    marks = [pytest.mark.slow, pytest.mark.sqlite]
    return [name if name in always else pytest.param(name, marks=marks) for name in names]
