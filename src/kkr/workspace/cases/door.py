"""Which cases and papers somebody works on, where that is done, and what can be done with them."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.accounts.models import User
from kkr.cases.models import Case, Paper, PaperVersion
from kkr.council.models import Council
from kkr.council.rules import councils_kept_by
from kkr.workspace.door import Request


def case_for(request: Request, public_id: UUID, perm: str = "cases.write_paper") -> Case:
    """The case, if the reader works on it and may `perm`; else there is no such page."""
    cases = Case.objects.at_desk_of(request.user).select_related("committee")
    case = get_object_or_404(cases, public_id=public_id)
    if not request.user.has_perm(perm, case):
        raise Http404
    return case


def paper_for(request: Request, public_id: UUID, paper: str) -> Paper:
    """A paper of a case the reader works on."""
    case = case_for(request, public_id)
    papers = Paper.objects.visible_to(request.user).select_related("document", "case__committee")
    return get_object_or_404(papers.filter(case=case), slug=paper)


def version_for(
    request: Request, public_id: UUID, paper: str, number: int, perm: str
) -> PaperVersion:
    """One version, if the reader may `perm` in its case."""
    case = case_for(request, public_id, perm)
    versions = PaperVersion.objects.visible_to(request.user).in_order()
    found = versions.filter(paper__case=case, paper__slug=paper)
    return get_object_or_404(found.select_related("paper__case"), version__number=number)


def may_open(user: User) -> Any:
    """The councils before which the user may open a case."""
    return councils_kept_by(user)


def all_cases() -> str:
    return reverse("workspace:cases")


def address(case: Case, what: str = "") -> str:
    name = f"workspace:case_{what}" if what else "workspace:case"
    return reverse(name, args=[case.public_id])


def paper_address(paper: Paper, what: str = "") -> str:
    where = [paper.case.public_id, paper.slug]
    return reverse(f"workspace:paper_{what or 'show'}", args=where)


def version_address(version: PaperVersion, what: str = "") -> str:
    """Where a version is read, or with `what` something is done with it."""
    if not what:
        return f"{paper_address(version.paper)}?udgave={version.version.number}"
    paper = version.paper
    where = [paper.case.public_id, paper.slug, version.version.number]
    return reverse(f"workspace:paper_{what}", args=where)


def writing(case: Case, paper: Paper | None, what: str = "") -> str:
    """Where a paper, or one that is not added yet, is written, or with `what` looked at or dropped."""
    if paper:
        return paper_address(paper, f"write_{what}" if what else "write")
    return address(case, f"paper_new_{what}" if what else "paper_new")


def public_path(case: Case) -> str:
    """Where everybody reads it, under the first council it is before."""
    council = Council.objects.filter(cases_before__case=case).first()
    return case.path_in(council) if council else ""


def doable(case: Case, user: User, *, may_edit: bool) -> list[dict[str, Any]]:
    """The links beside a case: what this user can do with it as it stands."""
    links = []
    if case.is_public:
        links.append({"label": _("The public page"), "href": public_path(case)})
    if may_edit:
        words = {
            "edit": _("Change what is said of it"),
            "commission": _("Ask a body for something"),
            "send_back": _("Send it back with wishes"),
            "consult": _("Send it out for consultation"),
            "hear": _("Ask the members of the council in writing"),
            "officials": _("Officials on the case"),
        }
        links += [{"label": label, "href": address(case, what)} for what, label in words.items()]
        if may_open(user).exclude(cases_before__case=case).exists():
            label = _("Bring it before another council")
            links.append({"label": label, "href": address(case, "bring")})
    if not case.is_public and may_edit and user.has_perm("cases.publish_case", case):
        links.append({"label": _("Open it to the public"), "href": address(case, "publish")})
    return links
