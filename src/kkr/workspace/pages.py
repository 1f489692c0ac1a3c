"""The shape of a page with one form, and what happens after it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kkr.common.text import number_in
from kkr.workspace.correcting import CorrectingForm, theirs
from kkr.workspace.door import Request, page

Text = str | Promise


@dataclass(frozen=True)
class Step:
    """What a form asks, what its button says, where it came from, and what one should know first."""

    question: Text
    button: Text
    back_label: Text
    back: str
    notes: tuple[Text, ...] = ()


def form_page(request: Request, form: Any, step: Step, **more: Any) -> HttpResponse:
    """The page that asks; 409 where somebody was faster, with what they wrote."""
    newer = theirs(form) if isinstance(form, CorrectingForm) else None
    status = 409 if getattr(form, "stale", None) else 200
    context = {"form": form, "step": step, "theirs": newer, **more}
    return page(request, "workspace/form.html", status=status, **context)


def posted(request: Request) -> Any:
    """What was sent, also where that is nothing but the press of a button; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def done(request: Request, said: Text, address: str) -> HttpResponse:
    messages.success(request, str(said))
    return redirect(address)


def corrected(request: Request, form: CorrectingForm, said: Text, address: str) -> HttpResponse:
    """The same after a correction, which may have changed nothing."""
    if not form.changed_nothing:
        return done(request, said, address)
    messages.info(request, _("Nothing was changed: it says so already."))
    return redirect(address)


def page_of(request: Request, rows: Any, *, per_page: int = 50) -> Page[Any]:
    """The page asked for in `?side=`, or 404 where there is none."""
    number = number_in(request.GET.get("side", "1"))
    paginator = Paginator(rows, per_page)
    if not 1 <= number <= paginator.num_pages:
        raise Http404
    return paginator.page(number)
