"""Who may do what with cases: the secretaries of the councils a case is before, and the administrators."""

from typing import Any

import rules

from kkr.cases.models import Case
from kkr.council.models.roles import Role
from kkr.council.rules import has_role, is_administrator, is_secretary_of_it


@rules.predicate
def writes_it(user: Any, case: Case | None) -> bool:
    """Whether the user is secretary of a council the case is before."""
    if case is None:
        return False
    councils = case.councils.values_list("council_id", flat=True)
    return has_role(user, Role.SECRETARY, on=list(councils))


@rules.predicate
def is_public(_viewer: Any, case: Case | None) -> bool:
    return case is not None and case.is_public


may_write = writes_it | is_administrator

rules.add_perm("cases.view_case", is_public | may_write)
rules.add_perm("cases.open_case", is_secretary_of_it | is_administrator)
rules.add_perm("cases.bring_case", is_secretary_of_it | is_administrator)
rules.add_perm("cases.edit_case", may_write)
rules.add_perm("cases.publish_case", may_write)
