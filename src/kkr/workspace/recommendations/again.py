"""Sending a question once more to somebody whom its mail did not reach, or who was not written to yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.common.text import number_in
from kkr.council.models import Contact
from kkr.ledger import clock
from kkr.rounds.actions import ask_again, hearers_of
from kkr.rounds.models import Asked, Round, State
from kkr.workspace.desk.doors import DOORS
from kkr.workspace.door import Request, signed_in
from kkr.workspace.fields import OneOfField
from kkr.workspace.forms import ActingForm
from kkr.workspace.pages import Step, done, form_page, posted


class Contacts(OneOfField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.email}"


class AgainForm(ActingForm):
    """To which contact; a member who is asked is nobody else."""

    contact = Contacts(Contact.objects.none(), label=_("To whom?"), empty_label=None)

    def __init__(self, data: Any = None, *, asked: Asked, contacts: list[int], to: int) -> None:
        super().__init__(data, initial={"contact": to if to in contacts else contacts[0]})
        self.asked = asked
        found = Contact.objects.filter(pk__in=contacts).order_by("name", "pk")
        self.fields["contact"].queryset = found  # type: ignore[attr-defined]

    def send(self, *, by: User, at: datetime) -> Asked | None:
        """Write to them."""
        return self.act(ask_again, self.asked, self.cleaned_data["contact"], by=by, at=at)


class MemberForm(ActingForm):
    """The press of a button, to the member who is asked."""

    def __init__(self, data: Any = None, *, asked: Asked) -> None:
        super().__init__(data)
        self.asked = asked

    def send(self, *, by: User, at: datetime) -> Asked | None:
        """Write to them."""
        return self.act(ask_again, self.asked, None, by=by, at=at)


@signed_in
def show(request: Request, public_id: UUID) -> HttpResponse:
    """Whom to write to once more; only whoever asks has such a page, and while it can be answered."""
    rows = Asked.objects.of_kept(request.user).filter(round__state=State.OPEN).with_names()
    asked = get_object_or_404(rows.select_related("round__council"), public_id=public_id)
    form, back = form_for(request, asked), followed_at(asked.round)
    if form.is_valid() and form.send(by=request.user, at=clock.now()):
        return done(request, gettext("The question is sent again."), back)
    facts = {"title": asked.round.title, "who": asked.name}
    question = gettext("Send “%(title)s” to %(who)s once more?") % facts
    note = (
        gettext("The mail leads to the desk, where it is answered.")
        if asked.member_id
        else gettext("The mail has a new personal link in it. Change a wrong address first.")
    )
    step = Step(question, gettext("Send it again"), asked.round.title, back, (note,))
    return form_page(request, form, step)


def form_for(request: Request, asked: Asked) -> AgainForm | MemberForm:
    """Asks to whom, where there are contacts; nobody to write to is no page."""
    hearers = hearers_of([asked])[asked.pk]
    if not hearers:
        raise Http404
    contacts = [each.contact.pk for each in hearers if each.contact]
    if not contacts:
        return MemberForm(posted(request), asked=asked)
    to = number_in(request.GET.get("til", ""))
    return AgainForm(posted(request), asked=asked, contacts=contacts, to=to)


def followed_at(asked_round: Round) -> str:
    """The page where who asks follows it; of a kind without one the desk."""
    made = asked_round.kind_of.asking(asked_round)
    door = DOORS.get(f"rounds.mails_lost_of_{asked_round.kind}")
    if made is None or door is None:
        return reverse("workspace:desk")
    return reverse(f"workspace:{door.route}", args=door.arguments(made))


def again_address(asked: Asked, contact: Contact | None) -> str:
    address = reverse("workspace:ask_again", args=[asked.public_id])
    return f"{address}?til={contact.pk}" if contact else address
