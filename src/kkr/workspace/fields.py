"""Fields that forms of several nouns ask in the same words."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)


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
