from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kkr.accounts.models import User
from kkr.council.actions import (
    Imported,
    PlanChanged,
    apply_import,
    drop_upload,
    keep_upload,
    preview_import,
)
from kkr.council.models import Council, Upload
from kkr.council.models.memberships import Basis
from kkr.council.sheets import export
from kkr.council.sheets.plan import SAID_OF_SEATS, Change, shown, title_of
from kkr.council.sheets.planned import ADD, CHANGE, SAME, Planned
from kkr.council.sheets.reading import LARGEST_FILE
from kkr.council.sheets.writing import as_csv, as_excel
from kkr.ledger import clock
from kkr.workspace.door import Request, page, register_for, signed_in
from kkr.workspace.forms import ActingForm
from kkr.workspace.register.history import counted, imports_into

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(ActingForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or Excel (.xlsx): at most 1,000 rows, of which 250 new or changed, and 2 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def keep(self, council: Council, *, by: User) -> Upload | None:
        file = self.cleaned_data["file"]
        content = file.read(LARGEST_FILE + 1)
        return self.act(
            keep_upload, council=council, name=file.name, content=content, by=by, at=clock.now()
        )

    def refuse(self, refusal: ValidationError) -> None:
        """Everything that is wrong is wrong with the file."""
        self.add_error("file", refusal)


def address(council: Council, what: str = "import") -> str:
    return reverse(f"workspace:register_{what}", args=[council.slug])


@signed_in
def upload(request: Request, council: str) -> HttpResponse:
    """Choose a file; what it would do is shown before anything is done."""
    kept = register_for(request.user, council)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.keep(kept, by=request.user):
        return redirect(address(kept, "import_look"))
    waiting = Upload.objects.visible_to(request.user).filter(council=kept).first()
    context: dict[str, Any] = {
        "council": kept,
        "form": form,
        "waiting": waiting,
        "notes": export.notes(),
        "heads": export.heads(),
        "imports": imports_into(kept, request.user),
    }
    return page(request, "workspace/register/import.html", **context)


@signed_in
def look(request: Request, council: str) -> HttpResponse:
    """What the file would do, row by row; a yes does exactly that."""
    kept = register_for(request.user, council)
    waiting = Upload.objects.visible_to(request.user).filter(council=kept).first()
    if waiting is None:
        return redirect(address(kept))
    if request.method == "POST":
        try:
            digest = request.POST.get("digest", "")
            done = apply_import(waiting, digest=digest, by=request.user, at=clock.now())
            messages.success(request, said(done))
            return redirect(reverse("workspace:register_members", args=[kept.slug]))
        except (PlanChanged, ValidationError):  # the page says what is wrong now
            return look_page(request, kept, waiting, is_stale=True)
        except Upload.DoesNotExist:
            messages.info(request, _("The file was imported, or thrown away, in another window."))
            return redirect(address(kept))
    return look_page(request, kept, waiting)


def look_page(
    request: Request, council: Council, waiting: Upload, *, is_stale: bool = False
) -> HttpResponse:
    plan, digest = preview_import(waiting, by=request.user, at=clock.now())
    context: dict[str, Any] = {
        "council": council,
        "upload": waiting,
        "plan": plan,
        "digest": digest,
        "is_stale": is_stale,
        "added": [line(change) for change in plan.shown(ADD)],
        "changed": [line(change) for change in plan.shown(CHANGE)],
        "same": len(plan.of_kind(SAME)),
        "heading": heading(plan),
    }
    status = 409 if is_stale else 200
    return page(request, "workspace/register/import_look.html", status=status, **context)


def heading(plan: Planned[Any]) -> str:
    """What the page is about, in one sentence."""
    if plan.problems:
        many = len({problem.row for problem in plan.problems})
        words = ngettext("One row must be put right", "%(many)s rows must be put right", many)
        return words % {"many": many}
    if not plan.has_to_do:
        return _("There is nothing to do")
    added, changed = len(plan.of_kind(ADD)), len(plan.of_kind(CHANGE))
    words = ngettext(
        "%(added)s row would be added, %(changed)s changed",
        "%(added)s rows would be added, %(changed)s changed",
        added,
    )
    return words % {"added": added, "changed": changed}


def line(change: Change) -> dict[str, Any]:
    """One row that does something: whom it is about, and each fact with what stands there now."""
    return {
        "row": change.row,
        "name": change.name,
        "is_new": change.is_new_person,
        "near": change.near,
        "body": change.body.name if change.body else "",
        "facts": [
            (title_of(name), shown(name, change.before.get(name)), shown(name, change.facts[name]))
            for name in told(change)
        ],
    }


def told(change: Change) -> list[str]:
    """What is worth saying, in the order of the columns: every change, and of what is new what is not usual."""
    names = [name for name in SAID_OF_SEATS if name in change.facts]
    if change.kind == CHANGE:
        return names
    return [name for name in names if change.facts[name] not in (None, "", Basis.EXACT)]


def said(done: Imported) -> str:
    return _("Imported: %(done)s.") % {"done": counted(vars(done))}


@signed_in
def drop(request: Request, council: str) -> HttpResponse:
    """Throw the file away."""
    kept = register_for(request.user, council)
    waiting = Upload.objects.visible_to(request.user).filter(council=kept).first()
    if request.method == "POST" and waiting:
        drop_upload(waiting, by=request.user)
        messages.success(request, _("The file is thrown away; nothing was imported."))
    return redirect(address(kept))


@signed_in
def export_csv(request: Request, council: str) -> HttpResponse:
    """Every seat of the council and its committees, as CSV."""
    kept = register_for(request.user, council)
    content = as_csv(export.heads(), export.rows_of(kept))
    return file_answer(content, "text/csv; charset=utf-8", kept.slug, "csv")


@signed_in
def export_excel(request: Request, council: str) -> HttpResponse:
    """The same as Excel."""
    kept = register_for(request.user, council)
    content = as_excel(kept.name, export.heads(), export.rows_of(kept), export.notes())
    return file_answer(content, EXCEL, kept.slug, "xlsx")


@signed_in
def template_csv(request: Request, council: str) -> HttpResponse:
    """The headings with nothing under them."""
    register_for(request.user, council)
    return file_answer(as_csv(export.heads(), []), "text/csv; charset=utf-8", _("template"), "csv")


@signed_in
def template_excel(request: Request, council: str) -> HttpResponse:
    """The same as Excel, with how to fill it in on a second sheet."""
    register_for(request.user, council)
    content = as_excel(_("Register"), export.heads(), [], export.notes())
    return file_answer(content, EXCEL, _("template"), "xlsx")


def file_answer(content: bytes, media_type: str, what: str, ending: str) -> HttpResponse:
    """A file to keep, named after what it holds and the day."""
    register = slugify(_("Register"))
    name = f"{register}-{slugify(what)}-{clock.today():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
