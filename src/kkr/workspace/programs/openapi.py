"""The OpenAPI of what programs can do, in the language of whoever reads it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from kkr.workspace.programs.api import api
from kkr.workspace.programs.problems import MEDIA_TYPE, PROBLEMS

PREFIX = "api/v1"
SAID = {"description", "summary"}
DONE = {200: _("As it stands now."), 201: _("The first answer is kept.")}


def document() -> dict[str, Any]:
    """The whole description."""
    made: dict[str, Any] = translated(dict(api.get_openapi_schema(path_prefix=PREFIX)))
    made["info"]["title"] = gettext(api.title)
    made["servers"] = [{"url": settings.SITE_URL}]
    for methods in made["paths"].values():
        for operation in methods.values():
            given = operation["responses"]
            operation["responses"] = {
                str(each): response(each, given[each]) for each in sorted(given)
            }
    return made


def translated(part: Any) -> Any:
    """With what is said in the reader's language, and without the names pydantic makes of fields."""
    if isinstance(part, list):
        return [translated(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {key: each for key, each in part.items() if key != "title" or isinstance(each, dict)}
    return {
        key: gettext(each) if key in SAID and each and isinstance(each, str) else translated(each)
        for key, each in kept.items()
    }


def response(status: int, given: dict[str, Any]) -> dict[str, Any]:
    """An answer with what it means; a refusal is a problem as RFC 9457 has it."""
    if status not in PROBLEMS:
        return {**given, "description": gettext(DONE[status])}
    (shape,) = given["content"].values()
    return {"description": str(PROBLEMS[status][1]), "content": {MEDIA_TYPE: shape}}
