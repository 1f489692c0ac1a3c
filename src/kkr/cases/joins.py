"""Who may read which versions of papers."""

from typing import Any

from kkr.cases.models import PaperVersion
from kkr.documents.gates import Gate, gates
from kkr.documents.models import DocumentVersion


def public_versions() -> Any:
    return DocumentVersion.objects.filter(pk__in=PaperVersion.objects.public().values("version"))


def versions_for(viewer: Any) -> Any:
    seen = PaperVersion.objects.visible_to(viewer)
    return DocumentVersion.objects.filter(pk__in=seen.values("version"))


gates.register(Gate(public=public_versions, visible_to=versions_for))
