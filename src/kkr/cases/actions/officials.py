"""Officials on a case: they see it and write its papers, and are taken off again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.accounts.models import User
from kkr.cases.actions.recording import locked, recorded
from kkr.cases.models import Case, CaseOfficial
from kkr.council.models import RoleGrant
from kkr.council.models.roles import Role
from kkr.ledger.actors import Actor, require


@transaction.atomic
def put_official_on(case: Case, *, user: User, by: Actor, at: datetime) -> CaseOfficial:
    """Let an official see a case and write its papers; twice is once.

    Refuses an actor without `cases.put_official_on` on the case, and whoever is no official now.
    """
    require(by, "cases.put_official_on", case)
    case = locked(case)
    if not RoleGrant.objects.of_user(user).running_at(at).with_role(Role.OFFICIAL).exists():
        raise ValidationError({"user": _("Choose somebody who has the role of official.")})
    on_it = CaseOfficial.objects.filter(case=case, user=user, until=None).first()
    if on_it:
        return on_it
    made = CaseOfficial.objects.create(case=case, user=user, since=at)
    recorded("official_put_on", case, by=by, at=at)
    return made


@transaction.atomic
def take_official_off(official: CaseOfficial, *, by: Actor, at: datetime) -> CaseOfficial:
    """Let an official see no more of a case than others do; what they wrote stays. Twice is once.

    Refuses an actor without `cases.take_official_off` on the case.
    """
    require(by, "cases.take_official_off", official.case)
    case = locked(official.case)
    official = CaseOfficial.objects.get(pk=official.pk)
    if official.until is not None:
        return official
    official.until = at
    official.save()
    recorded("official_taken_off", case, by=by, at=at)
    return official
