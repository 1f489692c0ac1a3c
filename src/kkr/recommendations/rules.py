"""Who may see what; who may ask and answer stands in `rounds`."""

import rules

from kkr.council.rules import is_visible

rules.add_perm("recommendations.view_recommendation", is_visible)
rules.add_perm("recommendations.view_outcome", is_visible)
