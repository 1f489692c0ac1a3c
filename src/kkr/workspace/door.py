"""Who comes in, and to which council's room: sign in first; without the right there is no such page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kkr.accounts.models import User
from kkr.cases.models import Case
from kkr.council.models import Council, RoleGrant
from kkr.council.models.roles import REMEMBERED, Role, councils_held, remember_roles
from kkr.council.rules import workplaces_of
from kkr.meetings.models.who import READERS
from kkr.rounds.models import Asked
from kkr.rounds.standing_for import OF_A_MEMBER

View = Callable[..., HttpResponseBase]
KL = "kl"
READING = ("GET", "HEAD")


class Request(HttpRequest):
    """A request of somebody who is signed in."""

    user: User
    htmx: Any


def signed_in(view: View) -> View:
    """Only for people who are signed in, and kept in no cache.

    What they may act as is asked once where they only read; who writes is asked for each act.
    A part of a page is refused with 401 rather than answered with the page to sign in on.
    """

    @never_cache
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            if request.method in READING:
                remember_roles(request.user)
            return view(request, *args, **kwargs)
        if request.htmx:
            return HttpResponse(status=401)
        return redirect_to_login(request.get_full_path())

    return guarded


def council_for(user: User, slug: str, perm: str) -> Council | None:
    """The council with this slug, or None for KL, if the user may `perm` there; else there is nothing."""
    council = None if slug == KL else get_object_or_404(Council.objects.all(), slug=slug)
    if not user.has_perm(perm, council):
        raise Http404
    return council


def slug_of(council: Council | None) -> str:
    """How the council, or KL, is called in an address of the workspace."""
    return council.slug if council else KL


def page(request: Any, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the workspace."""
    return render(request, template, context, status=status)


def rooms_of(request: Any) -> list[dict[str, Any]]:
    """The ways of the navigation: what the reader writes, keeps, asks and answers."""
    kept: list[Council | None] = [*workplaces_of(request.user)]
    reads = reads_elsewhere(request.user, kept)
    meetings = [meetings_room(council, request) for council in kept if council]
    meetings += [readable_room(request)] if reads else []
    asking = [recommendations_room(council, request) for council in kept if council]
    title = "" if kept else title_of_answers(answering_roles(request.user))
    answers = [answers_room(title, request)] if title else []
    lines = [lines_room(request)] if kept or reads else []
    register = [*lines, register_room(request)] if kept else lines
    cases = [cases_room(request)] if kept or has_cases(request.user) else []
    if request.user.has_perm("news.draft_newsitem"):
        kept.append(None)
    news = [room(council, request) for council in kept]
    return news + meetings + asking + answers + cases + register


def reads_elsewhere(user: Any, kept: list[Council | None]) -> bool:
    """Whether somebody acts in a council that they do not keep; of who keeps one only remembered roles are asked."""
    if kept and not hasattr(user, REMEMBERED):
        return False
    return any(council not in kept for council in councils_held(user, *READERS))


def room(council: Council | None, request: Any) -> dict[str, Any]:
    label = _("News, %(sender)s") % {"sender": council.short_name if council else KL.upper()}
    href = reverse("workspace:news", args=[slug_of(council)])
    return {"label": label, "href": href, "current": request.path.startswith(href)}


def has_cases(user: Any) -> bool:
    """Whether an official has a case to write papers for."""
    return Case.objects.at_desk_of(user).exists()


def answering_roles(user: Any) -> set[str]:
    """As what somebody answers: for a municipality, for a committee that was asked, as a member who was."""
    acting = RoleGrant.objects.of_user(user).running_now()
    was_asked = Q(body__as_committee__asked__round__opened_at__isnull=False)
    asked = Asked.objects.filter(
        member__person=OuterRef("membership__person"),
        member__body=OuterRef("body"),
        round__opened_at__isnull=False,
    )
    is_asked = Q(Exists(asked), role__in=OF_A_MEMBER)
    answering = acting.filter(Q(role=Role.CONTACT) | Q(was_asked, role=Role.OFFICIAL) | is_asked)
    return set(answering.values_list("role", flat=True))


def title_of_answers(roles: set[str]) -> str:
    """What the page is called where one answers; "" where nobody asks."""
    if Role.CONTACT in roles:
        return _("Questions to the municipality")
    if Role.OFFICIAL in roles:
        return _("Questions to the committee")
    return _("Written hearings") if roles else ""


def answers_room(title: str, request: Any) -> dict[str, Any]:
    href = reverse("workspace:answers")
    return {"label": title, "href": href, "current": request.path.startswith(href)}


def recommendations_room(council: Council, request: Any) -> dict[str, Any]:
    label = _("Recommendations, %(council)s") % {"council": council.short_name}
    href = reverse("workspace:recommendations", args=[council.slug])
    return {"label": label, "href": href, "current": request.path.startswith(href)}


def cases_room(request: Any) -> dict[str, Any]:
    href = reverse("workspace:cases")
    return {"label": _("Cases"), "href": href, "current": request.path.startswith(href)}


def lines_room(request: Any) -> dict[str, Any]:
    href = reverse("workspace:lines")
    return {"label": _("Common lines"), "href": href, "current": request.path.startswith(href)}


def meetings_room(council: Council, request: Any) -> dict[str, Any]:
    label = _("Meetings, %(council)s") % {"council": council.short_name}
    href = reverse("workspace:meetings", args=[council.slug])
    return {"label": label, "href": href, "current": request.path.startswith(href)}


def readable_room(request: Any) -> dict[str, Any]:
    """The meetings of the councils in which somebody acts without keeping them."""
    href = reverse("workspace:meetings_to_read")
    return {"label": _("Meetings"), "href": href, "current": request.path.startswith(href)}


def register_room(request: Any) -> dict[str, Any]:
    href = reverse("workspace:register")
    return {"label": _("Register"), "href": href, "current": request.path.startswith(href)}


def register_for(user: User, slug: str) -> Council:
    """The council with this slug if the user keeps its register; else there is nothing."""
    council = council_for(user, slug, "council.keep_register")
    if council is None:
        raise Http404
    return council
