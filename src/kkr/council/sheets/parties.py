"""The parties and lists of the register as a table: written, read, and compared with what stands there."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.common.text import one_line
from kkr.council.models import Party
from kkr.council.sheets.columns import Wrong, titles
from kkr.council.sheets.tables import Addressed, Reader, named
from kkr.council.sheets.writing import Cell


class Parties(Addressed):
    """One row a party; it is known by its address, else by its name."""

    perm = "council.add_party"
    turn = "parties"
    blank = {"letter": "", "name": ""}

    def all(self) -> Iterable[Party]:
        return Party.objects.all()

    def unknown(self) -> str:
        return _("No party has this address; leave it empty for a new one.")

    @staticmethod
    def titles() -> dict[str, str]:
        return {
            "letter": pgettext("column headings", "Letter; list letter"),
            "name": titles()["name"],
            "address": pgettext("column headings", "Address; slug"),
        }

    @staticmethod
    def notes() -> list[str]:
        return [
            _("One row for each party or list; the headings stay in the first row."),
            _("The letter as on the ballot; it stays empty for a list that has none."),
            _(
                "The address comes from an export, and may stay empty; with it a name can be changed."
            ),
            _("A party stands in every council, so only an administrator changes its name."),
            _("Parties that are not in the file stay as they are."),
        ]

    def rows(self) -> Iterator[list[Cell]]:
        for party in self.things:
            yield [party.letter, party.name, party.slug]

    def readers(self) -> Mapping[str, Reader]:
        return {"letter": letter_of, "name": named(_("Write the name, e.g. Socialdemokratiet."))}


def letter_of(text: str) -> str:
    letter = one_line(text).upper()
    if len(letter) > 1:
        raise Wrong(_("Write one letter, e.g. A."))
    return letter
