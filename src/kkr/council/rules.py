"""Who may do what. Roles are granted in this room, so rights of the rooms below are given here too.

The secretaries of a council keep its register; the administrators of the association may do it all.
"""

from typing import Any

import rules
from django.apps import apps
from django.db.models import Q

from kkr.accounts.rules import is_oneself, sent_the_invitation
from kkr.council.models import Body, Council, Person, RoleGrant
from kkr.council.models.bodies import CouncilQuerySet
from kkr.council.models.roles import Role, acted_on, answering_bodies, councils_held, holds


def body_of(thing: Any) -> Body | None:
    """The body a thing belongs to: itself, its `body`, its `council` or its `municipality`."""
    if thing is None or isinstance(thing, Body):
        return thing
    owners = (getattr(thing, name, None) for name in ("body", "council", "municipality"))
    return next((owner for owner in owners if owner is not None), None)


def has_role(user: Any, *roles: str, on: Any = None) -> bool:
    """Whether the user acts now in one of the roles: on `on`, or with None anywhere."""
    return holds(user, *roles, on=on)


def councils_kept_by(user: Any) -> CouncilQuerySet:
    """The councils whose secretariat the user is of; to an administrator all of them."""
    if has_role(user, Role.ADMINISTRATOR):
        return Council.objects.all()
    return Council.objects.filter(pk__in=acted_on(user, Role.SECRETARY))


def workplaces_of(user: Any) -> list[Council]:
    """The same in order, to be read; of remembered roles it asks nothing of its own but for an administrator."""
    if has_role(user, Role.ADMINISTRATOR):
        return list(Council.objects.all())
    return councils_held(user, Role.SECRETARY)


@rules.predicate
def is_administrator(user: Any) -> bool:
    return has_role(user, Role.ADMINISTRATOR)


@rules.predicate
def is_a_secretary(user: Any) -> bool:
    return has_role(user, Role.SECRETARY)


@rules.predicate
def is_secretary_of_it(user: Any, thing: Any) -> bool:
    body = body_of(thing)
    return body is not None and has_role(user, Role.SECRETARY, on=answering_bodies(body))


@rules.predicate
def sits_in_kept_council(user: Any, person: Person | None) -> bool:
    """Whether the person's seats are in a council whose secretary the user is; one without seats is anybody's."""
    if person is None or not has_role(user, Role.SECRETARY):
        return False
    seats = person.memberships.values("body_id")
    seated = Council.objects.filter(Q(pk__in=seats) | Q(committees__in=seats))
    return not seated.exists() or seated.filter(pk__in=councils_kept_by(user).values("pk")).exists()


@rules.predicate
def acts_for_somebody(user: Any) -> bool:
    """Whether the user acts now in any role, and so can write something."""
    return holds(user)


@rules.predicate
def gives_no_power_over_others(_user: Any, grant: RoleGrant) -> bool:
    return grant.role not in {Role.SECRETARY, Role.ADMINISTRATOR}


@rules.predicate
def is_visible(user: Any, thing: Any) -> bool:
    """The object and the list agree: one may see what `visible_to` gives."""
    return thing is not None and (
        type(thing)._default_manager.filter(pk=thing.pk).visible_to(user).exists()
    )


keeps_the_register = is_administrator | is_secretary_of_it

rules.add_perm("council.load_register", is_administrator)
rules.add_perm("council.add_person", is_administrator | is_a_secretary)
rules.add_perm("council.rename_person", is_administrator | sits_in_kept_council)
rules.add_perm("council.add_party", is_administrator | is_a_secretary)
rules.add_perm("council.change_party", is_administrator)
rules.add_perm("council.keep_register", keeps_the_register)
rules.add_perm("council.start_membership", keeps_the_register)
rules.add_perm("council.end_membership", keeps_the_register)
rules.add_perm("council.replace_member", keeps_the_register)
rules.add_perm("council.correct_membership", keeps_the_register)
rules.add_perm("council.strike_membership", keeps_the_register)
rules.add_perm("council.import_register", keeps_the_register)
for thing in ("committee", "contact"):
    rules.add_perm(f"council.add_{thing}", keeps_the_register)
    rules.add_perm(f"council.change_{thing}", keeps_the_register)
    rules.add_perm(f"council.end_{thing}", keeps_the_register)
rules.add_perm(
    "council.grant_role", is_administrator | (is_secretary_of_it & gives_no_power_over_others)
)
rules.add_perm(
    "council.revoke_role", is_administrator | (is_secretary_of_it & gives_no_power_over_others)
)
rules.add_perm("council.erase_contact", is_administrator)
rules.add_perm("council.erase_person", is_administrator)
rules.add_perm("accounts.create_user", is_administrator)
rules.add_perm("accounts.invite_user", is_administrator | is_a_secretary)
rules.add_perm(
    "accounts.take_back_invitation", is_administrator | (is_a_secretary & sent_the_invitation)
)
rules.add_perm("accounts.close_user", is_administrator & ~is_oneself)
rules.add_perm("accounts.reset_second_factor", is_administrator)
rules.add_perm("accounts.hand_out", is_oneself | is_administrator)
rules.add_perm("accounts.erase_user", is_administrator & ~is_oneself)
rules.add_perm("accounts.must_have_second_factor", acts_for_somebody)
for may in ("view_mail", "retry_mail", "erase_mail"):
    rules.add_perm(f"outbox.{may}", is_administrator)
rules.add_perm("ledger.erase_payload", is_administrator)
for model in apps.get_app_config("council").get_models():
    rules.add_perm(f"council.view_{model._meta.model_name}", is_visible)
