"""Asking for comments on a case. Sending out, closing and replying are acts of `rounds`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kkr.cases.actions.papers import add_paper, revise_paper
from kkr.cases.actions.recording import locked
from kkr.cases.models import Case, Consultation, Paper, PaperVersion
from kkr.cases.summary import summary_of
from kkr.common.text import shortened
from kkr.council.actions import refuse_other_words
from kkr.council.models import Area, Committee, Council
from kkr.council.models.roles import day_of
from kkr.documents.actions import create_document
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.rounds.actions import ask, ask_committees, draft_round, members_of
from kkr.rounds.again import refuse_other_question
from kkr.rounds.models import WrongState

MOST_REPORTS = 2
"""A first one, and a final one."""
LONGEST_SAID = 150
"""As much of a title as there is room for where a version says what is changed."""


@transaction.atomic
def consult(
    case: Case,
    *,
    council: Council,
    title: str,
    html: str,
    deadlines: Sequence[tuple[str, date]],
    areas: Iterable[Area] | None = None,
    committees: Iterable[Committee] = (),
    about: PaperVersion | None = None,
    is_public: bool = False,
    illustrative: str = "",
    public_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Consultation:
    """Draft a consultation on a case; `rounds.open_round` sends it out. Two deadlines are a first and a final report.

    All municipalities of the council are asked unless `areas` says whom. Whoever chooses the `public_id` may ask
    twice: the second time gives the first one back, or refuses where it says something else. Refuses an actor
    without `cases.edit_case` on the case, a council the case is not before, a text of another case, a public
    consultation on a case that is closed, and what `rounds.draft_round` refuses.
    """
    require(by, "cases.edit_case", case)
    case = locked(case)
    areas = members_of(council, day_of(at)) if areas is None else list(areas)
    asked: dict[str, Any] = {"title": title, "deadlines": deadlines}
    public_id, committees = public_id or uuid4(), list(committees)
    if known := case.consultations.filter(public_id=public_id).first():
        refuse_other_question(
            known, html=html, areas=areas, committees=committees, about=about, **asked
        )
        refuse_other_words(known.round, council=council, is_public=is_public)
        return known
    _refuse_what_is_of_another(case, council, about)
    if is_public and not case.is_public:
        words = _("The case is closed. Open it to the public first, or keep the responses closed.")
        raise ValidationError({"is_public": words})
    if len(deadlines) > MOST_REPORTS:
        raise ValidationError({"deadline_on": _("A consultation has one report, or two.")})
    made_round = draft_round(
        council=council,
        kind="consultation",
        is_public=is_public,
        illustrative=illustrative,
        by=by,
        at=at,
        **asked,
    )
    ask(made_round, areas, by=by, at=at)
    ask_committees(made_round, committees, by=by, at=at)
    made = Consultation(
        public_id=public_id,
        round=made_round,
        case=case,
        number=(case.consultations.aggregate(last=Max("number"))["last"] or 0) + 1,
        about=about,
        question=create_document(html, by=by, at=at),
    )
    made.full_clean()
    made.save(force_insert=True)
    _recorded("consultation_drafted", made, by=by, at=at)
    return made


@transaction.atomic
def summarise(
    made: Consultation,
    *,
    title: str = "",
    paper: Paper | None = None,
    by: Actor,
    at: datetime,
) -> PaperVersion:
    """Put the responses that hold into a paper of the case: a new one, or the next version of `paper`.

    It is closed until it is released, as every version is; the same responses make no new version and leave
    no trace. Refuses an actor without `cases.write_paper` on the case and `rounds.change_round` on the round,
    a consultation that is not out, and a paper of another case.
    """
    require(by, "cases.write_paper", made.case)
    require(by, "rounds.change_round", made.round)
    if made.round.opened_at is None:
        raise WrongState(made.round)
    html, before = summary_of(made), paper.document.latest.number if paper else 0
    when: dict[str, Any] = {"dated_on": day_of(at), "by": by, "at": at}
    if paper is None:
        author = made.round.council
        version = add_paper(made.case, title=title, html=html, author=author, **when)
    elif paper.case_id != made.case_id:
        raise ValidationError({"paper": _("Choose a paper of this case.")})
    else:
        titled = shortened(made.round.title, LONGEST_SAID)
        version = revise_paper(
            paper,
            html=html,
            what_changed=_("The responses to “%(title)s”") % {"title": titled},
            based_on=before,
            author=made.round.council,
            **when,
        )
    if version.version.number != before:
        _recorded("consultation_summarised", made, by=by, at=at)
    return version


def _refuse_what_is_of_another(case: Case, council: Council, about: PaperVersion | None) -> None:
    if not case.councils.filter(council=council).exists():
        raise ValidationError({"council": _("Choose a council that the case is before.")})
    if about and about.paper.case_id != case.pk:
        raise ValidationError({"about": _("Choose a text of this case.")})


def _recorded(verb: str, made: Consultation, *, by: Actor, at: datetime) -> None:
    """An entry that says no word of it: who may read it reads it there."""
    record(verb=f"cases.{verb}", subject=made, by=by, at=at, scopes=made.round.scopes)
