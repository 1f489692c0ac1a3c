"""Who may do what with cases: the secretaries of the councils a case is before, and the administrators.

Officials on a case, and those of its committees, write its papers, and open nothing to anybody.
"""

from typing import Any

import rules

from kkr.cases.models import Case, prepared_by
from kkr.council.models.roles import Role
from kkr.council.rules import has_role, is_administrator, is_secretary_of_it, is_visible


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


@rules.predicate
def prepares_it(user: Any, case: Case | None) -> bool:
    """Whether the user is an official on the case, or of a committee that prepares it."""
    return case is not None and Case.objects.filter(prepared_by(user), pk=case.pk).exists()


may_write = writes_it | is_administrator

rules.add_perm("cases.view_case", is_public | may_write | prepares_it)
rules.add_perm("cases.write_paper", may_write | prepares_it)
rules.add_perm("cases.put_official_on", may_write)
rules.add_perm("cases.take_official_off", may_write)
rules.add_perm("cases.import_subject_classes", is_administrator)
rules.add_perm("cases.open_case", is_secretary_of_it | is_administrator)
rules.add_perm("cases.bring_case", is_secretary_of_it | is_administrator)
rules.add_perm("cases.edit_case", may_write)
rules.add_perm("cases.publish_case", may_write)
rules.add_perm("cases.view_consultation", is_visible)
