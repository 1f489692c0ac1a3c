"""Which case and which version of a paper an item is about: searched for and chosen, without a script too."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kkr.cases.models import Case, PaperVersion
from kkr.ledger import clock
from kkr.meetings.actions import keep_unsaved_item
from kkr.meetings.models import AgendaItem, Meeting
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.meetings.door import item_of, meeting_of
from kkr.workspace.meetings.item_forms import first_words, words_of
from kkr.workspace.meetings.items import unsaved_of, writing

MOST = 20
LONGEST = 100


@signed_in
def case_new(request: Request, council: str, meeting: str) -> HttpResponse:
    return choose(request, meeting_of(request, council, meeting), None)


@signed_in
def case_of(request: Request, council: str, meeting: str, public_id: UUID) -> HttpResponse:
    item = item_of(request, council, meeting, public_id)
    return choose(request, item.meeting, item)


def choose(request: Request, meeting: Meeting, item: AgendaItem | None) -> HttpResponse:
    """The cases before the council that fit what is sought, each with the versions of its papers."""
    if request.method == "POST":
        return put_in(request, meeting, item)
    sought = request.GET.get("q", "")[:LONGEST]
    found = cases(request, meeting, sought)
    context: dict[str, Any] = {
        "meeting": meeting,
        "title": item.title if item else _("New item"),
        "sought": sought,
        "cases": found[:MOST],
        "is_cut": len(found) > MOST,
        "most": MOST,
        "back": writing(meeting, item),
    }
    return page(request, "workspace/meetings/choose_case.html", **context)


def cases(request: Request, meeting: Meeting, sought: str) -> list[Case]:
    """Those of which title, number or a paper has every word, the newest first; one more than are shown."""
    rows = Case.objects.visible_to(request.user).before(meeting.council)
    for word in sought.split():
        rows = rows.filter(has(word))
    versions = PaperVersion.objects.visible_to(request.user).select_related("version", "paper")
    papers = Prefetch("papers__versions", versions.order_by("-version__number"), to_attr="readable")
    return list(rows.distinct().newest_first().prefetch_related(papers)[: MOST + 1])


def has(word: str) -> Q:
    """The condition that a case has the word; small and large Æ, Ø and Å are two letters to SQLite."""
    found = Q()
    for each in {word, word.lower(), word.capitalize()}:
        found |= Q(title__icontains=each) | Q(papers__title__icontains=each)
    return found | Q(number__icontains=word) | Q(kle__startswith=word)


def put_in(request: Request, meeting: Meeting, item: AgendaItem | None) -> HttpResponse:
    """Put what was chosen to what is being written; it is saved with the item."""
    unsaved = unsaved_of(request.user, meeting, item)
    words = first_words(item, unsaved)
    case, _dot, paper = request.POST.get("chosen", "").partition(".")
    written = {name: str(value or "") for name, value in words.items()}
    keep_unsaved_item(
        meeting,
        item,
        fields=words_of(written) | {"case": case[:9], "paper": paper[:9]},
        based_on=words.get("based_on", 0) or 0,
        by=request.user,
        at=clock.now(),
    )
    return redirect(f"{writing(meeting, item)}#case")
