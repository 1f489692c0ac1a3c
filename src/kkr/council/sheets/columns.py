"""The columns a table of people and seats may have, what may stand in them, and what to write there.

Headings and words are understood in Danish and in English, and as the codes of the open data.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from kkr.common.days import day_in
from kkr.common.text import shortened
from kkr.council.models.memberships import Basis, EndReason, MembershipRole

LANGUAGES = ("da", "en")
FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)
"""The days a form of the desk takes."""
WHOLE_YEAR = re.compile(r"\d{4}", re.ASCII)
"""A year of two figures may be of the last century, so a table has to say which."""


class Wrong(Exception):
    """What a cell says cannot be; the message says what would be right. Of headings there may be several."""


def titles() -> dict[str, str]:
    """Column to its headings in the active language, separated by semicolons; the first is what we write."""
    return {
        "name": pgettext("column headings", "Name; full name"),
        "person": pgettext("column headings", "Person address; person"),
        "committee": pgettext("column headings", "Committee"),
        "role": pgettext("column headings", "Role; post"),
        "municipality": pgettext("column headings", "Municipality; municipality code"),
        "party": pgettext("column headings", "Party; list"),
        "starts_on": pgettext("column headings", "From; first day; start date; starts on"),
        "start_basis": pgettext("column headings", "From is; start basis"),
        "last_day": pgettext("column headings", "Until and including; last day"),
        "ends_on": pgettext("column headings", "First day after; ends on"),
        "end_basis": pgettext("column headings", "Until is; end basis"),
        "end_reason": pgettext("column headings", "Why it ended; end reason"),
        "term": pgettext("column headings", "Election period; term"),
        "source": pgettext("column headings", "Source"),
        "membership": pgettext("column headings", "Seat id; id"),
    }


Titles = Callable[[], dict[str, str]]


def heading(column: str, titles_of: Titles = titles) -> str:
    """What we call a column."""
    return titles_of()[column].split(";")[0]


def plain(text: str) -> str:
    """A heading or word without what people write differently.

    >>> plain(" Til og med: "), plain("starts_on")
    ('til og med', 'starts on')
    """
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def known_headings(titles_of: Titles = titles) -> dict[str, str]:
    """Every heading we understand, as `plain`, to its column; of any table whose titles are given like ours."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            for column, words in titles_of().items():
                known |= {plain(word): column for word in (column, *words.split(";"))}
    return known


def columns_of(
    heads: Iterable[str], titles_of: Titles = titles, needed: Iterable[str] = ("name",)
) -> list[str]:
    """The column of each heading; raises Wrong with every one we do not know, have twice, or need and miss."""
    known = known_headings(titles_of)
    found: list[str] = []
    wrong: list[str] = []
    for head in heads:
        column = known.get(plain(head))
        if column is None:
            message = _("“%(head)s” is no heading we know. These are: %(known)s.")
            ours = ", ".join(heading(each, titles_of) for each in titles_of())
            wrong.append(message % {"head": shortened(head), "known": ours})
        elif column in found or {column, *found} >= {"last_day", "ends_on"}:
            message = _("“%(head)s” says the same as another column. Keep one of them.")
            wrong.append(message % {"head": shortened(head)})
        else:
            found.append(column)
    for column in needed:
        if column not in found:
            missing = _("The column “%(name)s” is missing.")
            wrong.append(missing % {"name": heading(column, titles_of)})
    if wrong:
        raise Wrong(*wrong)
    return found


def day_of(text: str) -> date | None:
    """13.02.2017, 13-02-2017 or 2017-02-13 as a day; nothing as None."""
    if not text:
        return None
    day = day_in(text) if WHOLE_YEAR.search(text) else None
    if day and not FIRST <= day <= LAST:
        words = _("“%(text)s” is too early or too late; write a day between 1900 and 2200.")
        raise Wrong(words % {"text": shortened(text)})
    if day is None:
        raise Wrong(_("“%(text)s” is no day; write it as 13.02.2017.") % {"text": shortened(text)})
    return day


def one_of(choices: Any) -> Callable[[str], str]:
    """A reader of the codes and the words of some choices."""

    @cache
    def known() -> dict[str, str]:
        words: dict[str, str] = {}
        for language in LANGUAGES:
            with override(language):
                for code, label in choices.choices:
                    words |= {plain(code): code, plain(str(label)): code}
        return words

    def read(text: str) -> str:
        if plain(text) in known():
            return known()[plain(text)]
        labels = ", ".join(str(label) for _code, label in choices.choices)
        message = _("“%(text)s” is none of: %(known)s.")
        raise Wrong(message % {"text": shortened(text), "known": labels})

    return read


role_of = one_of(MembershipRole)
reason_of = one_of(EndReason)
_basis_of = one_of(Basis)


def basis_of(text: str) -> str:
    """How a date is known; nothing means that it is known."""
    return _basis_of(text) if text else Basis.EXACT


def label_of(choices: Any, code: str) -> str:
    """The word for a code, in the active language; empty for none."""
    return str(choices(code).label) if code else ""


@dataclass(frozen=True)
class Words:
    """What somebody may call the rows of a table, and which rows that is."""

    rows: Mapping[str, tuple[Any, ...]]
    unknown: str
    several: str

    def find(self, text: str) -> Any:
        """The one row of this name, or None for nothing."""
        if not text:
            return None
        found = self.rows.get(plain(text), ())
        if len(found) == 1:
            return found[0]
        said = {"text": shortened(text), "known": ", ".join(str(row) for row in found)}
        raise Wrong((self.several if found else self.unknown) % said)


def words_for(
    rows: Iterable[Any], names: Callable[[Any], Iterable[str]], *, unknown: str, several: str = ""
) -> Words:
    found: dict[str, tuple[Any, ...]] = {}
    for row in rows:
        for name in {plain(name) for name in names(row) if name}:
            found[name] = (*found.get(name, ()), row)
    return Words(found, unknown, several or unknown)
