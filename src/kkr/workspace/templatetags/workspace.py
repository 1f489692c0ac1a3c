"""What the pages of the workspace draw from who reads them."""

from typing import Any
from uuid import uuid4

from django import template
from django.template import RequestContext
from django.urls import reverse

from kkr.workspace.door import rooms_of
from kkr.workspace.writing.forms import window_of

register = template.Library()


@register.inclusion_tag("workspace/ways.html", takes_context=True)
def ways(context: RequestContext) -> dict[str, Any]:
    """The ways to every room the reader writes in, to their account, and out."""
    request: Any = context["request"]
    return {
        "rooms": rooms_of(request),
        "at_desk": request.path == reverse("workspace:desk"),
        "at_account": request.path.startswith(reverse("account_home")),
        "csrf_token": context["csrf_token"],
    }


@register.simple_tag(takes_context=True)
def window(context: RequestContext) -> str:
    """What this window is called, so that the server knows it again when an answer was lost."""
    request: Any = context["request"]
    return window_of(request.POST) or str(uuid4())
