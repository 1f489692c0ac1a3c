"""Who has responded and who is late, their words side by side; and the paper that sums them up."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kkr.ledger import clock
from kkr.rounds.models import State
from kkr.workspace.cases.door import address, version_address
from kkr.workspace.consultations.door import at, at_of, made_at
from kkr.workspace.consultations.forms import SummaryForm
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.pages import Step, done, form_page, posted
from kkr.workspace.recommendations import enclosing, followed, pressing
from kkr.workspace.recommendations.questions import asking_of
from kkr.workspace.recommendations.reminding import by_itself


@signed_in
def show(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """One consultation: before it is out what will be sent, then who has responded."""
    made = made_at(request, public_id, number)
    asked_round, where = made.round, at_of(made)
    steps = list(asked_round.steps.all())
    lines = followed.lines_of(request, asked_round, where, steps)
    mails = followed.mails_of(request, asked_round, lines)
    missing = [line for line in lines if any(not each["valid"] for each in line["reports"])]
    context: dict[str, Any] = {
        "made": made,
        "round": asked_round,
        "back": address(made.case),
        **asking_of(made),
        "enclosures": enclosing.lines_of(asked_round, where),
        "steps": steps,
        "lines": lines,
        "answered": sum(1 for line in lines if line["valid"]),
        "missing": missing,
        "silent": [line for line in lines if not line["valid"]],
        "late": [line for line in missing if any(each["is_late"] for each in line["reports"])],
        "responses": [line for line in lines if line["valid"]],
        **mails,
        **by_itself(asked_round, lines, mails["notices"]),
        "stopped": followed.stopped_of(request, lines),
        "links": followed.links_of(request, asked_round, where),
        "send": where("send"),
        "summarise": where("summarise"),
        "doable": [*followed.public_page(made), *followed.doable(asked_round, where)],
    }
    name = "draft" if asked_round.state == State.DRAFT else "show"
    return page(request, f"workspace/consultations/{name}.html", **context)


@signed_in
def answer(request: Request, public_id: UUID, number: int, asked: UUID) -> HttpResponse:
    """Enter a response for one who is asked, correct it, or say how far it is."""
    made = made_at(request, public_id, number)
    return followed.answer(request, made.round, asked, at_of(made))


@signed_in
def revoke(request: Request, public_id: UUID, number: int, link: int) -> HttpResponse:
    """Let a personal link open nothing any more."""
    made = made_at(request, public_id, number)
    return followed.revoke(request, made.round, link, at_of(made))


@signed_in
def summarise(request: Request, public_id: UUID, number: int) -> HttpResponse:
    """Put the responses into a paper of the case."""
    made = made_at(request, public_id, number)
    pressing.only_while(made.round, State.OPEN, State.CLOSED)
    form = SummaryForm(posted(request), made=made, viewer=request.user)
    if form.is_valid() and (version := form.summarise(by=request.user, at=clock.now())):
        said = _("The responses stand in the paper. It is closed until you release it.")
        return done(request, said, version_address(version))
    notes = [
        _("Each who answered gets a heading with their own words and files; last who did not."),
        _("It is a draft of the case: write on in it, and release it when the council is to read."),
    ]
    if not made.round.is_public:
        notes.append(
            _("The responses are not public. Whoever reads the released paper reads them in it.")
        )
    question, button = _("Sum up the responses in which paper?"), _("Make the draft")
    return form_page(
        request, form, Step(question, button, made.round.title, at(made), tuple(notes))
    )
