from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.council.models import Party
from kkr.ledger import clock
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.pages import Step, corrected, done, form_page
from kkr.workspace.register.forms import PartyForm
from kkr.workspace.register.history import history
from kkr.workspace.register.people import keepers_only


@signed_in
def index(request: Request) -> HttpResponse:
    """Every list, by its letter."""
    keepers_only(request)
    may_change = request.user.has_perm("council.change_party")
    parties = Party.objects.visible_to(request.user)
    context: dict[str, Any] = {
        "columns": [_("Name"), _("Letter")],
        "rows": [[cell(party, linked=may_change), party.letter] for party in parties],
        "may_change": may_change,
    }
    return page(request, "workspace/register/parties.html", **context)


def cell(party: Party, *, linked: bool) -> Any:
    if not linked:
        return party.name
    return {"text": party.name, "href": reverse("workspace:register_party", args=[party.slug])}


@signed_in
def add(request: Request) -> HttpResponse:
    """Enter a list."""
    keepers_only(request)
    form = PartyForm(request.POST or None)
    back = reverse("workspace:register_parties")
    if form.is_valid() and (party := form.add(by=request.user, at=clock.now())):
        return done(request, _("%(name)s is in the register.") % {"name": party}, back)
    step = Step(_("Which party or list is to be entered?"), _("Enter"), _("Parties"), back)
    return form_page(request, form, step)


@signed_in
def change(request: Request, party: str) -> HttpResponse:
    """Give a list another name or letter."""
    found = get_object_or_404(Party.objects.visible_to(request.user), slug=party)
    if not request.user.has_perm("council.change_party", found):
        raise Http404
    form = PartyForm(request.POST or None, of=found)
    back = reverse("workspace:register_parties")
    if form.is_valid() and form.change(found, by=request.user, at=clock.now()):
        return corrected(request, form, _("The party is changed wherever it stands."), back)
    note = _("Name and letter change wherever they stand, also of days gone by.")
    step = Step(_("What is it called?"), _("Change"), _("Parties"), back, (note,))
    return form_page(request, form, step, history=history(found, request.user))
