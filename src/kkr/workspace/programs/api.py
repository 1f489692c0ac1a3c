"""What a municipality's own system can do: read what is asked, answer, and say how far it is."""

from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI, Query, Status

from kkr.ledger import clock
from kkr.rounds.actions import Said, answer_by_program, note_stage
from kkr.rounds.models import Asked, ProgramToken
from kkr.rounds.models import Stage as Stages
from kkr.workspace.programs.examples import example
from kkr.workspace.programs.problems import Refused, refusals, wrong
from kkr.workspace.programs.questions import absolute, as_questions, own
from kkr.workspace.programs.shapes import (
    Answer,
    AnswerGiven,
    Problem,
    Question,
    Questions,
    StageGiven,
)
from kkr.workspace.programs.tokens import Bearer

VERSION = "1.0"
api = NinjaAPI(
    title=_("kkr for programs"),
    version=VERSION,
    description=_(
        "A municipality's own system reads what the council asks the municipality, answers, and says "
        "how far it is."
    ),
    openapi_url=None,
    docs_url=None,
    auth=Bearer(),
)
refusals(api)
READING = dict.fromkeys((401, 404, 422, 429), Problem)
WRITING = dict.fromkeys((400, 401, 404, 409, 413, 415, 422, 429), Problem)
Most = Query(50, ge=1, le=100, description=_("How many at most, up to 100."))
Skipped = Query(0, ge=0, le=100_000, description=_("How many to pass by."))
InState = Query(None, description=_("Only those in this state."))


class AuthedRequest(HttpRequest):
    """A request with a token."""

    auth: ProgramToken


def asked_of(request: AuthedRequest, question: UUID) -> Asked:
    """The question if the token's municipality answers it; else there is nothing."""
    found = own(request.auth).filter(public_id=question).first()
    if found is None:
        raise Http404
    return found


def told(asked: Asked) -> Question:
    return as_questions([asked], today=clock.today())[0]


@api.get(
    "/questions",
    url_name="questions",
    operation_id="listQuestions",
    summary=_("What the municipality is asked"),
    description=_("The open questions first, the newest first; also those it answers for others."),
    response={200: Questions, **READING},
    by_alias=True,
    openapi_extra=example("listQuestions"),
)
def questions(
    request: AuthedRequest,
    state: Literal["open", "closed", "withdrawn"] | None = InState,
    limit: int = Most,
    offset: int = Skipped,
) -> dict[str, Any]:
    """A page of the questions."""
    rows = own(request.auth)
    if state:
        rows = rows.filter(round__state=state)
    total = rows.count()

    def beside(start: int) -> str | None:
        if not 0 <= start < total or start == offset:
            return None
        query = f"limit={limit}&offset={start}" + (f"&state={state}" if state else "")
        return f"{absolute(reverse('programs:questions'))}?{query}"

    before = max(offset - limit, 0) if offset else -1
    return {
        "data": as_questions(rows[offset : offset + limit], today=clock.today()),
        "pagination": {"totalElements": total, "elementsPerPage": limit, "offset": offset},
        "links": {"next": beside(offset + limit), "prev": beside(before)},
    }


@api.get(
    "/questions/{uuid:question}",
    url_name="question",
    operation_id="readQuestion",
    summary=_("One question"),
    description=_("The question with its reports, the possible answers and the valid answer."),
    response={200: Question, **READING},
    openapi_extra=example("readQuestion"),
)
def question(request: AuthedRequest, question: UUID) -> Question:
    """One question."""
    return told(asked_of(request, question))


@api.put(
    "/questions/{uuid:question}/answer",
    url_name="question_answer",
    operation_id="putAnswer",
    summary=_("Answer, or correct the answer"),
    description=_(
        "The first answer gives 201. The same again changes nothing and gives 200 with the same id. "
        "A different one corrects the first, says why, and gives 200; the first stays readable."
    ),
    response={(200, 201): Answer, **WRITING},
    openapi_extra=example("putAnswer"),
)
def answer(request: AuthedRequest, question: UUID, given: AnswerGiven) -> Status[Any]:
    """Answer for the municipality."""
    asked = asked_of(request, question)
    keys = [kind.key for kind in asked.round.kind_of.answers]
    if given.answer not in keys:
        raise Refused(
            422, [wrong(("answer",), gettext("It is no possible answer."), ", ".join(keys))]
        )
    said = Said(
        answer=given.answer,
        remark=given.remark or "",
        decided_on=given.decided_on,
        path=[stop_of(each) for each in given.path or ()],
        case_number=given.case_number or "",
        source_url=given.source_url or "",
    )
    made, is_first = answer_by_program(
        asked, said, number=given.step, why=given.why or "", by=request.auth, at=clock.now()
    )
    held = told(asked_of(request, question))
    kept = next(step.answer for step in held.steps if step.number == made.step.number)
    return Status(201 if is_first else 200, kept)


def stop_of(stop: Any) -> dict[str, str]:
    return {"committee": stop.committee, "on": stop.on.isoformat() if stop.on else ""}


@api.put(
    "/questions/{uuid:question}/stage",
    url_name="question_stage",
    operation_id="putStage",
    summary=_("Say how far it is"),
    description=_(
        "Before there is an answer: received, on the agenda of a day, or postponed. The same again "
        "changes nothing."
    ),
    response={200: Question, **WRITING},
    openapi_extra=example("putStage"),
)
def stage(request: AuthedRequest, question: UUID, given: StageGiven) -> Question:
    """Note how far the municipality is."""
    asked = asked_of(request, question)
    note_stage(asked, stage=Stages(given.stage), on=given.on, by=request.auth, at=clock.now())
    return told(asked_of(request, question))
