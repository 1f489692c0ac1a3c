"""Cases, papers and what waits in them as the desk's pages show them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.cases.journey import Stop, journey_of
from kkr.cases.models import (
    Answer,
    Case,
    CaseOfficial,
    Commission,
    Consultation,
    Paper,
    PaperVersion,
    SubjectClass,
    Wish,
)
from kkr.cases.presentation import LINES, SIGNS, Line, dated
from kkr.cases.reading import commissions_read_by, versions_read_by, wishes_read_by
from kkr.council.sources import source_name
from kkr.meetings.models import WrittenHearing
from kkr.rounds.models import Round
from kkr.workspace.cases.door import address, paper_address, version_address
from kkr.workspace.cases.forms import is_unknown


def columns() -> list[Any]:
    return [_("Title"), _("Number"), _("Before"), _("Opened"), _("Who sees it")]


def case_rows(cases: Iterable[Case]) -> list[list[Any]]:
    """Each case with its councils and its state; wants `councils__council` prefetched."""
    return [
        [
            {"text": case.title, "href": address(case)},
            case.number,
            ", ".join(before.council.short_name for before in case.councils.all()),
            {"day": case.opened_on},
            state_of(case),
        ]
        for case in cases
    ]


def state_of(case: Case) -> str:
    return _("Open to all") if case.is_public else pgettext("case", "Closed")


def everything_of(case: Case, viewer: Any, *, may_edit: bool) -> dict[str, Any]:
    """What stands on the page of a case."""
    wishes = wishes_read_by(viewer, case)
    is_held_back = may_edit and any(each.released_at is None for each in wishes)
    return {
        "state": state_of(case),
        "commissions": [
            commission_line(case, each, may_edit=may_edit)
            for each in commissions_read_by(viewer, case)
        ],
        "papers": papers_of(case, viewer),
        "consultations": [*consultations_of(case, viewer), *hearings_of(case, viewer)]
        if may_edit
        else [],
        "wishes": [wish_line(case, each) for each in wishes],
        "release_wishes": address(case, "release_wishes") if is_held_back else "",
        "stops": [stop_line(case, stop) for stop in journey_of(case, viewer)],
        "facts": facts(case),
        "officials": officials_of(case),
        "source_name": source_name(case.source_url),
    }


def commission_line(case: Case, made: Commission, *, may_edit: bool) -> Line:
    deliver = reverse("workspace:case_deliver", args=[case.public_id, made.pk])
    between = _("%(asked_by)s asked %(asked_of)s")
    return {
        "what": made.what,
        "between": between % {"asked_by": made.asked_by.name, "asked_of": made.asked_of.name},
        "asked_on": made.asked_on,
        "due_on": made.due_on,
        "delivered_on": made.delivered_on,
        "deliver": deliver if may_edit and not made.delivered_on else "",
    }


def papers_of(case: Case, viewer: Any) -> list[dict[str, Any]]:
    """Each paper with its versions, the newest first."""
    found: dict[int, list[PaperVersion]] = {}
    for version in versions_read_by(viewer, case):
        found.setdefault(version.paper_id, []).insert(0, version)
    papers = Paper.objects.visible_to(viewer).filter(case=case).select_related("case")
    return [
        {
            "title": paper.title,
            "href": paper_address(paper),
            "write": paper_address(paper, "write"),
            "versions": [version_line(each) for each in found.get(paper.pk, [])],
        }
        for paper in papers
    ]


def consultations_of(case: Case, viewer: Any) -> list[Line]:
    """What the viewer asks for comments on in the case, the newest first."""
    kept = Round.objects.kept_by(viewer).values("pk")
    rows: Any = Consultation.objects.filter(case=case, round__in=kept).with_rounds()
    return [
        {
            "title": each.round.title,
            "state": each.round.get_state_display(),
            "due_on": each.due_on,
            "href": reverse("workspace:consultation", args=[case.public_id, each.number]),
        }
        for each in rows.order_by("-number")
    ]


def hearings_of(case: Case, viewer: Any) -> list[Line]:
    """What the viewer asks the members of a council in writing, the newest first."""
    rows: Any = WrittenHearing.objects.kept_by(viewer).filter(case=case).with_rounds()
    kind = _("written hearing of the members")
    return [
        {
            "title": each.round.title,
            "state": f"{kind}, {each.round.get_state_display()}",
            "due_on": each.due_on,
            "href": reverse("workspace:hearing", args=[each.public_id]),
        }
        for each in rows.order_by("-pk")
    ]


def version_line(version: PaperVersion) -> Line:
    """A version in a list: its number, day and author, and who may read it."""
    return {
        "version": version,
        "number": version.version.number,
        "day": version.dated_on,
        "author": version.author.name if version.author else "",
        "note": version.version.change_note,
        "href": version_address(version),
        "state": readers_of(version),
        "is_released": version.released_at is not None,
        "is_before_council": version.is_before_council,
    }


def readers_of(version: PaperVersion) -> str:
    if version.released_at is None:
        return pgettext("case", "Closed")
    if not version.paper.case.is_public:
        return _("Released, but the case is closed")
    return _("Open to all")


def wish_line(case: Case, wish: Wish) -> Line:
    answer = Answer(wish.answer)
    version = wish.answered_in
    return {
        "text": wish.text,
        "wanted_by": wish.wanted_by.name,
        "wanted_on": wish.wanted_on,
        "is_open": answer == Answer.OPEN,
        "is_held_back": wish.released_at is None,
        "sign": SIGNS[answer],
        "answer": answer.label,
        "why": wish.why,
        "version": version,
        "version_href": version_address(version) if version else "",
        "href": reverse("workspace:case_wish", args=[case.public_id, wish.pk]),
    }


def stop_line(case: Case, stop: Stop) -> Line:
    """A stop as the public meets it, and whether the public does not."""
    words = LINES[stop.kind](stop, version_address)
    return dated(stop, words) | {
        "closed": pgettext("case", "Closed") if is_closed(case, stop) else ""
    }


def is_closed(case: Case, stop: Stop) -> bool:
    """Whether the public does not see a stop of the case."""
    if isinstance(stop.subject, PaperVersion) and stop.subject.released_at is None:
        return True
    if isinstance(stop.subject, Consultation):
        return not stop.subject.is_public
    return not case.is_public


def facts(case: Case) -> list[tuple[str, str]]:
    """What stands beside the summary."""
    since = case.published_at
    told = [
        (_("Case number"), case.number),
        (_("Before"), ", ".join(case.councils.values_list("council__name", flat=True))),
        (_("Opened"), date_format(case.opened_on)),
        (_("Open to all since"), date_format(since) if since else ""),
        (_("Responsible committee"), case.committee.name if case.committee else ""),
        (_("KLE number"), subject_of(case.kle)),
    ]
    return [(title, value) for title, value in told if value]


def subject_of(number: str) -> str:
    """A KLE number with its title, or that it is not known here."""
    unknown = _("%(number)s (not among the known numbers)")
    if is_unknown(number):
        return unknown % {"number": number}
    return SubjectClass.objects.public().called(number) if number else ""


def officials_of(case: Case) -> list[str]:
    """Who is put on the case now."""
    on_it = CaseOfficial.objects.running_now().filter(case=case).select_related("user")
    return [each.user.name for each in on_it]
