"""The files of any question: put there and taken away by who asks, fetched by who is asked."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kkr.accounts.models import User
from kkr.ledger import clock
from kkr.rounds.actions import enclose, take_out
from kkr.rounds.models import Enclosure, Round, State
from kkr.workspace.door import Request, page
from kkr.workspace.forms import ActingForm
from kkr.workspace.pages import Step, done, form_page, posted
from kkr.workspace.recommendations.pressing import At, overtaken

if TYPE_CHECKING:
    from datetime import datetime


class EncloseForm(ActingForm):
    file = forms.FileField(label=gettext_lazy("File"))
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("As readers see it; left empty it is the name of the file."),
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        words = _("PDF, Word, Excel, PowerPoint, a picture or text, of at most %(size)s.")
        size = filesizeformat(settings.KKR_LARGEST_FILE)
        self.fields["file"].help_text = words % {"size": size}

    def enclose(self, asked_round: Round, *, by: User, at: "datetime") -> Enclosure | None:
        """Let it come with the question; the token makes a second press of the button give the same one."""
        given = self.cleaned_data
        facts = {"title": given["title"], "public_id": given["token"] or uuid4()}
        return self.act(enclose, asked_round, given["file"], by=by, at=at, **facts)


class TakeOutForm(ActingForm):
    """The press of a button."""

    def take_out(self, made: Enclosure, *, by: User, at: "datetime") -> bool:
        """Whether the file is away."""
        self.act(take_out, made, by=by, at=at)
        return self.is_valid()


def lines_of(asked_round: Round, at: At) -> list[dict[str, Any]]:
    """Each file, with where it is taken away while that can be done."""
    can = asked_round.state == State.DRAFT
    return [
        {
            "made": each,
            "href": each.file.path,
            "take_out": at("take_out", each.public_id) if can else "",
        }
        for each in asked_round.enclosures.in_order()
    ]


def attach(request: Request, asked_round: Round, at: At) -> HttpResponse:
    """Bring a file that comes with the question."""
    if asked_round.state != State.DRAFT:
        return overtaken(request, asked_round, at)
    form = EncloseForm(posted(request), request.FILES or None, initial={"token": uuid4()})
    if form.is_valid() and (made := form.enclose(asked_round, by=request.user, at=clock.now())):
        return done(request, _("%(title)s comes with the question.") % {"title": made.title}, at())
    note = (
        _("Everybody can read it once the question is sent out.")
        if asked_round.is_public
        else _("Those who are asked can read it once the question is sent out.")
    )
    context: dict[str, Any] = {"form": form, "round": asked_round, "back": at(), "note": note}
    return page(request, "workspace/recommendations/attach.html", **context)


def remove(request: Request, asked_round: Round, public_id: UUID, at: At) -> HttpResponse:
    """Take a file away before the question is sent out."""
    if asked_round.state != State.DRAFT:
        return overtaken(request, asked_round, at)
    rows = Enclosure.objects.visible_to(request.user).filter(round=asked_round)
    made = get_object_or_404(rows.select_related("round"), public_id=public_id)
    form = TakeOutForm(posted(request))
    if form.is_valid() and form.take_out(made, by=request.user, at=clock.now()):
        return done(request, _("The file is taken away."), at())
    question = _("Take “%(title)s” away?") % {"title": made.title}
    note = _("Nobody else has seen it.")
    step = Step(question, _("Take it away"), asked_round.title, at(), (note,))
    return form_page(request, form, step)
