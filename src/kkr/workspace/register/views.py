from typing import Any

from django.http import Http404, HttpResponse

from kkr.council.rules import councils_kept_by
from kkr.workspace.door import Request, page, signed_in


@signed_in
def index(request: Request) -> HttpResponse:
    """The registers somebody keeps."""
    if not request.user.has_perm("council.add_person"):
        raise Http404
    context: dict[str, Any] = {"councils": councils_kept_by(request.user)}
    return page(request, "workspace/register/index.html", **context)
