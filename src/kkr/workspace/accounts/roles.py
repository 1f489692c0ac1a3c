"""Roles of somebody who has an account: given more, and taken back."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kkr.accounts.models import User
from kkr.council.actions import revoke_role
from kkr.council.models import Membership, Person, RoleGrant
from kkr.ledger import clock
from kkr.workspace.accounts.choices import bodies_for, roles_for
from kkr.workspace.accounts.forms import GiveRole, Reason
from kkr.workspace.accounts.people import for_inviters, known_to


def seats_like(person: User) -> QuerySet[Membership]:
    """The seats that run today of people called as they are."""
    people = Person.objects.named_like(person.name)
    seats = Membership.objects.standing().running_on(clock.today()).filter(person__in=people)
    return seats.with_names().order_by("body__name", "pk")


@for_inviters
@reauthentication_required
def give(request: Any, public_id: UUID) -> HttpResponse:
    """Give somebody a role more."""
    person = get_object_or_404(known_to(request.user), public_id=public_id, closed_at=None)
    choices = {"roles": roles_for(request.user), "bodies": bodies_for(request.user)}
    form = GiveRole(request.POST or None, seats=seats_like(person), **choices)
    if form.is_valid() and form.give(person, by=request.user, at=clock.now()):
        messages.success(request, _("%s has the role from now on.") % person.name)
        return redirect("account_person", public_id)
    return render(request, "workspace/accounts/give_role.html", {"person": person, "form": form})


@for_inviters
@reauthentication_required
def take_back(request: Any, public_id: UUID, grant: int) -> HttpResponse:
    """Take a role back; taken back before, it is gone already."""
    person = get_object_or_404(known_to(request.user), public_id=public_id)
    held = get_object_or_404(RoleGrant.objects.visible_to(request.user), pk=grant, user=person)
    if not request.user.has_perm("council.revoke_role", held):
        raise Http404
    form = Reason(request.POST or None)
    if held.revoked_at or (form.is_valid() and taken(held, form, by=request.user)):
        messages.success(request, _("The role was taken back."))
        return redirect("account_person", public_id)
    context = {"person": person, "form": form, "grant": held}
    return render(request, "workspace/accounts/take_role.html", context)


def taken(held: RoleGrant, form: Reason, *, by: User) -> bool:
    """Whether it was done; else the form says why not."""
    why = form.cleaned_data["why"]
    return form.act(revoke_role, held, why=why, by=by, at=clock.now()) is not None
