"""The words of the paper itself, in the language of the print."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Every word that stands on a print and comes from nobody's text."""

    agenda: str
    minutes: str
    time: str
    place: str
    edition: str
    published: str
    address: str
    contents: str
    attendance: str
    apologies: str
    substitutes: str
    case: str
    presenter: str
    duration: str
    proposal: str
    background: str
    decision: str
    statements: str
    attachments: str
    inside: str
    outside: str
    closed: str
    closed_content: str
    closed_to_others: str
    closed_attachment: str
    withdrawn: str
    empty_section: str
    corrections: str
    corrected_by: str
    why: str
    image: str
    page: str
    of: str
    unprintable: str


def labels_in(language: str) -> Labels:
    """The words in one language, whatever language is spoken around."""
    with override(language):
        return Labels(
            agenda=_("Agenda"),
            minutes=_("Minutes"),
            time=_("Time"),
            place=_("Place"),
            edition=_("Edition"),
            published=pgettext("edition 2, published 30 January", "published"),
            address=_("Permanent address"),
            contents=_("Contents"),
            attendance=_("Present"),
            apologies=_("Apologies and absence"),
            substitutes=_("Substitutes"),
            case=_("Case"),
            presenter=_("Presented by"),
            duration=_("Time allotted"),
            proposal=_("Proposal"),
            background=_("Background"),
            decision=_("Decision"),
            statements=_("For the minutes"),
            attachments=_("Attachments"),
            inside=_("in this file"),
            outside=_("not in this file, but at"),
            closed=_("closed item"),
            closed_content=_("The item is closed: only its heading is public."),
            closed_to_others=_(
                "The item is closed: it is only for those this edition is made for."
            ),
            closed_attachment=_("closed attachment"),
            withdrawn=_("Taken off the agenda"),
            empty_section=_("Nothing under this heading."),
            corrections=_("Corrected afterwards"),
            corrected_by=_("Corrected by"),
            why=_("Why"),
            image=_("Image"),
            page=_("Page"),
            of=pgettext("page 1 of 2", "of"),
            unprintable=_("Characters that the type does not have stand as �."),
        )
