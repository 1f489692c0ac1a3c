"""Which consultations a secretary reaches; without the right there is no such page."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from kkr.cases.models import Case, Consultation
from kkr.council.rules import councils_kept_by
from kkr.workspace.cases.door import case_for
from kkr.workspace.door import Request
from kkr.workspace.recommendations.pressing import At


def consulting_case(request: Request, public_id: UUID) -> tuple[Case, Any]:
    """The case, if the reader may ask for comments on it, and before which of its councils they do."""
    case = case_for(request, public_id, "cases.edit_case")
    councils = councils_kept_by(request.user).filter(cases_before__case=case)
    if not councils:
        raise Http404
    return case, councils


def made_at(request: Request, public_id: UUID, number: int) -> Consultation:
    """The consultation at this address, for those who ask."""
    case = case_for(request, public_id, "cases.edit_case")
    rows = Consultation.objects.visible_to(request.user).filter(case=case)
    related = ("round__council", "question", "case", "about__paper", "about__version")
    found = get_object_or_404(rows.select_related(*related), number=number)
    if not request.user.has_perm("rounds.change_round", found.round):
        raise Http404
    return found


def at(made: Consultation, name: str = "", *more: Any) -> str:
    """The address of its page, or with a name of what is done with it."""
    route = f"workspace:consultation_{name}" if name else "workspace:consultation"
    return reverse(route, args=[made.case.public_id, made.number, *more])


def at_of(made: Consultation) -> At:
    return partial(at, made)
