"""What is done with any question: sent out, closed, withdrawn, given more time. `at` gives the address of its
page, or with a name that of what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kkr.ledger import clock
from kkr.rounds.actions import hearers_of
from kkr.rounds.models import Round, State
from kkr.rounds.publication import publication_of
from kkr.workspace.door import Request, page
from kkr.workspace.forms import ActingForm
from kkr.workspace.guards import asking_page, guarded_page
from kkr.workspace.pages import Step, done, form_page, posted
from kkr.workspace.recommendations.forms import (
    DeadlineForm,
    RewordForm,
    RoundForm,
    SendForm,
    WithdrawForm,
)
from kkr.workspace.recommendations.waiting import waiting_in
from kkr.workspace.recommendations.words import wording_of
from kkr.workspace.writing.beside import clash_with

At = Callable[..., str]


def edit(request: Request, asked_round: Round, at: At) -> HttpResponse:
    """Write the question anew, before it is sent out."""
    is_out = asked_round.state != State.DRAFT
    if is_out and request.method != "POST":
        return overtaken(request, asked_round, at)
    form = RewordForm(posted(request), asked_round=asked_round)
    if is_out:
        keep_words(form, asked_round)
    elif form.is_valid() and form.reword(by=request.user, at=clock.now()):
        return done(request, _("The question is kept."), at())
    clash = form.clash and clash_with(form.clash.theirs, form.clash.mine)
    context: dict[str, Any] = {
        "form": form,
        "clash": clash,
        "title": asked_round.title,
        "heading": wording_of(asked_round).asks,
        "back": at(),
        "tidy": reverse("workspace:case_tidy"),
        "is_out": is_out,
    }
    status = 409 if clash or is_out else 200
    return page(request, "workspace/recommendations/edit.html", status=status, **context)


def send(request: Request, asked_round: Round, at: At) -> HttpResponse:
    """Send it out to everybody who is asked."""
    if asked_round.state != State.DRAFT:
        return overtaken(request, asked_round, at)
    form = SendForm(posted(request), asked_round=asked_round)
    if form.is_valid() and form.open(by=request.user, at=clock.now()):
        return done(request, _("It is sent out."), at())
    facts = {"title": asked_round.title, "count": asked_round.asked.count()}
    question = str(wording_of(asked_round).send) % facts
    step = Step(question, _("Send it out"), asked_round.title, at(), what_sending_does(asked_round))
    asked = publication_of(asked_round)
    if not asked.pieces:
        return form_page(request, form, step, look=at())
    return guarded_page(request, form, step, asked, mend=at("edit"), look=at())


def what_sending_does(asked_round: Round) -> tuple[str, ...]:
    """Who gets a mail and who does not, and what cannot be done any more."""
    told = [
        _("Every contact gets a mail with a link of their own. What is asked cannot be reworded.")
    ]
    areas = asked_round.asked.filter(municipality__isnull=False).with_names()
    if unheard := sum(1 for hearers in hearers_of(areas).values() if not hearers):
        told.append(
            ngettext(
                "%(count)s municipality has no contact here, and gets no mail.",
                "%(count)s municipalities have no contact here, and get no mail.",
                unheard,
            )
            % {"count": unheard}
        )
    return tuple(told)


def close(request: Request, asked_round: Round, at: At) -> HttpResponse:
    """Take no more answers."""
    if asked_round.state != State.OPEN:
        return overtaken(request, asked_round, at)
    form = RoundForm(posted(request), asked_round=asked_round)
    if form.is_valid() and form.close(by=request.user, at=clock.now()):
        return done(request, _("The question is closed."), at())
    question = _("Take no more answers to “%(title)s”?") % {"title": asked_round.title}
    step = Step(
        question, _("Close it"), asked_round.title, at(), what_closing_does(request, asked_round)
    )
    return form_page(request, form, step)


def what_closing_does(request: Request, asked_round: Round) -> tuple[str, ...]:
    """What one should know before the press: who is left out, what is settled by it, and who sees it."""
    silent = asked_round.asked.unanswered().count()
    told = [
        ngettext(
            "%(count)s has not answered. Silence is no answer, and after this none can be given: the links in "
            "the mails open nothing.",
            "%(count)s have not answered. Silence is no answer, and after this none can be given: the links in "
            "the mails open nothing.",
            silent,
        )
        % {"count": silent}
    ]
    if waiting := waiting_in(request, asked_round):
        words = _(
            "An answer is received and not confirmed: %(who)s. It cannot be confirmed after this, and does not count."
        )
        told.append(words % {"who": "; ".join(waiting)})
    if asked_round.kind == "recommendation":
        told.append(
            _(
                "It settles the count: what is not carried by then is not carried, and everybody can read so on "
                "the page of the recommendation."
            )
        )
    elif asked_round.is_public:
        told.append(_("Everybody can see that it is closed."))
    if asked_round.kind_of.opens_again:
        told.append(_("It can be opened again only by moving the last day, which is visible too."))
    return tuple(told)


def withdraw(request: Request, asked_round: Round, at: At) -> HttpResponse:
    """Take the question back."""
    if asked_round.state not in {State.DRAFT, State.OPEN}:
        return overtaken(request, asked_round, at)
    form = WithdrawForm(posted(request), asked_round=asked_round)
    if form.is_valid() and form.withdraw(by=request.user, at=clock.now()):
        return done(request, _("The question is withdrawn."), at())
    question = _("Withdraw “%(title)s”?") % {"title": asked_round.title}
    note = _("What was answered stays readable. It cannot be asked again; make a new one instead.")
    step = Step(question, _("Withdraw it"), asked_round.title, at(), (note,))
    return asking_page(request, form, step)


def deadline(request: Request, asked_round: Round, at: At) -> HttpResponse:
    """Give more time, or less."""
    if asked_round.state not in {State.DRAFT, State.OPEN} and not asked_round.opens_again:
        return overtaken(request, asked_round, at)
    form = DeadlineForm(posted(request), asked_round=asked_round)
    if form.is_valid() and form.move(by=request.user, at=clock.now()):
        return done(request, _("The last day is moved."), at())
    question = _("By when are answers to “%(title)s” asked for?") % {"title": asked_round.title}
    step = Step(question, _("Move the last day"), asked_round.title, at())
    return asking_page(request, form, step)


def overtaken(request: Request, asked_round: Round, at: At) -> HttpResponse:
    """To the page of a question with which somebody was faster, in words; nothing is done once more."""
    messages.info(request, str(OVERTAKEN[State(asked_round.state)]))
    return redirect(at())


def keep_words(form: ActingForm, asked_round: Round) -> None:
    """Refuse what was written to a question with which somebody was faster, and let it stand to be copied."""
    form.is_valid()
    form.add_error(None, str(OVERTAKEN[State(asked_round.state)]))
    form.add_error(None, _("What you wrote stands here still, so that you can copy it."))


OVERTAKEN = {
    State.DRAFT: gettext_lazy("It is not sent out yet."),
    State.OPEN: gettext_lazy(
        "It is sent out already, and what is asked cannot be changed any more."
    ),
    State.CLOSED: gettext_lazy("It is closed already."),
    State.WITHDRAWN: gettext_lazy("It is withdrawn already."),
}


def only_while(asked_round: Round, *states: State) -> None:
    """There is such a page only while the question is in one of these states."""
    if asked_round.state not in states:
        raise Http404
