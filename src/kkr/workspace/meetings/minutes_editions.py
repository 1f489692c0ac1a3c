"""The minutes as they will be read, published, corrected visibly, and all their editions."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kkr.ledger import clock
from kkr.meetings.composing import Composed, compose
from kkr.meetings.differences import corrected
from kkr.meetings.models import AgendaItem, Correction, Edition, EditionKind
from kkr.meetings.publication import publication_of
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.guards import found_by
from kkr.workspace.meetings.as_read import sections
from kkr.workspace.meetings.attending import attendance_words
from kkr.workspace.meetings.changes import beside, told
from kkr.workspace.meetings.forms import MinutesForm
from kkr.workspace.meetings.minuting import at, done, editions_of, frame, to_minute
from kkr.workspace.meetings.warned import too_few_there


@signed_in
def preview(request: Request, council: str, slug: str) -> HttpResponse:
    """The minutes as everybody will read them, or with `?som=medlem` as members will."""
    meeting = to_minute(request, council, slug)
    as_public = request.GET.get("som") != "medlem"
    composed = compose(meeting, EditionKind.MINUTES)
    context = {
        **frame(meeting, "minutes_preview"),
        "as_public": as_public,
        "sections": sections(meeting, composed, EditionKind.MINUTES, to_members=not as_public),
        "attendance": attendance_words(composed.head),
        "here": at(meeting, "minutes_preview"),
    }
    return page(request, "workspace/meetings/minutes_preview.html", **context)


@signed_in
def publish(request: Request, council: str, slug: str) -> HttpResponse:
    """Publish the minutes; published ones are corrected visibly, each change with what and why."""
    meeting = to_minute(request, council, slug)
    editions = editions_of(meeting)
    last = editions[0] if editions else None
    composed = compose(meeting, EditionKind.MINUTES)
    changed = to_correct(composed, last) if last else []
    data = request.POST if request.method == "POST" else None
    form = MinutesForm(data, meeting=meeting, last=last, viewer=request.user, changed=changed)
    if form.is_valid() and (made := form.publish(by=request.user, at=clock.now())):
        return done(request, published(made, last), at(meeting, "minutes_editions"))
    context = {
        **frame(meeting, "minutes_publish"),
        "form": form,
        "last": last,
        "is_same": last is not None and not changed,
        "looked_at": composed.mark,
        "preview": at(meeting, "minutes_preview"),
        "too_few": too_few_there(meeting),
        **found_by(form, publication_of(meeting, composed)),
    }
    return page(request, "workspace/meetings/minutes_publish.html", **context)


def published(made: Edition, last: Edition | None) -> str:
    if last and made.number == last.number:
        return _("Nothing is changed since edition %(number)s, so there is no new one.") % {
            "number": made.number
        }
    if last:
        return _("The correction is published as edition %(number)s.") % {"number": made.number}
    return _("The minutes are published.")


def to_correct(composed: Composed, last: Edition) -> list[tuple[AgendaItem | None, str]]:
    """What stands above the items, as None, and the items that say something else than in the last edition."""
    head = [(None, _("Time, place or attendance"))] if is_other_head(composed, last) else []
    changed = corrected(last, composed)
    return [*head, *((line.item, f"{line.number} {line.item.title}") for line in changed)]


def is_other_head(composed: Composed, last: Edition) -> bool:
    return {**last.head, "undecided": ""} != {**composed.head, "undecided": ""}


@signed_in
def editions(request: Request, council: str, slug: str) -> HttpResponse:
    """Every edition of the minutes, what each corrected, and what changed since the one before."""
    meeting = to_minute(request, council, slug)
    found = editions_of(meeting)
    corrections: dict[int, list[Correction]] = {}
    seen = Correction.objects.visible_to(request.user).filter(edition__in=found)
    for each in seen.select_related("item", "decided_in"):
        corrections.setdefault(each.edition_id, []).append(each)
    lines: list[dict[str, Any]] = []
    for place, edition in enumerate(found):
        edition.meeting = meeting
        older = found[place + 1] if place + 1 < len(found) else None
        lines.append(
            {
                "edition": edition,
                "corrections": corrections.get(edition.pk, []),
                "changes": told(older, edition, request.user) if older else [],
                "beside": beside(older, edition, request.user) if older else [],
                "older": older,
            }
        )
    context = {**frame(meeting, "minutes_editions"), "lines": lines}
    return page(request, "workspace/meetings/minutes_editions.html", **context)
