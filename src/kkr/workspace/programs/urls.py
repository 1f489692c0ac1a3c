"""`/api/v1/`: outside the languages, for a program says in a header which one it reads."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from kkr.workspace.programs import docs
from kkr.workspace.programs.api import api
from kkr.workspace.programs.face import program_face
from kkr.workspace.programs.problems import problem


def nothing_here(_request: HttpRequest, **_rest: Any) -> HttpResponse:
    """That nothing stands at an address."""
    return problem(404)


def of_ninja() -> list[URLPattern]:
    """The addresses of the API, each with our face; without its own front page."""
    patterns = [each for each in api.urls[0] if isinstance(each, URLPattern)]
    found = [each for each in patterns if each.name != "api-root"]
    for each in found:
        each.callback = program_face(each.callback)
    return found


app_name = "programs"
urlpatterns: list[URLPattern] = [
    *of_ninja(),
    path("openapi.json", program_face(docs.openapi), name="openapi"),
    path("<path:rest>", program_face(nothing_here), name="nothing"),
]
