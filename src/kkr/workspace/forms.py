"""What every form here can do: say in plain words what is wrong, and hand what was written to an action."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

Done = TypeVar("Done")
NOT_ONE_OF_THESE = _("It cannot be chosen here, or no longer. Choose one of those that are shown.")
NO_FILE = _("The file did not come along. Choose it again.")
PLAIN: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {
        "required": _("Fill it in; it cannot stay empty."),
        "null_characters_not_allowed": _("It holds a character nobody can read. Write it anew."),
    },
    forms.CharField: {
        "max_length": ngettext_lazy(
            "It may have at most %(limit_value)d character, and has %(show_value)d. Write it shorter.",
            "It may have at most %(limit_value)d characters, and has %(show_value)d. Write it shorter.",
            "limit_value",
        )
    },
    forms.IntegerField: {
        "min_value": _("Write a number that is at least %(limit_value)s."),
        "max_value": _("Write a number that is at most %(limit_value)s."),
    },
    forms.ChoiceField: {"required": _("Choose one of those."), "invalid_choice": NOT_ONE_OF_THESE},
    forms.FileField: {
        "required": _("Choose a file on your computer."),
        "empty": _("The file is empty. Choose another."),
        "invalid": NO_FILE,
        "missing": NO_FILE,
    },
}
"""What is said where a field has no words of its own, by kind of field; a narrower kind says it after a wider."""


def say_it_plainly(field: forms.Field) -> None:
    """Put our words in place of the framework's, and leave those the form itself has."""
    kinds = [vars(kind).get("default_error_messages", {}) for kind in type(field).__mro__]
    for kind, words in PLAIN.items():
        for code in words if isinstance(field, kind) else ():
            said = field.error_messages.get(code)
            if said is None or any(said is each.get(code) for each in [*kinds, *PLAIN.values()]):
                field.error_messages[code] = words[code]


class PlainForm(forms.Form):
    """A form that answers in our words whatever is wrong, also in fields that were added to it later."""

    def full_clean(self) -> None:
        for field in self.fields.values():
            say_it_plainly(field)
        super().full_clean()


class ActingForm(PlainForm):
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
