"""A paper at the desk: its versions, two of them compared, one released or put before the council."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.cases.models import Paper, PaperVersion
from kkr.cases.publication import publication_of_version
from kkr.documents.actions import held_by_another
from kkr.documents.comparison import compare
from kkr.documents.models import DocumentVersion
from kkr.documents.showing import shown
from kkr.ledger import clock
from kkr.meetings.presentation import before_councils
from kkr.meetings.presented import presented_at
from kkr.workspace.cases.door import address, paper_address, paper_for, version_address, version_for
from kkr.workspace.cases.lines import version_line
from kkr.workspace.cases.paper_forms import BeforeCouncilForm, ReleaseForm
from kkr.workspace.cases.writing import open_wishes, unsaved_of
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.guards import guarded_page
from kkr.workspace.pages import Step, done, form_page, posted
from kkr.workspace.writing.beside import chosen, inline, rows


@signed_in
def show(request: Request, public_id: UUID, paper: str) -> HttpResponse:
    """A paper: one version of it, all of them, and two compared as the reader asks."""
    found = paper_for(request, public_id, paper)
    versions = list(
        PaperVersion.objects.visible_to(request.user)
        .filter(paper=found)
        .in_order()
        .select_related("paper__case")
    )[::-1]
    texts = [each.version for each in versions]
    read = chosen(texts, request.GET.get("udgave"), texts[0])
    this = next(each for each in versions if each.version == read)
    case = found.case
    presented = presented_at(case, request.user)
    met = {each: before_councils(presented.get(each.pk, ())) for each in versions}
    context: dict[str, Any] = {
        "paper": found,
        "case": case,
        "back": address(case),
        "version": this,
        "line": version_line(this),
        "lines": [version_line(each) | {"before": met[each]} for each in versions],
        "body": mark_safe(shown(read.html)),  # noqa: S308 -- sanitised when it was written
        "unsaved": unsaved_of(request.user, case, found),
        "lock": held_by_another(found.document, by=request.user, at=clock.now()),
        "write": paper_address(found, "write"),
        "may_edit": request.user.has_perm("cases.edit_case", case),
        "may_release": request.user.has_perm("cases.publish_case", case),
        "release": version_address(this, "release"),
        "mark": version_address(this, "mark"),
        **compared(request, texts),
    }
    return page(request, "workspace/cases/paper.html", **context)


def compared(request: Request, texts: list[DocumentVersion]) -> dict[str, Any]:
    """`fra` and `til`, side by side or, as `vis=samlet`, in one text; nothing of a first version alone."""
    if len(texts) < 2:
        return {}
    new = chosen(texts, request.GET.get("til"), texts[0])
    old = chosen(texts, request.GET.get("fra"), texts[1])
    comparison = compare(old.html, new.html)
    is_inline = request.GET.get("vis") == "samlet"
    return {
        "old": old,
        "new": new,
        "is_inline": is_inline,
        "inline": inline(comparison) if is_inline else "",
        "rows": [] if is_inline or old == new else rows(comparison),
    }


@signed_in
def release(request: Request, public_id: UUID, paper: str, number: int) -> HttpResponse:
    """Let everybody who sees the case read a version."""
    version = version_for(request, public_id, paper, number, "cases.publish_case")
    form = ReleaseForm(posted(request))
    if form.is_valid() and form.release(version, by=request.user, at=clock.now()):
        said = _("Version %(number)s is released.") % {"number": number}
        return done(request, said, paper_address(version.paper))
    notes = [
        _("Everybody can then read it, and the answers to wishes in it. It is not closed again.")
    ]
    if not version.paper.case.is_public:
        notes = [
            _("It is read when the case is opened to the public; until then nobody else sees it.")
        ]
    if many := open_wishes(version.paper.case, request.user).count():
        told = ngettext(
            "A wish that the case was sent back with is not answered yet. The version can be released all the same.",
            "%(many)s wishes that the case was sent back with are not answered yet. The version can be released all "
            "the same.",
            many,
        )
        notes.append(told % {"many": many})
    question = _("Release version %(number)s?") % {"number": number}
    step = step_of(version.paper, question, _("Release it"), *notes)
    return guarded_page(request, form, step, publication_of_version(version))


@signed_in
def mark(request: Request, public_id: UUID, paper: str, number: int) -> HttpResponse:
    """Mark the version that is before the council."""
    version = version_for(request, public_id, paper, number, "cases.edit_case")
    form = BeforeCouncilForm(posted(request))
    if form.is_valid() and form.mark(version, by=request.user, at=clock.now()):
        said = _("Version %(number)s is the one before the council.") % {"number": number}
        return done(request, said, paper_address(version.paper))
    question = _("Put version %(number)s before the council?") % {"number": number}
    note = _("It takes the place of any other version of the paper.")
    return form_page(request, form, step_of(version.paper, question, _("Put it before"), note))


def step_of(paper: Paper, question: str, button: str, *notes: str) -> Step:
    return Step(question, button, paper.title, paper_address(paper), notes)
