"""Contacts, parties and committees from a file, and as one.

The table goes with the page that asks for a yes, and is kept nowhere.
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kkr.council.actions import PlanChanged, import_table, preview_table
from kkr.council.models import Council
from kkr.council.sheets.committees import Committees
from kkr.council.sheets.contacts import Contacts
from kkr.council.sheets.parties import Parties
from kkr.council.sheets.planned import ADD, CHANGE, SAME
from kkr.council.sheets.reading import LARGEST_FILE, Line, Sheet, read_sheet
from kkr.council.sheets.tables import Row, Table
from kkr.council.sheets.writing import as_csv, as_excel
from kkr.ledger import clock
from kkr.workspace.door import Request, page, register_for, signed_in
from kkr.workspace.forms import ActingForm
from kkr.workspace.pages import done
from kkr.workspace.register.imports import EXCEL, UploadForm, file_answer, heading
from kkr.workspace.register.people import keepers_only

SALT = "kkr.register.tables"


@dataclass(frozen=True)
class Kind:
    """One kind of table: what its page asks, what its things are called, and where they are listed."""

    table: type[Table]
    question: Promise
    plural: Promise
    index: str


KINDS = {
    "contacts": Kind(
        Contacts,
        gettext_lazy("Import contacts from a file"),
        gettext_lazy("Contacts"),
        "workspace:contacts",
    ),
    "parties": Kind(
        Parties,
        gettext_lazy("Import parties from a file"),
        gettext_lazy("Parties"),
        "workspace:register_parties",
    ),
    "committees": Kind(
        Committees,
        gettext_lazy("Import committees from a file"),
        gettext_lazy("Committees"),
        "workspace:committees",
    ),
}


def routes_of(what: str) -> list[URLPattern]:
    """The addresses of one kind, below where its things are listed."""
    return [
        path("import/", bring_in, {"what": what}, name=f"{what}_import"),
        path("skabelon.csv", template, {"what": what, "ending": "csv"}, name=f"{what}_blank_csv"),
        path(
            "skabelon.xlsx", template, {"what": what, "ending": "xlsx"}, name=f"{what}_blank_excel"
        ),
        path("eksport.csv", export, {"what": what, "ending": "csv"}, name=f"{what}_csv"),
        path("eksport.xlsx", export, {"what": what, "ending": "xlsx"}, name=f"{what}_excel"),
    ]


class TableForm(ActingForm):
    file = UploadForm.base_fields["file"]

    def sheet(self) -> Sheet | None:
        """The table in the file, or None where it is none."""
        return self.act(read_sheet, self.cleaned_data["file"].read(LARGEST_FILE + 1))

    def refuse(self, refusal: ValidationError) -> None:
        """Everything that is wrong is wrong with the file."""
        self.add_error("file", refusal)


@dataclass(frozen=True)
class Place:
    """One kind of table, of a council or of all of them."""

    what: str
    council: Council | None

    @property
    def kind(self) -> Kind:
        return KINDS[self.what]

    @property
    def table(self) -> Table:
        return self.kind.table(self.council, clock.today())

    def address(self, route: str = "") -> str:
        """Where the things are listed, or with a route what is done with a file of them."""
        name = f"workspace:{self.what}_{route}" if route else self.kind.index
        return reverse(name, args=[self.council.slug] if self.council else [])

    def context(self) -> dict[str, Any]:
        """What both pages say of where one is."""
        ways = ("import", "blank_csv", "blank_excel", "csv", "excel")
        return {
            "council": self.council,
            "kind": self.kind,
            "back": self.address(),
            "ways": {route: self.address(route) for route in ways},
        }


def place_for(request: Request, what: str, council: str | None) -> Place:
    """For whoever keeps no such table there is no such page."""
    if council is not None:
        return Place(what, register_for(request.user, council))
    keepers_only(request)
    return Place(what, None)


@signed_in
def bring_in(request: Request, what: str, council: str | None = None) -> HttpResponse:
    """Choose a file; see what it would do; a yes does exactly that."""
    place = place_for(request, what, council)
    if sheet := sheet_from(request.POST.get("table", ""), place):
        return said_yes(request, place, sheet)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (sheet := form.sheet()):
        return look(request, place, sheet)
    table = place.kind.table
    told: dict[str, Any] = {"form": form, "notes": table.notes(), "heads": table.heads()}
    return page(request, "workspace/register/table_import.html", **place.context(), **told)


def said_yes(request: Request, place: Place, sheet: Sheet) -> HttpResponse:
    digest = request.POST.get("digest", "")
    facts: dict[str, Any] = {"council": place.council, "by": request.user, "at": clock.now()}
    try:
        made = import_table(place.kind.table, sheet, digest=digest, **facts)
    except (PlanChanged, ValidationError):  # the page says what is wrong now
        return look(request, place, sheet, is_stale=True)
    words = _("Imported: %(added)s added, %(changed)s changed.")
    return done(request, words % vars(made), place.address())


def look(request: Request, place: Place, sheet: Sheet, *, is_stale: bool = False) -> HttpResponse:
    """What the file would do, row by row."""
    facts: dict[str, Any] = {"council": place.council, "by": request.user, "at": clock.now()}
    plan, digest = preview_table(place.kind.table, sheet, **facts)
    context: dict[str, Any] = {
        **place.context(),
        "plan": plan,
        "digest": digest,
        "is_stale": is_stale,
        "table": as_text(sheet, place),
        "heading": heading(plan),
        "added": [line(each, place.table) for each in plan.shown(ADD)],
        "changed": [line(each, place.table) for each in plan.shown(CHANGE)],
        "same": len(plan.of_kind(SAME)),
    }
    status = 409 if is_stale else 200
    return page(request, "workspace/register/table_import_look.html", status=status, **context)


def line(row: Row, table: Table) -> dict[str, Any]:
    """One row: what it is about, and what it says beside what stands there now."""
    return {
        "row": row.row,
        "name": row.name,
        "body": row.owner.name if row.owner and row.owner != table.council else "",
        "note": row.note,
        "facts": [
            (
                table.title_of(name),
                *(table.shown(name, each[name]) for each in (row.before, row.said)),
            )
            for name in row.differs
            if (name, row.kind) != ("name", ADD)  # it stands above already
        ],
    }


def as_text(sheet: Sheet, place: Place) -> str:
    """The table as the page carries it to the yes, signed, so that it is what was looked at."""
    lines = [[each.number, each.cells] for each in sheet.lines]
    return signing.dumps([place.address(), sheet.heads, lines], salt=SALT, compress=True)


def sheet_from(text: str, place: Place) -> Sheet | None:
    try:
        address, heads, lines = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    if address != place.address():
        return None
    return Sheet(tuple(heads), tuple(Line(number, tuple(cells)) for number, cells in lines))


@signed_in
def export(request: Request, what: str, ending: str, council: str | None = None) -> HttpResponse:
    """Everything of it that stands in the register, as a file that imported again does nothing."""
    place = place_for(request, what, council)
    return answer(place, list(place.table.rows()), ending)


@signed_in
def template(request: Request, what: str, ending: str, council: str | None = None) -> HttpResponse:
    """The headings with nothing under them; in Excel with how to fill it in on a second sheet."""
    return answer(place_for(request, what, council), [], ending)


def answer(place: Place, rows: list[Any], ending: str) -> HttpResponse:
    table, plural = place.kind.table, str(place.kind.plural)
    whose = place.council.slug if place.council else ""
    template = _("template")
    name = f"{whose}-{plural}" if rows else f"{plural}-{template}"
    if ending == "csv":
        return file_answer(as_csv(table.heads(), rows), "text/csv; charset=utf-8", name, ending)
    title = place.council.name if place.council else plural
    return file_answer(as_excel(title, table.heads(), rows, table.notes()), EXCEL, name, ending)
