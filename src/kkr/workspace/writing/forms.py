"""What forms with a text ask in the same words, and what they read of what was posted."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from kkr.common.text import UNFIT_FOR_A_TEXT
from kkr.documents.models import File
from kkr.documents.richtext import figure
from kkr.workspace.forms import ActingForm

LONGEST_NUMBER = 10


class Editor(forms.Textarea):
    """A textarea with HTML, which the script of the page makes an editor of."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        address = static("django_prose_editor/editor.js")
        return super().get_context(
            name, value, {**(attrs or {}), "data-editor": address, "rows": 18}
        )


def over_of(posted: Any) -> int | None:
    """The revision of the unsaved words that were before the writer; None where nothing is said."""
    text = posted.get("kept", "")
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None


def window_of(posted: Any) -> str:
    """Which window it was sent from, as the page named it; empty where it says nothing we wrote."""
    text = posted.get("window", "")
    return text if re.fullmatch(r"[0-9a-f-]{36}", text) else ""


def version_of(posted: Any) -> int:
    """The version the writer had before them; 0 for what is no number of a version."""
    text = posted.get("based_on", "")
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else 0


def without_unfit(written: Mapping[str, str]) -> dict[str, str]:
    """What was written, valid or not, without what no database keeps."""
    return {name: UNFIT_FOR_A_TEXT.sub("", text) for name, text in written.items()}


class ImageForm(ActingForm):
    image = forms.FileField(
        label=_("Image"),
        help_text=_("A JPEG or PNG file of at most 20 MB. Where it was taken is not kept."),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
        error_messages={
            "required": _("Choose an image on your computer."),
            "empty": _("The file is empty. Choose another."),
        },
    )
    alt_text = forms.CharField(
        label=_("What does the image show?"),
        max_length=250,
        help_text=_(
            "It is read aloud to those who cannot see it, e.g. “The chair signs the agreement”."
        ),
        error_messages={"required": _("Write what the image shows, for those who cannot see it.")},
    )
    caption = forms.CharField(
        label=_("Words under the image"),
        max_length=250,
        required=False,
        help_text=_("E.g. who took it."),
    )
    figure = ""

    def put_in(self, action: Callable[..., File], *args: Any, **facts: Any) -> File | None:
        """Keep the picture by this action; `figure` is it as it stands in a text."""
        alt_text = self.cleaned_data["alt_text"]
        file = self.act(action, *args, self.cleaned_data["image"], alt_text=alt_text, **facts)
        if file:
            caption = self.cleaned_data["caption"]
            self.figure = figure(file.path, shows=file.alt_text, caption=caption)
        return file
