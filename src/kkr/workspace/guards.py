"""The check list before something becomes public, as `workspace/guards.html` shows it."""

from typing import Any

from kkr.documents.guarding import Publication, check_list


def looked_for(publication: Publication) -> dict[str, Any]:
    """The guards that found something, with what they found, and those that did not."""
    checks = check_list(publication)
    return {
        "found": [check for check in checks if check.findings],
        "passed": [check.guard for check in checks if not check.findings],
        "findings": sum(len(check.findings) for check in checks),
    }
