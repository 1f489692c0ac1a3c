"""Images and files in a paper: put at the end of what is being written, or where the writer is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kkr.cases.actions import keep_unsaved_paper
from kkr.cases.models import Case, Paper
from kkr.documents.richtext import link
from kkr.ledger import clock
from kkr.workspace.cases.door import case_for, paper_for, writing
from kkr.workspace.cases.paper_forms import AttachForm, PaperImageForm, first_words, words_of
from kkr.workspace.cases.writing import unsaved_of
from kkr.workspace.door import Request, page, signed_in


@signed_in
def files_new(request: Request, public_id: UUID) -> HttpResponse:
    return attach(request, case_for(request, public_id), None)


@signed_in
def files_of(request: Request, public_id: UUID, paper: str) -> HttpResponse:
    found = paper_for(request, public_id, paper)
    return attach(request, found.case, found)


def attach(request: Request, case: Case, paper: Paper | None) -> HttpResponse:
    """Keep a file, and put a link to it at the end of the text."""
    form = AttachForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (file := form.store(case, by=request.user, at=clock.now())):
        words = form.cleaned_data["label"] or file.name
        said = _("A link to the file stands at the end of the text. It is not saved yet.")
        return put_in(request, case, paper, f"<p>{link(file.path, says=words)}</p>", said)
    return asked(request, case, paper, form, "files")


@signed_in
def images_new(request: Request, public_id: UUID) -> HttpResponse:
    return images(request, case_for(request, public_id), None)


@signed_in
def images_of(request: Request, public_id: UUID, paper: str) -> HttpResponse:
    found = paper_for(request, public_id, paper)
    return images(request, found.case, found)


def images(request: Request, case: Case, paper: Paper | None) -> HttpResponse:
    """Keep an image, and put it at the end of the text; the editor puts it where the writer is."""
    form = PaperImageForm(request.POST or None, request.FILES or None)
    if form.is_valid() and form.store(case, by=request.user, at=clock.now()):
        if request.htmx:
            return HttpResponse(form.figure)
        said = _("The image stands at the end of the text. It is not saved yet.")
        return put_in(request, case, paper, form.figure, said)
    if request.htmx:
        return render(request, "workspace/refusals.html", {"form": form}, status=422)
    return asked(request, case, paper, form, "images")


def asked(request: Request, case: Case, paper: Paper | None, form: Any, what: str) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "title": paper.title if paper else _("New paper"),
        "case": case,
        "back": writing(case, paper),
    }
    return page(request, f"workspace/cases/{what}.html", **context)


def put_in(request: Request, case: Case, paper: Paper | None, html: str, said: str) -> HttpResponse:
    """At the end of what is being written."""
    unsaved = unsaved_of(request.user, case, paper)
    words = first_words(paper, unsaved, clock.today())
    fields = words_of({name: str(value or "") for name, value in words.items()})
    keep_unsaved_paper(
        case,
        paper,
        fields=fields | {"html": fields["html"] + html},
        based_on=words.get("based_on", 0),
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, said)
    return redirect(writing(case, paper))
