"""What is held about somebody: fetched by themselves, fetched and erased by an administrator."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kkr.accounts.actions import erase_user, hand_out
from kkr.accounts.holdings import holdings
from kkr.accounts.models import User
from kkr.ledger import clock
from kkr.workspace.accounts.archive import archive
from kkr.workspace.accounts.forms import Reason


def person_for(request: Any, public_id: UUID, perm: str) -> User:
    """The person with this number, if whoever asks may do that; else there is no such page."""
    person = get_object_or_404(User, public_id=public_id)
    if not request.user.has_perm(perm, person):
        raise Http404
    return person


@login_required
@reauthentication_required
def own(request: Any) -> HttpResponseBase:
    """What is held about oneself, and all of it as a file."""
    if request.method == "POST":
        return sent(request.user, why="", by=request.user)
    parts = [(holding, sum(1 for _row in holding.rows(request.user))) for holding in holdings]
    return render(request, "workspace/accounts/own_data.html", {"parts": parts})


@login_required
def fetch(request: Any, public_id: UUID) -> HttpResponseBase:
    """What is held about somebody as a file, for a reason that stands in the history."""
    return fetch_page(request, person_for(request, public_id, "accounts.hand_out"))


@reauthentication_required
def fetch_page(request: Any, person: User) -> HttpResponseBase:
    """The password is asked for again only of those for whom there is such a page."""
    form = Reason(request.POST or None)
    if form.is_valid():
        return sent(person, why=form.cleaned_data["why"], by=request.user)
    return render(request, "workspace/accounts/fetch.html", {"person": person, "form": form})


def sent(person: User, *, why: str, by: User) -> FileResponse:
    at = clock.now()
    with translation.override(settings.LANGUAGE_CODE):
        held = hand_out(person, why=why, by=by, at=at)
    name = f"kkr-oplysninger-{at:%Y-%m-%d}.zip"
    return FileResponse(archive(person, held, at=at), as_attachment=True, filename=name)


@login_required
def erase(request: Any, public_id: UUID) -> HttpResponse:
    """What will be erased of somebody and what is kept, and the button that does it."""
    return erase_page(request, person_for(request, public_id, "accounts.erase_user"))


@reauthentication_required
def erase_page(request: Any, person: User) -> HttpResponse:
    form = Reason(request.POST or None)
    if form.is_valid() and erased(person, form, by=request.user):
        messages.success(request, _("The account and what could be erased with it are gone."))
        return redirect("account_person", person.public_id)
    parts = [holding for holding in holdings if holding.erased or holding.kept]
    context = {"person": person, "form": form, "parts": parts}
    return render(request, "workspace/accounts/erase.html", context)


def erased(person: User, form: Reason, *, by: User) -> bool:
    """Whether it was done; else the form says why not."""
    why = form.cleaned_data["why"]
    try:
        erase_user(person, why=why, by=by, at=clock.now(), now=timezone.now())
    except ValidationError as refusal:
        form.add_error("why", refusal.messages)
        return False
    return True
