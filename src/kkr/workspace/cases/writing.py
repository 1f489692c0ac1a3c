"""Writing a paper: the first version or the next, kept meanwhile, by one at a time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kkr.accounts.models import User
from kkr.cases.actions import (
    begin_writing,
    forget_unsaved_paper,
    keep_unsaved_paper,
    place_of,
)
from kkr.cases.models import Case, Paper, Wish
from kkr.cases.models.papers import WishQuerySet
from kkr.documents.actions import HeldByAnother, StaleUnsaved
from kkr.documents.models import EditLock, UnsavedText
from kkr.documents.showing import shown
from kkr.ledger import clock
from kkr.workspace.cases.door import address, case_for, paper_address, paper_for, writing
from kkr.workspace.cases.paper_forms import (
    PaperImageForm,
    TextForm,
    first_words,
    form_of,
    words_of,
)
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.writing.beside import clash_with
from kkr.workspace.writing.forms import over_of, version_of, window_of
from kkr.workspace.writing.pasting import left_out, tidied


def unsaved_of(user: User, case: Case, paper: Paper | None) -> UnsavedText | None:
    """What the reader has not saved of it."""
    return UnsavedText.objects.visible_to(user).filter(place=place_of(case, paper)).first()


@signed_in
def new(request: Request, public_id: UUID) -> HttpResponse:
    return write(request, case_for(request, public_id), None)


@signed_in
def edit(request: Request, public_id: UUID, paper: str) -> HttpResponse:
    found = paper_for(request, public_id, paper)
    return write(request, found.case, found)


def write(request: Request, case: Case, paper: Paper | None) -> HttpResponse:
    """The form of a version: kept while it is written, by one at a time, and saved."""
    if request.method != "POST":
        return begun(request, case, paper)
    if request.htmx or {"preview", "images", "files"} & set(request.POST):
        return kept_unsaved(request, case, paper)
    form = form_of(paper)(request.POST, case=case, viewer=request.user)
    saved = form.is_valid() and form.keep(case, paper, by=request.user, at=clock.now())
    if not saved:
        return form_page(request, case, paper, form)
    messages.success(request, _("Saved as version %(number)s.") % {"number": saved.version.number})
    if told := left_out(request.POST.get("html", "")):
        messages.warning(request, told)
    return redirect(paper_address(saved.paper))


def begun(request: Request, case: Case, paper: Paper | None) -> HttpResponse:
    """The form, unless somebody else is writing: then who, since when, and the way to take it over."""
    unsaved = unsaved_of(request.user, case, paper)
    lock = begin_writing(paper, by=request.user, at=clock.now()) if paper else None
    if lock and lock.holder_id != request.user.pk:
        return held(request, case, paper, lock, unsaved)
    words = first_words(paper, unsaved, clock.today())
    form = form_of(paper)(initial=words, case=case, viewer=request.user)
    return form_page(request, case, paper, form, unsaved)


def held(
    request: Request, case: Case, paper: Paper | None, lock: EditLock, unsaved: UnsavedText | None
) -> HttpResponse:
    """Somebody else is writing."""
    context: dict[str, Any] = {
        "case": case,
        "paper": paper,
        "lock": lock,
        "unsaved": unsaved,
        "back": paper_address(paper) if paper else address(case),
        "take_over": writing(case, paper, "take_over"),
        "preview": writing(case, paper, "preview"),
    }
    return page(request, "workspace/cases/held.html", **context)


@signed_in
def take_over(request: Request, public_id: UUID, paper: str) -> HttpResponse:
    """Take a text over from whoever is writing it."""
    found = paper_for(request, public_id, paper)
    if request.method == "POST":
        begin_writing(found, over=True, by=request.user, at=clock.now())
    return redirect(paper_address(found, "write"))


def kept_unsaved(request: Request, case: Case, paper: Paper | None) -> HttpResponse:
    """Keep what is not saved yet; answers htmx with when, and a button with the page it leads to."""
    now = clock.now()
    try:
        unsaved = keep_unsaved_paper(
            case,
            paper,
            fields=words_of(request.POST),
            based_on=version_of(request.POST),
            over=over_of(request.POST),
            window=window_of(request.POST),
            by=request.user,
            at=now,
        )
    except StaleUnsaved as elsewhere:
        return written_elsewhere(request, case, paper, elsewhere.unsaved)
    if request.htmx:
        lock = begin_writing(paper, by=request.user, at=now) if paper else None
        other = lock if lock and lock.holder_id != request.user.pk else None
        return render(request, "workspace/writing/saved.html", {"draft": unsaved, "lock": other})
    where = next(what for what in ("preview", "images", "files") if what in request.POST)
    return redirect(writing(case, paper, where))


def written_elsewhere(
    request: Request, case: Case, paper: Paper | None, unsaved: UnsavedText
) -> HttpResponse:
    """Nothing was kept: the writer has other words in another window, and says which are to stay."""
    context: dict[str, Any] = {"elsewhere": unsaved, "there": writing(case, paper, "preview")}
    if request.htmx:
        return render(request, "workspace/writing/elsewhere.html", context, status=409)
    form = form_of(paper)(request.POST, case=case, viewer=request.user)
    return form_page(request, case, paper, form, None, **context)


def form_page(
    request: Request,
    case: Case,
    paper: Paper | None,
    form: TextForm,
    unsaved: UnsavedText | None = None,
    **more: Any,
) -> HttpResponse:
    """The form; after a clash both texts."""
    context: dict[str, Any] = {
        "form": form,
        "case": case,
        "paper": paper,
        "draft": unsaved,
        "clash": clash_of(form),
        "back": paper_address(paper) if paper else address(case),
        "forget": writing(case, paper, "forget"),
        "images": writing(case, paper, "images"),
        "tidy": reverse("workspace:case_tidy"),
        "wishes": open_wishes(case, request.user),
        "image_form": PaperImageForm(auto_id="image_%s"),
        **more,
    }
    status = 409 if form.clash or more else 200
    return page(request, "workspace/cases/write.html", status=status, **context)


def open_wishes(case: Case, viewer: User) -> WishQuerySet:
    """What the case was sent back with and nobody has answered yet, as far as the viewer reads it."""
    rows = Wish.objects.visible_to(viewer).filter(case=case).unanswered()
    return rows.select_related("wanted_by").order_by("wanted_on", "pk")


def clash_of(form: TextForm) -> dict[str, Any] | None:
    """Mine and the text of a colleague who was faster, or who is writing now, side by side."""
    if form.clash is None:
        return None
    lock = form.clash.lock if isinstance(form.clash, HeldByAnother) else None
    return {**clash_with(form.clash.theirs, form.clash.mine), "lock": lock}


@signed_in
def preview_new(request: Request, public_id: UUID) -> HttpResponse:
    return look(request, case_for(request, public_id), None)


@signed_in
def preview(request: Request, public_id: UUID, paper: str) -> HttpResponse:
    found = paper_for(request, public_id, paper)
    return look(request, found.case, found)


def look(request: Request, case: Case, paper: Paper | None) -> HttpResponse:
    """The text as readers will see it, with what is not saved yet."""
    unsaved = unsaved_of(request.user, case, paper)
    words = first_words(paper, unsaved, clock.today())
    context: dict[str, Any] = {
        "title": paper.title if paper else words.get("title") or _("Without a title"),
        "body": mark_safe(shown(words.get("html", ""))),  # noqa: S308 -- sanitised when it was kept
        "draft": unsaved,
        "back": writing(case, paper),
    }
    return page(request, "workspace/cases/preview.html", **context)


@signed_in
def forget_new(request: Request, public_id: UUID) -> HttpResponse:
    return drop(request, case_for(request, public_id), None)


@signed_in
def forget(request: Request, public_id: UUID, paper: str) -> HttpResponse:
    found = paper_for(request, public_id, paper)
    return drop(request, found.case, found)


def drop(request: Request, case: Case, paper: Paper | None) -> HttpResponse:
    """Throw away what is not saved, and let others write."""
    if request.method == "POST":
        forget_unsaved_paper(case, paper, by=request.user)
        messages.success(request, _("What was not saved is thrown away."))
    return redirect(paper_address(paper) if paper else address(case))


@require_POST
@signed_in
def tidy(request: Request) -> HttpResponse:
    """What is pasted, as it will stand there."""
    return tidied(request)
