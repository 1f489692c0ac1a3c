"""The way from the front page down to a page, as breadcrumbs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kkr.council.models import Council

Trail = list[dict[str, Any]]


def from_front() -> Trail:
    return [{"label": _("Front page"), "href": reverse("website:front")}]


def from_council(council: Council | None, *below: tuple[str, str]) -> Trail:
    """Front page, the council if there is one, and then label and route of what lies between."""
    steps = from_front()
    if council is not None:
        steps.append({"label": council.name, "href": council_path(council)})
    for label, route in below:
        arguments = [council.slug] if council is not None else []
        steps.append({"label": label, "href": reverse(f"website:{route}", args=arguments)})
    return steps


def council_path(council: Council) -> str:
    return reverse("website:council", args=[council.slug])
