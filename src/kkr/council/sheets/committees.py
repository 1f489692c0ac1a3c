"""The committees of a council as a table: written, read, and compared with the register."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kkr.council.models import Committee, Membership
from kkr.council.models.bodies import Composition
from kkr.council.sheets.columns import day_of, label_of, one_of, titles
from kkr.council.sheets.planned import ADD
from kkr.council.sheets.tables import Addressed, Reader, Row, WrongCell, named
from kkr.council.sheets.writing import Cell

composition_of = one_of(Composition)


def kinds() -> str:
    return ", ".join(str(label) for _code, label in Composition.choices)


def words_of_seats(committee: Committee, on: date) -> str:
    """How many seats end when the committee is closed on a day, the first one without it."""
    count = Membership.objects.of_body(committee).past(on).count()
    if not count:
        return _("No seat in it ends with it.")
    words = ngettext(
        "%(count)s seat in it ends on the same day.",
        "%(count)s seats in it end on the same day.",
        count,
    )
    return words % {"count": count}


class Committees(Addressed):
    """One row a committee, closed ones too; it is known by its address, else by its name."""

    turn = "committees"
    blank = {"name": "", "composition": "", "starts_on": None, "last_day": None}

    def all(self) -> Iterable[Committee]:
        assert self.council is not None
        return Committee.objects.of_council(self.council)

    def unknown(self) -> str:
        return _("The council has no committee of this address; leave it empty for a new one.")

    @staticmethod
    def titles() -> dict[str, str]:
        seats = titles()
        return {
            "name": seats["name"],
            "composition": pgettext("column headings", "Made up of; composition"),
            "starts_on": seats["starts_on"],
            "last_day": seats["last_day"],
            "address": pgettext("column headings", "Address; slug"),
        }

    @staticmethod
    def notes() -> list[str]:
        return [
            _("One row for each committee; the headings stay in the first row."),
            _("Made up of: %(kinds)s.") % {"kinds": kinds()},
            _("Days are written 13.02.2017; the last day stays empty while the committee works."),
            _("A last day closes the committee, and the seats in it end on the same day."),
            _(
                "The address comes from an export, and may stay empty; with it a name can be changed."
            ),
            _("Committees that are not in the file stay as they are."),
        ]

    @classmethod
    def title_of(cls, column: str) -> str:
        """The register speaks of the first day without it, the table of the last one with it."""
        return super().title_of({"on": "last_day", "ends_on": "last_day"}.get(column, column))

    def rows(self) -> Iterator[list[Cell]]:
        for each in self.things:
            made_of = label_of(Composition, each.composition)
            yield [each.name, made_of, each.starts_on, each.last_day, each.slug]

    def readers(self) -> Mapping[str, Reader]:
        return {
            "name": named(_("Write the name, e.g. Embedsmandsudvalget for Sundhed.")),
            "composition": lambda text: composition_of(text) if text else "",
            "starts_on": day_of,
            "last_day": day_of,
        }

    def shown(self, column: str, value: Any) -> str:
        label = label_of(Composition, value) if column == "composition" else ""
        return label or super().shown(column, value)

    def refuse(self, row: Row) -> None:
        if row.kind == ADD and not row.said["composition"]:
            words = _("Write whom the committee is made up of: %(kinds)s.")
            raise WrongCell("composition", words % {"kinds": kinds()})
        self._refuse_other_facts(row)
        first, last = row.said["starts_on"], row.said["last_day"]
        if first and last and last < first:
            words = _("The last day, %(last)s, is before the first, %(first)s.")
            days = {name: self.shown("", day) for name, day in (("first", first), ("last", last))}
            raise WrongCell("last_day", words % days)
        if row.thing is not None and "last_day" in row.differs:
            row.note = words_of_seats(row.thing, last + timedelta(days=1)) if last else ""

    def _refuse_other_facts(self, row: Row) -> None:
        """What a committee is made up of and since when is entered once; a closed one stays closed."""
        for column in ("composition", "starts_on"):
            if row.thing is not None and column in row.differs:
                words = _("The register has %(now)s here, which no file changes. Write that.")
                now = self.shown(column, row.before[column])
                raise WrongCell(column, words % {"now": now})
        if row.before["last_day"] and not row.said["last_day"]:
            words = _(
                "The committee is closed with %(day)s, and no file opens it again. Write that."
            )
            day = self.shown("last_day", row.before["last_day"])
            raise WrongCell("last_day", words % {"day": day})
