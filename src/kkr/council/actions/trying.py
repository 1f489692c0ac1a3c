"""Several changes, of which one may make room for another."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

Each = TypeVar("Each")


def try_each(
    changes: Iterable[Each], act: Callable[[Each], Any]
) -> list[tuple[Each, ValidationError]]:
    """Do each of them; what is refused is tried again after the others.

    Gives those that are refused when nothing goes on any more; nothing of them is kept.
    """
    waiting = list(changes)
    while waiting:
        refused: list[tuple[Each, ValidationError]] = []
        for change in waiting:
            try:
                with transaction.atomic():
                    act(change)
            except ValidationError as refusal:
                refused.append((change, refusal))
        if len(refused) == len(waiting):
            return refused
        waiting = [change for change, _refusal in refused]
    return []


def reasons_of(refusal: ValidationError) -> Iterator[tuple[str, ValidationError, str]]:
    """Each thing that was said against it: of which field, the error, and in words."""
    reasons: dict[str, Any] = getattr(refusal, "error_dict", {NON_FIELD_ERRORS: [refusal]})
    for name, errors in reasons.items():
        for error in errors:
            for message in error.messages:
                yield name, error, message
