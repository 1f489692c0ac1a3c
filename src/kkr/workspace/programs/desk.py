"""Where a secretary gives municipalities tokens for their own systems; each is shown once."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.council.models import Council, Municipality
from kkr.ledger import clock
from kkr.rounds.models import ProgramToken
from kkr.workspace.door import Request, council_for, page, signed_in
from kkr.workspace.pages import Step, done, form_page, posted
from kkr.workspace.programs.forms import RevokeForm, TokenForm
from kkr.workspace.register.history import names_of


def council_that_gives(request: Request, slug: str) -> Council:
    """The council with this slug if the user gives its municipalities tokens; else there is nothing."""
    council = council_for(request.user, slug, "rounds.give_token")
    if council is None:
        raise Http404
    return council


def tokens_of(request: Request, council: Council) -> QuerySet[ProgramToken]:
    """The tokens of the municipalities that lie in the council today."""
    inside = Municipality.objects.in_council(council, clock.today())
    rows = ProgramToken.objects.visible_to(request.user).filter(municipality__in=inside)
    return rows.select_related("municipality").order_by("municipality__name", "-made_at")


def all_tokens(council: Council) -> str:
    return reverse("workspace:programs", args=[council.slug])


@signed_in
def index(request: Request, council: str) -> HttpResponse:
    """Which systems have a token, when each was last used, and which were taken back."""
    kept = council_that_gives(request, council)
    tokens = list(tokens_of(request, kept))
    names = names_of({each.made_by for each in tokens})
    context: dict[str, Any] = {"council": kept, "acting": [], "revoked": []}
    for each in tokens:
        line = {"token": each, "made_by": names[each.made_by]}
        context["revoked" if each.revoked_at else "acting"].append(line)
    return page(request, "workspace/programs/index.html", **context)


@signed_in
def give(request: Request, council: str) -> HttpResponse:
    """Give a token; the page that answers is the only place where its words ever stand."""
    kept = council_that_gives(request, council)
    inside = Municipality.objects.in_council(kept, clock.today())
    first = {"municipality": inside.filter(slug=request.GET.get("kommune", "")).first()}
    form = TokenForm(request.POST or None, council=kept, initial=first)
    if form.is_valid() and (made := form.give(by=request.user, at=clock.now())):
        token, words = made
        shown: dict[str, Any] = {"token": token, "words": words, "back": all_tokens(kept)}
        return page(request, "workspace/programs/given.html", **shown)
    notes = (
        _("Give each system a token of its own, so that one can be taken back alone."),
        _(
            "The token is shown once. Hand it over so that nobody else sees it; not in a plain mail."
        ),
    )
    label = _("Access for the municipalities' own systems")
    step = Step(_("Which system gets access?"), _("Give a token"), label, all_tokens(kept), notes)
    return form_page(request, form, step)


@signed_in
def revoke(request: Request, council: str, number: int) -> HttpResponse:
    """Take a token back."""
    kept = council_that_gives(request, council)
    token = get_object_or_404(tokens_of(request, kept), pk=number, revoked_at=None)
    form = RevokeForm(posted(request))
    if form.is_valid() and form.revoke(token, by=request.user, at=clock.now()):
        return done(request, _("The token opens nothing any more."), all_tokens(kept))
    facts = {"label": token.label, "who": token.municipality.full_name}
    question = _("Take back the token of %(label)s in %(who)s?") % facts
    note = _("The system is refused from its next request. What it has answered stays.")
    label = _("Access for the municipalities' own systems")
    step = Step(question, _("Take it back"), label, all_tokens(kept), (note,))
    return form_page(request, form, step)
