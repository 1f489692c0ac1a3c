"""Prints are made by the house itself; people read them."""

import rules

from kkr.council.rules import is_administrator, is_visible

rules.add_perm("printing.make_print", is_administrator)
rules.add_perm("printing.view_print", is_visible)
