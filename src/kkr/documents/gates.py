"""Who may read which versions. The rooms that keep texts register; a file is read where its texts are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kkr.common.registry import Registry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from kkr.documents.models import DocumentVersion, File


@dataclass(frozen=True)
class Gate:
    """What one room lets everybody read of its texts, and what it lets `viewer` read, which is no less."""

    public: "Callable[[], QuerySet[DocumentVersion]]"
    visible_to: "Callable[[Any], QuerySet[DocumentVersion]]"


gates: Registry[Gate] = Registry()


@dataclass(frozen=True)
class FileGate:
    """What one room lets everybody, or `viewer`, read of the files that stand in no text of it; `kept` are all."""

    public: "Callable[[], QuerySet[File]]"
    visible_to: "Callable[[Any], QuerySet[File]]"
    kept: "Callable[[], QuerySet[File]]"


file_gates: Registry[FileGate] = Registry()
