"""The fixed sections of an agenda: they stand also when they are empty, and number what stands in them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Section:
    """One section; `begins_with` are the kinds of the items that every agenda has there."""

    title: str | Promise
    begins_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """The sections of a kind of meeting, numbered from 1; `is_plain` where items have no number but the section's."""

    sections: tuple[Section, ...]
    is_plain: bool = False

    def title_of(self, section: int) -> str:
        """The title of a section by its number."""
        return str(self.sections[section - 1].title)

    @property
    def numbers(self) -> range:
        """The numbers of the sections."""
        return range(1, len(self.sections) + 1)


ORDINARY = Template(
    (
        Section(pgettext_lazy("section", "Approval of minutes"), ("approval_of_minutes",)),
        Section(pgettext_lazy("section", "Since last time"), ("since_last",)),
        Section(pgettext_lazy("section", "Regional political matters")),
        Section(pgettext_lazy("section", "Appointments")),
        Section(pgettext_lazy("section", "The council")),
        Section(pgettext_lazy("section", "Items for the next meeting"), ("next_meeting",)),
        Section(pgettext_lazy("section", "Any other business"), ("any_other_business",)),
    )
)
"""As the agendas of KKR Hovedstaden of 2015 to 2018 have them."""

CONSTITUTING = Template(
    (
        Section(pgettext_lazy("section", "Approval of election and composition"), ("matter",)),
        Section(pgettext_lazy("section", "Approval of electoral pacts"), ("matter",)),
        Section(pgettext_lazy("section", "Election of chair and vice chair"), ("election",)),
        Section(pgettext_lazy("section", "Rules of procedure"), ("matter",)),
        Section(pgettext_lazy("section", "Appointments to regional bodies"), ("appointment",)),
        Section(pgettext_lazy("section", "Core areas"), ("orientation",)),
        Section(pgettext_lazy("section", "Meeting plan"), ("matter",)),
        Section(pgettext_lazy("section", "Any other business"), ("any_other_business",)),
    ),
    is_plain=True,
)
"""As the constituting meeting of KKR Hovedstaden on 28 January 2010 had it."""

WRITTEN = Template((Section(pgettext_lazy("section", "For decision in writing")),))
