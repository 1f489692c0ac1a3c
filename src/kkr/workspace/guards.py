"""The check list before something becomes public, as `workspace/guards.html` shows it."""

from collections.abc import Iterable
from typing import Any

from kkr.documents.guarding import Check, Publication, check_list


def looked_for(publication: Publication) -> dict[str, Any]:
    """The list as it stands now."""
    return shown(check_list(publication))


def shown(checks: Iterable[Check]) -> dict[str, Any]:
    """The guards that found something, with what they found, and those that did not."""
    checks = list(checks)
    return {
        "found": [check for check in checks if check.findings],
        "passed": [check.guard for check in checks if not check.findings],
        "findings": sum(len(check.findings) for check in checks),
    }
