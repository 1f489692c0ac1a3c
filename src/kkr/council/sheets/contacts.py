"""The contacts of a council's municipalities as a table: written, read, and compared with the register."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.council.models import Contact, Council, Municipality
from kkr.council.sheets.columns import Wrong, plain, titles, words_for
from kkr.council.sheets.tables import Reader, Row, Table, WrongCell
from kkr.council.sheets.writing import Cell


class Contacts(Table):
    """One row a contact; they are known in their municipality by the address of their mail, else by the name."""

    needed = ("municipality", "name")
    turn = "tables of contacts"
    blank = {"name": "", "email": "", "phone": ""}

    def __init__(self, council: Council | None, day: date) -> None:
        super().__init__(council, day)
        assert council is not None
        found = Municipality.objects.in_council(council, day).order_by("name")
        self.municipalities = list(found)
        current = Contact.objects.current().filter(municipality__in=self.municipalities)
        self.contacts = list(current)

    @staticmethod
    def titles() -> dict[str, str]:
        return {
            "municipality": titles()["municipality"],
            "name": titles()["name"],
            "email": pgettext("column headings", "E-mail; e-mail address"),
            "phone": pgettext("column headings", "Telephone; telephone number; phone"),
        }

    @staticmethod
    def notes() -> list[str]:
        return [
            _("One row for each contact; the headings stay in the first row."),
            _(
                "The municipality by its name or code. Each contact needs a name, and an e-mail address or"
                " a telephone number."
            ),
            _(
                "A contact is known by the e-mail address, else by the name. Nobody is removed by a file."
            ),
        ]

    def rows(self) -> Iterator[list[Cell]]:
        """A row for each contact, and one to fill in for each municipality that has none."""
        for each in self.municipalities:
            current = [contact for contact in self.contacts if contact.municipality_id == each.pk]
            for contact in current:
                yield [each.name, contact.name, contact.email, contact.phone]
            if not current:
                yield [each.name, "", "", ""]

    def readers(self) -> Mapping[str, Reader]:
        words = words_for(
            self.municipalities,
            lambda each: (each.name, each.full_name, each.code, each.code.lstrip("0")),
            unknown=_("“%(text)s” is no municipality of the council."),
        )
        return {"municipality": words.find, "email": address_of}

    def row(self, number: int, cells: Mapping[str, Any]) -> Row | None:
        """A municipality without a contact, as an export has it, does nothing."""
        if not any(cells.get(name) for name in self.blank):
            return None
        if cells["municipality"] is None:
            raise WrongCell("municipality", _("Choose the municipality."))
        if not cells["name"]:
            raise WrongCell("name", _("Write the name, e.g. Karen Hansen."))
        return super().row(number, cells)

    def owner(self, cells: Mapping[str, Any]) -> Municipality:
        found: Municipality = cells["municipality"]
        return found

    def find(self, cells: Mapping[str, Any]) -> Contact | None:
        of = cells["municipality"].pk
        there = [each for each in self.contacts if each.municipality_id == of]
        said = {name: cells[name] for name in self.blank if name in cells}
        as_said = [each for each in there if said.items() <= vars(each).items()]
        email = cells.get("email")
        by_address = [each for each in there if email and each.email == email]
        by_name = [each for each in there if plain(each.name) == plain(cells["name"])]
        return next(iter(as_said or by_address or by_name), None)

    def key(self, cells: Mapping[str, Any]) -> tuple[Any, ...]:
        return cells["municipality"].pk, cells.get("email") or plain(cells["name"])


def address_of(text: str) -> str:
    try:
        if text:
            validate_email(text)
    except ValidationError:
        raise Wrong(_("Write an e-mail address, e.g. kh@albertslund.dk.")) from None
    return text.lower()
