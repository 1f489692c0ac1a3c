"""The people who have an account: administrators see all, secretaries those of their council."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kkr.accounts.actions import close_user
from kkr.accounts.models import User
from kkr.council.models import Body, RoleGrant
from kkr.ledger import clock
from kkr.workspace.accounts import inviting
from kkr.workspace.accounts.choices import bodies_for, roles_for
from kkr.workspace.accounts.forms import Invite, Reason
from kkr.workspace.accounts.grants import roles_of

View = Callable[..., HttpResponse]


def for_those_who_may(perm: str) -> Callable[[View], View]:
    """Only for those who may `perm` at all; for others there is no such page, nor a password to give first."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(perm):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


for_inviters = for_those_who_may("accounts.invite_user")


def known_to(viewer: Any) -> QuerySet[User]:
    """Everybody for an administrator; else those whose roles the viewer may see."""
    now = RoleGrant.objects.visible_to(viewer).running_now().select_related("body")
    people = User.objects.order_by("name", "pk").prefetch_related(
        Prefetch("role_grants", queryset=now, to_attr="roles_now"), "authenticator_set"
    )
    if viewer.has_perm("accounts.create_user"):
        return people
    return people.filter(role_grants__in=RoleGrant.objects.visible_to(viewer)).distinct()


@for_inviters
def index(request: Any) -> HttpResponse:
    """Everybody with the roles they have, or else had."""
    begun = RoleGrant.objects.visible_to(request.user).begun_by(clock.today()).with_ends()
    had = Prefetch("role_grants", queryset=begun, to_attr="roles_before")
    people = known_to(request.user).prefetch_related(had)
    return render(request, "workspace/accounts/people.html", {"people": people})


@for_inviters
def show(request: Any, public_id: UUID, **forms: Reason) -> HttpResponse:
    person = get_object_or_404(known_to(request.user), public_id=public_id)
    may = request.user.has_perm
    context = {
        "person": person,
        "reset_form": Reason(auto_id="reset_%s"),
        "close_form": Reason(auto_id="close_%s"),
        "may_reset": person.has_second_factor and may("accounts.reset_second_factor", person),
        "may_close": person.closed_at is None and may("accounts.close_user", person),
        "may_fetch": may("accounts.hand_out", person) and person != request.user,
        "may_erase": person.erased_at is None and may("accounts.erase_user", person),
        "roles": roles_of(person, request.user),
        "invitation": person.invitations.unanswered().first(),
        "may_take_back": may("accounts.take_back_invitation", person),
        **forms,
    }
    return render(request, "workspace/accounts/person.html", context)


@for_inviters
def invite(request: Any) -> HttpResponse:
    roles, bodies = roles_for(request.user), bodies_for(request.user)
    form = Invite(request.POST or None, roles=roles, bodies=bodies)
    if form.is_valid():
        facts = form.cleaned_data | {"body": Body.objects.get(pk=form.cleaned_data["body"])}
        try:
            user, _token = inviting.invite_with_role(
                **facts, by=request.user, at=clock.now(), now=timezone.now()
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The invitation was sent to %s.") % user.email)
            if user.name != facts["name"]:
                words = _("They are called %s here already; the name you wrote was not taken.")
                messages.info(request, words % user.name)
            return redirect("account_people")
    return render(request, "workspace/accounts/invite.html", {"form": form})


@for_inviters
@require_POST
def invite_again(request: Any, public_id: UUID) -> HttpResponse:
    person = get_object_or_404(known_to(request.user), public_id=public_id, is_active=False)
    try:
        inviting.invite(
            email=person.email,
            name=person.name,
            by=request.user,
            at=clock.now(),
            now=timezone.now(),
        )
        messages.success(request, _("The invitation was sent to %s.") % person.email)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("account_person", public_id)


@for_inviters
@require_POST
def take_back(request: Any, public_id: UUID) -> HttpResponse:
    """Let the link of a mistyped invitation open nothing, unless somebody else invited them too."""
    refuse_unless(request, "accounts.take_back_invitation", public_id)
    person = get_object_or_404(known_to(request.user), public_id=public_id)
    try:
        inviting.take_back(person, by=request.user, at=clock.now(), now=timezone.now())
        gone = _("The invitation is taken back; its link opens nothing.")
        kept = _(
            "Your roles are taken back. Others have invited them too, so the link is good still."
        )
        stays = person.invitations.unanswered().exists()
        messages.success(request, kept if stays else gone)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("account_person", public_id)


@for_those_who_may("accounts.reset_second_factor")
@reauthentication_required
def reset(request: Any, public_id: UUID) -> HttpResponse:
    """Take away somebody's lost second factor."""
    done = _("The second step was reset, and %s was told by mail.")
    refuse_unless(request, "accounts.reset_second_factor", public_id)
    return _with_reason(request, public_id, "reset", inviting.reset_and_tell, done)


@for_those_who_may("accounts.close_user")
@reauthentication_required
def close(request: Any, public_id: UUID) -> HttpResponse:
    refuse_unless(request, "accounts.close_user", public_id)

    def act(person: User, **facts: Any) -> User:
        return close_user(person, now=timezone.now(), **facts)

    return _with_reason(request, public_id, "close", act, _("The account of %s is closed."))


def refuse_unless(request: Any, perm: str, public_id: UUID) -> None:
    """For whoever may not, there is no such page."""
    person = get_object_or_404(known_to(request.user), public_id=public_id)
    if not request.user.has_perm(perm, person):
        raise Http404


def _with_reason(
    request: Any, public_id: UUID, name: str, act: Callable[..., User], done: str
) -> HttpResponse:
    person = get_object_or_404(known_to(request.user), public_id=public_id)
    form = Reason(request.POST or None, auto_id=f"{name}_%s")
    if not form.is_valid():
        return show(request, public_id, **{f"{name}_form": form})
    try:
        act(person, why=form.cleaned_data["why"], by=request.user, at=clock.now())
        messages.success(request, done % person.name)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("account_person", public_id)
