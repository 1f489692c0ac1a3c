"""Fields that forms of several nouns ask in the same words."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)
LARGEST_KEY = 2**63 - 1


class DayField(forms.DateField):
    """A day, as the browser sends it or as a Dane writes it."""

    def __init__(self, **kwargs: Any) -> None:
        outside = _("Write a day between 1900 and 2200.")
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y"],
            error_messages={
                "invalid": _("Write a day, e.g. 13.02.2017."),
                "required": _("Write the day, e.g. 13.02.2017."),
            },
            validators=[MinValueValidator(FIRST, outside), MaxValueValidator(LAST, outside)],
            **kwargs,
        )


def refuse_past(form: forms.BaseForm, today: date, *names: str) -> None:
    """Refuse at its field each of these days that is over."""
    for name in names:
        day = form.cleaned_data.get(name)
        if day and day < today:
            form.add_error(name, gettext("That day is over; choose one to come."))


class MomentField(forms.DateTimeField):
    """A day and a time that there is exactly once: summer time leaves an hour out, and winter has one twice."""

    def to_python(self, value: Any) -> datetime | None:
        try:
            moment: datetime | None = super().to_python(value)
        except ValidationError as refusal:
            if refusal.code != "ambiguous_timezone" or not refusal.params:
                raise
            raise ValidationError(words_for_hour(refusal.params["datetime"])) from None
        return moment


def words_for_hour(time: datetime) -> str:
    """Why a time on the clock is none, or is two, and which would be right."""
    zone = timezone.get_current_timezone()
    there_and_back = time.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != time:
        words = gettext(
            "There is no %(time)s on %(day)s, for summer time begins: after 02:00 comes 03:00. Choose 03:00 "
            "or later."
        )
    else:
        words = gettext(
            "There are two of %(time)s on %(day)s, for summer time ends. Choose a time before 02:00, or 03:00 "
            "or later."
        )
    return words % {"time": f"{time:%H:%M}", "day": f"{time:%d.%m.%Y}"}


class OneOfField(forms.ModelChoiceField):
    """One of the rows; whatever else is sent is no choice, also a number that is too large for a key."""

    def to_python(self, value: Any) -> Any:
        refuse_what_is_no_key(self, [value])
        return super().to_python(value)


class SomeOfField(forms.ModelMultipleChoiceField):
    """Some of the rows, likewise."""

    def clean(self, value: Any) -> Any:
        refuse_what_is_no_key(self, value or [])
        return super().clean(value)


def refuse_what_is_no_key(field: forms.ModelChoiceField, values: Iterable[Any]) -> None:
    """A number no column can hold is no choice; the database, asked for it, would fall."""
    for value in values:
        if is_too_large(value):
            words = field.error_messages["invalid_choice"]
            raise ValidationError(words, code="invalid_choice", params={"value": value})


def is_too_large(value: Any) -> bool:
    try:
        return isinstance(value, str | int) and abs(int(value)) > LARGEST_KEY
    except ValueError:
        return False
