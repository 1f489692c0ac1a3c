"""What is wrong, as RFC 9457 writes it: the field, what is wrong with it, and what would be right."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as Mistyped

from kkr.rounds.models import WrongState
from kkr.workspace.programs.shapes import AnswerGiven, Given, StageGiven, Stop

MEDIA_TYPE = "application/problem+json"
LARGEST_BODY = 64 * 1024
RETRY_SECONDS = "60"
PROBLEMS = {
    400: (
        "not-json",
        _("The request cannot be read"),
        _("The body is no JSON. Send one JSON object in UTF-8."),
    ),
    401: (
        "no-token",
        _("No valid token"),
        _("Send the token as “Authorization: Bearer …”. The council's secretariat gives tokens."),
    ),
    404: (
        "not-found",
        _("There is nothing here"),
        _(
            "There is no such address, or it is not for this token. GET /api/v1/questions lists yours."
        ),
    ),
    405: (
        "not-allowed",
        _("This cannot be done here"),
        _("The answer's header Allow says what can be done at this address."),
    ),
    409: (
        "not-open",
        _("The question is not open"),
        _("Only an open question takes answers. Write to the council's secretariat."),
    ),
    413: (
        "too-large",
        _("The request is too large"),
        _("The body may have at most 64 kB."),
    ),
    415: (
        "not-this-type",
        _("The body is not declared as JSON"),
        _("Send it with “Content-Type: application/json”."),
    ),
    422: (
        "wrong-fields",
        _("Something in the request is not right"),
        _("See what is wrong and what would be right under “errors”."),
    ),
    429: (
        "too-often",
        _("Too many requests"),
        _("Wait as many seconds as the header Retry-After says, and ask again."),
    ),
}
"""Every refusal by its status: its name in addresses, its title, and the way out."""
OTHER = (gettext_noop("It cannot be read here."), "")
WORDS = {
    "missing": (gettext_noop("It is missing."), ""),
    "extra_forbidden": (
        gettext_noop("There is no such field."),
        gettext_noop("Leave it out, or see how it is spelt."),
    ),
    "date": (gettext_noop("It is no day."), gettext_noop("Write the day as 2017-03-14.")),
    "model": (gettext_noop("It is no JSON object."), gettext_noop("Write it in curly brackets.")),
    "string_too_short": (gettext_noop("It is empty."), ""),
}
"""What is wrong and what would be right, by how pydantic's name for it begins; without the second, an example."""
BOUNDS = {
    "greater_than_equal": gettext_noop("At least %(ge)s."),
    "less_than_equal": gettext_noop("At most %(le)s."),
}


@dataclass(frozen=True)
class Wrong:
    """One field with what is wrong and what would be right."""

    field: str
    pointer: str
    detail: str
    right: str


class Refused(Exception):
    """That something is not done, to be told as a problem."""

    def __init__(self, status: int, errors: Iterable[Wrong] = ()) -> None:
        super().__init__(status)
        self.status, self.errors = status, tuple(errors)


def problem(status: int, errors: Iterable[Wrong] = ()) -> HttpResponse:
    """The refusal with this status."""
    name, title, detail = PROBLEMS[status]
    said = {
        "type": f"{settings.SITE_URL}/api/v1/#{name}",
        "title": str(title),
        "status": status,
        "detail": str(detail),
        "errors": [asdict(each) for each in errors],
    }
    body = json.dumps(said, ensure_ascii=False)
    answer = HttpResponse(body, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="kkr"'
    if status == 415:
        answer["Accept"] = "application/json"
    if status == 429:
        answer["Retry-After"] = RETRY_SECONDS
    return answer


def wrong(loc: tuple[str | int, ...], detail: str, right: str) -> Wrong:
    """A field of the body by its place, e.g. ("path", 0, "on")."""
    name = ".".join(map(str, loc))
    pointer = "".join(f"/{each}" for each in loc)
    return Wrong(name, f"#{pointer}" if pointer else "#", detail, right)


def example_of(name: str) -> str:
    """What could stand in a field of that name, as JSON."""
    shapes: tuple[type[Given], ...] = (AnswerGiven, StageGiven, Stop)
    known = (shape.model_fields[name] for shape in shapes if name in shape.model_fields)
    example = next(iter((each.examples or [""])[0] for each in known), "")
    return gettext("For example: %(example)s") % {
        "example": json.dumps(example, ensure_ascii=False)
    }


def in_words(error: dict[str, Any]) -> tuple[str, str]:
    """What is wrong and what would be right, of one that pydantic found; never what was sent."""
    kind, facts = error["type"], error.get("ctx", {})
    names = [each for each in reversed(error["loc"]) if isinstance(each, str)]
    if kind in {"string_too_long", "too_long"}:
        most = facts["max_length"]
        words = ngettext("At most %(most)s sign or row.", "At most %(most)s signs or rows.", most)
        return gettext("It is too long."), words % {"most": most}
    if kind == "literal_error":
        return gettext("It is none of those that are known."), str(facts["expected"])
    if kind in BOUNDS:
        return gettext("The number is out of range."), gettext(BOUNDS[kind]) % facts
    detail, right = next((said for start, said in WORDS.items() if kind.startswith(start)), OTHER)
    return gettext(detail), gettext(right) if right else example_of(names[0] if names else "")


def from_pydantic(errors: list[dict[str, Any]]) -> list[Wrong]:
    """Each that was found, at its field in the body or at its parameter."""
    found = []
    for error in errors:
        source, *loc = error["loc"]
        detail, right = in_words(error)
        if source == "body":
            found.append(wrong(tuple(loc[1:]), detail, right))
        else:
            found.append(Wrong(str(loc[-1]) if loc else "", "", detail, right))
    return found


def from_django(refusal: ValidationError) -> list[Wrong]:
    """What an action refused, at its field."""
    by_field = getattr(refusal, "message_dict", {"": refusal.messages})
    return [
        wrong((name,) if name and name != "__all__" else (), said, example_of(name) if name else "")
        for name, reasons in by_field.items()
        for said in reasons
    ]


def refusals(api: NinjaAPI) -> None:
    """Let an API tell what it refuses in this way."""

    def refused(_request: HttpRequest, why: Refused) -> HttpResponse:
        return problem(why.status, why.errors)

    def by_rule(_request: HttpRequest, why: ValidationError) -> HttpResponse:
        return problem(409) if isinstance(why, WrongState) else problem(422, from_django(why))

    def mistyped(_request: HttpRequest, why: Mistyped) -> HttpResponse:
        return problem(422, from_pydantic(why.errors))

    def unread(_request: HttpRequest, why: HttpError) -> HttpResponse:
        return problem(why.status_code if why.status_code in PROBLEMS else 400)

    def hidden(_request: HttpRequest, _why: Exception) -> HttpResponse:
        return problem(404)

    handlers: dict[type[Exception], Any] = {
        Refused: refused,
        ValidationError: by_rule,
        Mistyped: mistyped,
        HttpError: unread,
        AuthenticationError: unread,
        Http404: hidden,
        PermissionDenied: hidden,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
