"""Which recommendations a secretary reaches; without the right there is no such page."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from kkr.council.models import Council
from kkr.recommendations.models import Recommendation
from kkr.workspace.door import Request, council_for


def kept_council(request: Request, slug: str) -> Council:
    """The council with this slug if the user asks for it; else there is nothing."""
    council = council_for(request.user, slug, "rounds.ask")
    if council is None:
        raise Http404
    return council


def made_at(request: Request, council: str, slug: str) -> Recommendation:
    """The recommendation at this address, for those who ask."""
    rows = Recommendation.objects.visible_to(request.user)
    asking = ("question", "decision__item__meeting", "about__paper", "about__version")
    known = rows.select_related("round__council", *asking)
    made = get_object_or_404(known, round__council__slug=council, slug=slug)
    if not request.user.has_perm("rounds.ask", made.round.council):
        raise Http404
    return made


def at(made: Recommendation, name: str = "", *more: Any) -> str:
    """The address of its page, or with a name of what is done with it."""
    route = f"workspace:recommendation_{name}" if name else "workspace:recommendation"
    return reverse(route, args=[made.round.council.slug, made.slug, *more])
