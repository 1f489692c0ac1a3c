from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.cases.models import Case
from kkr.cases.publication import publication_of
from kkr.ledger import clock
from kkr.workspace.cases.door import address, all_cases, case_for, doable, may_open
from kkr.workspace.cases.forms import BringForm, EditForm, OpenForm, PublishForm, SaidForm
from kkr.workspace.cases.lines import case_rows, columns, everything_of
from kkr.workspace.cases.subjects import offered
from kkr.workspace.door import Request, has_cases, page, signed_in
from kkr.workspace.guards import asking_page, guarded_page
from kkr.workspace.pages import Step, corrected, done, form_page, page_of, posted

STATES = {"lukket": False, "offentlig": True}

PER_PAGE = 20


@signed_in
def index(request: Request) -> HttpResponse:
    """The cases the reader works on, or those of a name, a number or a state."""
    opens = may_open(request.user).exists()
    if not (opens or has_cases(request.user)):
        raise Http404
    words, state = request.GET.get("q", "")[:120], request.GET.get("tilstand", "")
    found = Case.objects.at_desk_of(request.user).searched(words).newest_first()
    if state in STATES:
        found = found.filter(published_at__isnull=not STATES[state])
    shown = page_of(request, found.prefetch_related("councils__council"), per_page=PER_PAGE)
    context: dict[str, Any] = {
        "words": words,
        "state": state,
        "states": [
            ("", _("All")),
            ("lukket", pgettext("case", "Closed")),
            ("offentlig", _("Open to all")),
        ],
        "count": shown.paginator.count,
        "may_open": opens,
        "columns": columns(),
        "rows": case_rows(shown.object_list),
        "page": shown,
        "address": f"?{urlencode({'q': words, 'tilstand': state})}&side=",
    }
    return page(request, "workspace/cases/index.html", **context)


@signed_in
def new(request: Request) -> HttpResponse:
    """Open a case before a council."""
    councils = may_open(request.user)
    if not councils.exists():
        raise Http404
    only = councils.first() if councils.count() == 1 else None
    initial = {"token": uuid4(), "opened_on": clock.today(), "council": only}
    form = OpenForm(request.POST or None, initial=initial, councils=councils)
    if form.is_valid() and (case := form.open(by=request.user, at=clock.now())):
        said = _("The case is opened as %(number)s. Nobody else sees it yet.")
        return saved(request, form, said % {"number": case.number}, case)
    step = Step(_("What is the case about?"), _("Open the case"), _("Cases"), all_cases())
    return form_page(request, form, step, datalist=offered(form))


def saved(request: Request, form: SaidForm, said: str, case: Case) -> HttpResponse:
    """The case, and a word where its KLE number is none of those that are known."""
    if unknown := form.unknown_subject:
        told = _("%(number)s is none of the KLE numbers that are known here. Is it right?")
        messages.warning(request, told % {"number": unknown})
    return corrected(request, form, said, address(case))


@signed_in
def show(request: Request, public_id: UUID) -> HttpResponse:
    """One case: what waits in it, its papers, its journey, and what can be done."""
    case = case_for(request, public_id)
    may_edit = request.user.has_perm("cases.edit_case", case)
    context: dict[str, Any] = {
        "case": case,
        "cases": all_cases(),
        "doable": doable(case, request.user, may_edit=may_edit),
        **everything_of(case, request.user, may_edit=may_edit),
    }
    return page(request, "workspace/cases/show.html", **context)


@signed_in
def edit(request: Request, public_id: UUID) -> HttpResponse:
    """Say something else of a case."""
    case = case_for(request, public_id, "cases.edit_case")
    councils = case.councils.values("council_id")
    form = EditForm(request.POST or None, of=case, councils=councils)
    if form.is_valid() and form.edit(case, by=request.user, at=clock.now()):
        return saved(request, form, _("Saved."), case)
    notes = (_("What you save here stands on the public page at once."),) if case.is_public else ()
    question = _("What is said of the case?")
    step = Step(question, _("Save"), case.title, address(case), notes)
    return asking_page(request, form, step, datalist=offered(form))


@signed_in
def bring(request: Request, public_id: UUID) -> HttpResponse:
    """Bring a case before another council."""
    case = case_for(request, public_id, "cases.edit_case")
    councils = may_open(request.user).exclude(cases_before__case=case)
    form = BringForm(request.POST or None, initial={"since": clock.today()}, councils=councils)
    if form.is_valid() and form.bring(case, by=request.user, at=clock.now()):
        said = _("The case is before %(council)s too.")
        return done(request, said % {"council": form.cleaned_data["council"]}, address(case))
    question = _("Which council is it brought before too?")
    notes = (_("Its secretaries write the case from then on, and nobody takes it away again."),)
    step = Step(question, _("Bring it before the council"), case.title, address(case), notes)
    return form_page(request, form, step)


@signed_in
def publish(request: Request, public_id: UUID) -> HttpResponse:
    """Open a case to the public."""
    case = case_for(request, public_id, "cases.publish_case")
    form = PublishForm(posted(request))
    if form.is_valid() and form.publish(case, by=request.user, at=clock.now()):
        return done(request, _("Everybody can follow the case now."), address(case))
    notes = (
        _("Everybody then sees its title and summary, who asked for what, and the wishes."),
        _("Its papers stay closed until you release each version. A case is not closed again."),
    )
    step = Step(_("Open it to the public?"), _("Open it to all"), case.title, address(case), notes)
    return guarded_page(request, form, step, publication_of(case), mend=address(case, "edit"))
