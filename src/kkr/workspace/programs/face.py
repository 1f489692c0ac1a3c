"""How every address of the API answers: in the language asked for, kept by nobody, refusals as problems."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from kkr.workspace.programs.problems import LARGEST_BODY, problem

JSON = "application/json"
View = Callable[..., Any]


def language_of(request: HttpRequest) -> str:
    """What `Accept-Language` asks for of the languages there are, else Danish."""
    known = dict(settings.LANGUAGES)
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (code := wanted.split("-")[0]) in known:
            return code
    return settings.LANGUAGE_CODE


def program_face(view: View) -> View:
    """A view for programs: no session opens it, so no form of a session can be forged to it either."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override(language_of(request)):
            answer: HttpResponse = unfit(request) or view(request, *args, **kwargs)
            if answer.status_code == 405:
                refused = problem(405)
                refused["Allow"] = answer["Allow"]
                answer = refused
            answer["Content-Language"] = language_of(request)
        answer.headers.setdefault("Cache-Control", "no-store")
        answer["X-Robots-Tag"] = "noindex, nofollow"
        patch_vary_headers(answer, ("Accept-Language", "Authorization"))
        return answer

    return answered


def unfit(request: HttpRequest) -> HttpResponse | None:
    """The refusal of a body that is too large, or not said to be JSON."""
    if request.method != "PUT":
        return None
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return problem(413)
    return None if request.content_type == JSON else problem(415)
