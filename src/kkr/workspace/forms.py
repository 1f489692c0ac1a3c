"""What every form here can do: hand what was written to an action, and say at the field what it refused."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

Done = TypeVar("Done")


class ActingForm(forms.Form):
    def act(self, action: Callable[..., Done], *args: Any, **facts: Any) -> Done | None:
        """What the action gives, or None where it refused; then the form says why."""
        try:
            return action(*args, **facts)
        except ValidationError as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: ValidationError) -> None:
        """Put each reason at its field, or above the form where it has no field here."""
        for name, reasons in getattr(refusal, "error_dict", {"": refusal}).items():
            self.add_error(name if name in self.fields else None, reasons)
