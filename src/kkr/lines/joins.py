"""What a decision can start here, who may read which texts, and the stops that lines add to a case's way."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.cases.journey import Stop, seen, stops
from kkr.cases.models import Case
from kkr.documents.gates import Gate, gates
from kkr.documents.models import DocumentVersion
from kkr.lines import presentation  # noqa: F401 -- registers on import
from kkr.lines.models import ESTABLISHING, CommonLine
from kkr.lines.publication import lines_opened_with
from kkr.meetings.models import EditionDecision
from kkr.meetings.models.decisions import DecisionQuerySet
from kkr.meetings.models.who import councils_written_by
from kkr.meetings.registries import Starter, opened_with, starters


def public_versions() -> Any:
    return _versions(CommonLine.objects.public())


def versions_for(viewer: Any) -> Any:
    return _versions(CommonLine.objects.visible_to(viewer))


def _versions(lines: Any) -> Any:
    return DocumentVersion.objects.filter(document__in=lines.values("document"))


gates.register(Gate(public=public_versions, visible_to=versions_for))
opened_with.register(lines_opened_with)


def to_establish(decisions: DecisionQuerySet, viewer: Any) -> Any:
    """Those of which the viewer may make a line: they are out, approve or recommend, and have made none.

    Nobody stands for anything by having approved the minutes of the meeting before.
    """
    own = decisions.filter(item__meeting__council__in=councils_written_by(viewer).values("pk"))
    return own.exclude(item__kind="approval_of_minutes").filter(
        pk__in=EditionDecision.objects.told_as(ESTABLISHING), lines=None
    )


starters.register(Starter("lines.establish", _("Establish a common line"), to_establish))


@stops.register
def established(case: Case, viewer: Any) -> Iterator[Stop]:
    """What the municipalities stand for after the case, from the day it came into force."""
    lines = seen(CommonLine.objects.filter(decision__item__case=case), viewer)
    for line in lines.with_sources().order_by("in_force_from", "pk"):
        yield Stop("lines.established", line.in_force_from, line, order=5)
