"""What a page of a meeting says of the PDF of an edition; templates include `website/prints/print.html`."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.meetings.models import Edition
from kkr.printing.prints import prints_of


def print_line(edition: Edition) -> dict[str, Any]:
    """Where the PDF of an edition is, its size and digest once it is made, and the earlier ones."""
    meeting = edition.meeting
    place = [meeting.council.slug, meeting.slug, edition.kind, edition.number]
    every = prints_of(edition)
    now = next((each for each in every if not each.is_withdrawn), None)
    said = {"kind": edition.get_kind_display(), "number": edition.number}
    return {
        "name": _("%(kind)s, edition %(number)s (PDF)") % said,
        "href": reverse("website:edition_print", args=place),
        "print": now,
        "earlier": [
            {"print": each, "href": reverse("website:frozen_print", args=[*place, each.sha256])}
            for each in every
            if each is not now
        ],
    }
