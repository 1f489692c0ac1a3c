"""Contacts from a file, and as one. The table goes with the page that asks for a yes, and is kept nowhere."""

from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.council.actions import PlanChanged, import_contacts, preview_contacts
from kkr.council.models import Council
from kkr.council.sheets import contacts as sheets
from kkr.council.sheets.plan import ADD, CHANGE, SAME
from kkr.council.sheets.reading import LARGEST_FILE, Line, Sheet, read_sheet
from kkr.council.sheets.writing import as_csv, as_excel
from kkr.ledger import clock
from kkr.workspace.door import Request, page, register_for, signed_in
from kkr.workspace.forms import ActingForm
from kkr.workspace.pages import done
from kkr.workspace.register.imports import EXCEL, UploadForm, file_answer

SALT = "kkr.contacts"


class ContactsForm(ActingForm):
    file = UploadForm.base_fields["file"]

    def sheet(self) -> Sheet | None:
        """The table in the file, or None where it is none."""
        return self.act(read_sheet, self.cleaned_data["file"].read(LARGEST_FILE + 1))

    def refuse(self, refusal: ValidationError) -> None:
        """Everything that is wrong is wrong with the file."""
        self.add_error("file", refusal)


@signed_in
def contacts_import(request: Request, council: str) -> HttpResponse:
    """Choose a file; see what it would do; a yes does exactly that."""
    kept = register_for(request.user, council)
    sent = request.POST.get("table", "")
    if table := table_from(sent, kept):
        return said_yes(request, kept, table)
    form = ContactsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (sheet := form.sheet()):
        return look(request, kept, sheet)
    context: dict[str, Any] = {"council": kept, "form": form, "heads": sheets.heads()}
    return page(request, "workspace/register/contacts_import.html", **context)


def said_yes(request: Request, council: Council, table: Sheet) -> HttpResponse:
    digest = request.POST.get("digest", "")
    by, at = request.user, clock.now()
    try:
        made = import_contacts(table, council=council, digest=digest, by=by, at=at)
    except (PlanChanged, ValidationError):  # the page says what is wrong now
        return look(request, council, table, is_stale=True)
    words = _("Imported: %(added)s added, %(changed)s changed.")
    return done(request, words % vars(made), reverse("workspace:contacts", args=[council.slug]))


def look(
    request: Request, council: Council, table: Sheet, *, is_stale: bool = False
) -> HttpResponse:
    """What the file would do, row by row."""
    plan, digest = preview_contacts(table, council=council, by=request.user, at=clock.now())
    context: dict[str, Any] = {
        "council": council,
        "plan": plan,
        "digest": digest,
        "is_stale": is_stale,
        "table": table_as_text(table, council),
        "heading": heading(plan),
        "added": [line(each) for each in plan.shown(ADD)],
        "changed": [line(each) for each in plan.shown(CHANGE)],
        "same": len(plan.of_kind(SAME)),
    }
    status = 409 if is_stale else 200
    return page(request, "workspace/register/contacts_import_look.html", status=status, **context)


def heading(plan: sheets.ContactPlan) -> str:
    """What the page is about, in one sentence."""
    if plan.problems:
        many = len({problem.row for problem in plan.problems})
        words = ngettext("One row must be put right", "%(many)s rows must be put right", many)
        return words % {"many": many}
    added, changed = len(plan.of_kind(ADD)), len(plan.of_kind(CHANGE))
    if not plan.busy:
        return _("There is nothing to do")
    words = ngettext(
        "%(added)s row would be added, %(changed)s changed",
        "%(added)s rows would be added, %(changed)s changed",
        added,
    )
    return words % {"added": added, "changed": changed}


def line(change: sheets.ContactChange) -> dict[str, Any]:
    """One row: whom it is about, and what it says beside what stands there now."""
    return {
        "row": change.row,
        "name": change.before["name"] or change.said["name"],
        "body": change.municipality.full_name,
        "facts": [
            (sheets.title_of(name), change.before[name] or "–", change.said[name] or "–")
            for name in sheets.SAID
            if change.before[name] != change.said[name]
        ],
    }


def table_as_text(table: Sheet, council: Council) -> str:
    """The table as the page carries it to the yes, signed, so that it is what was looked at."""
    lines = [[each.number, each.cells] for each in table.lines]
    said = {"council": council.slug, "heads": table.heads, "lines": lines}
    return signing.dumps(said, salt=SALT, compress=True)


def table_from(text: str, council: Council) -> Sheet | None:
    try:
        said = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    if said["council"] != council.slug:
        return None
    lines = tuple(Line(number, tuple(cells)) for number, cells in said["lines"])
    return Sheet(tuple(said["heads"]), lines)


@signed_in
def contacts_csv(request: Request, council: str) -> HttpResponse:
    """Every contact, and a row for each municipality that has none."""
    kept = register_for(request.user, council)
    content = as_csv(sheets.heads(), sheets.rows_of(kept, clock.today()))
    what = f"{kept.slug}-{_('Contacts')}"
    return file_answer(content, "text/csv; charset=utf-8", what, "csv")


@signed_in
def contacts_excel(request: Request, council: str) -> HttpResponse:
    """The same as Excel."""
    kept = register_for(request.user, council)
    content = as_excel(kept.name, sheets.heads(), sheets.rows_of(kept, clock.today()))
    return file_answer(content, EXCEL, f"{kept.slug}-{_('Contacts')}", "xlsx")
