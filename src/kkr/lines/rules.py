"""Who may do what with common lines: the secretaries of the council, and the administrators."""

import rules

from kkr.council.rules import is_administrator, is_secretary_of_it, is_visible

may_keep = is_secretary_of_it | is_administrator

rules.add_perm("lines.view_commonline", is_visible)
rules.add_perm("lines.establish_line", may_keep)
rules.add_perm("lines.end_line", may_keep)
