"""Where a thing lives now, and whose a path is or was."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

from kkr.common.registry import Registry
from kkr.common.text import slug
from kkr.documents.models import Address

LONGEST = 100

public_pages: Registry[Callable[[str], bool]] = Registry()
"""Each says of a path, perhaps with a query, whether everybody gets a page there; the faces register."""


@dataclass(frozen=True)
class Resident:
    """Who has, or had, the path that was asked for: `app.model`, its key and where it lives now."""

    model: str
    object_id: int
    current_path: str


def address_of(subject: models.Model) -> str | None:
    """The path the object lives at now, or None if it never had one."""
    return Address.objects.of(subject).current().values_list("path", flat=True).first()


def resolve(path: str) -> Resident | None:
    """Who the path belongs to, for ever; redirect where `current_path` is another."""
    address = Address.objects.filter(path=path).first()
    if address is None:
        return None
    same = Address.objects.filter(model=address.model, object_id=address.object_id)
    return Resident(address.model, address.object_id, same.current().get().path)


def last_part(title: str) -> str:
    """The last part of the address of something called `title`, cut between words if it is long."""
    whole = slug(title)
    if len(whole) <= LONGEST:
        return whole
    return whole[: LONGEST + 1].rpartition("-")[0] or whole[:LONGEST]
