"""Who may read which versions of papers, what cases ask of a desk, and what is held of their officials."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from kkr.accounts.holdings import Holding, Row, holdings
from kkr.accounts.models import User
from kkr.cases import responses  # noqa: F401 -- registers on import
from kkr.cases.models import (
    Answer,
    Case,
    CaseOfficial,
    Commission,
    Consultation,
    PaperVersion,
    Wish,
)
from kkr.council.desk import DeskEntry, desk_entries
from kkr.documents.gates import Gate, gates
from kkr.documents.models import DocumentVersion


def public_versions() -> Any:
    return DocumentVersion.objects.filter(pk__in=PaperVersion.objects.public().values("version"))


def versions_for(viewer: Any) -> Any:
    seen = PaperVersion.objects.visible_to(viewer)
    return DocumentVersion.objects.filter(pk__in=seen.values("version"))


gates.register(Gate(public=public_versions, visible_to=versions_for))


def public_questions() -> Any:
    return _questions(Consultation.objects.public()).newest()


def questions_for(viewer: Any) -> Any:
    """What is asked, as it was sent out, and to who is asked the text it is about; to who asks what they wrote."""
    whole = Consultation.objects.read_whole_by(viewer).exclude(about=None)
    about = DocumentVersion.objects.filter(paper_version__in=whole.values("about"))
    written = _questions(Consultation.objects.kept_by(viewer))
    return _questions(Consultation.objects.visible_to(viewer)).newest() | written | about


def _questions(consultations: Any) -> Any:
    return DocumentVersion.objects.filter(document__in=consultations.values("question"))


gates.register(Gate(public=public_questions, visible_to=questions_for))


def on_cases(user: User) -> Iterator[Row]:
    """Which cases they prepare or prepared as an official."""
    for each in CaseOfficial.objects.filter(user=user).select_related("case"):
        yield {"case": each.case.number, "since": each.since, "until": each.until}


holdings.register(
    Holding(
        key="cases",
        title=_("Cases prepared"),
        models=("cases.CaseOfficial",),
        columns={"case": _("Case"), "since": _("Since"), "until": _("Until")},
        rows=on_cases,
        kept=_(
            "Which cases were prepared for a council, and when, by the account without a name "
            "(GDPR art. 17(3)(a), (b) and (d); public bodies also by the archives act)."
        ),
    )
)


@desk_entries.register
def not_delivered(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """What was asked for in the viewer's cases and has not come."""
    own = Case.objects.kept_by(viewer).values("pk")
    rows = Commission.objects.filter(case__in=own, delivered_on=None)
    for each in rows.select_related("case", "asked_of"):
        yield DeskEntry(
            kind="cases.not_delivered",
            subject=each,
            title=each.what,
            sender=each.asked_of.name,
            since=_begins(each.asked_on or each.case.opened_on),
            deadline=_ends(each.due_on) if each.due_on else None,
        )


@desk_entries.register
def open_wishes(viewer: Any, _now: datetime) -> Iterator[DeskEntry]:
    """What was wanted when the viewer's cases were sent back, and is not answered: one entry a case."""
    own = Case.objects.kept_by(viewer).values("pk")
    waiting: dict[int, list[Wish]] = {}
    rows = Wish.objects.visible_to(viewer).filter(case__in=own, answer=Answer.OPEN)
    for wish in rows.select_related("case", "wanted_by"):
        waiting.setdefault(wish.case_id, []).append(wish)
    for first, *_others in waiting.values():
        yield DeskEntry(
            kind="cases.wishes_open",
            subject=first.case,
            title=first.case.title,
            sender=first.wanted_by.name,
            since=_begins(first.wanted_on),
        )


def _begins(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _ends(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(23, 59)))
