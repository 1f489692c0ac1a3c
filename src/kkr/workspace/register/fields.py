"""Fields that several forms of the register ask in the same words."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kkr.council.models import Council, Municipality, Party, Term
from kkr.ledger import clock
from kkr.workspace.fields import OneOfField

REASON_IS_KEPT = _("It is kept in the history with your name. Write nothing private.")


def why_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=REASON_IS_KEPT,
        error_messages={"required": _("Say why, e.g. “The minutes were found.”")},
        **kwargs,
    )


def source_field() -> forms.URLField:
    return forms.URLField(
        label=_("Source"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("The address of the page it is known from. Readers see it."),
        error_messages={"invalid": _("Write a whole address, e.g. https://www.kl.dk/kkr.")},
    )


class Municipalities(OneOfField):
    """The municipalities of a council, in the order of the alphabet, and the one that stands there now."""

    def __init__(self, council: Council, *, now: Municipality | None = None, **kwargs: Any) -> None:
        own = Municipality.objects.in_council(council, clock.today())
        also = Q(pk__in=own.values("pk")) | Q(pk=now and now.pk)
        super().__init__(
            Municipality.objects.filter(also).order_by("name"),
            label=_("Municipality"),
            empty_label=_("Not known, or none"),
            **kwargs,
        )


class Parties(OneOfField):
    """Every list, by its letter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Party.objects.all(), label=_("Party"), empty_label=_("Not known, or none"), **kwargs
        )

    def label_from_instance(self, party: Any) -> str:
        return f"{party.letter} {party.name}".strip()


class Terms(OneOfField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Term.objects.all(), label=_("Election period"), empty_label=_("None"), **kwargs
        )


def first_day_after(last: date | None) -> date | None:
    """`ends_on` for a last day."""
    return last + timedelta(days=1) if last else None
