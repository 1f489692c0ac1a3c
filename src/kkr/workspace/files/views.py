from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from kkr.council.models.roles import remember_roles
from kkr.documents.models import File

SHOWN = {"image/jpeg", "image/png", "application/pdf"}
FOR_ALL = "public, max-age=3600"
FOR_SOME = "private, no-cache"


@require_safe
def send(request: HttpRequest, public_id: UUID, name: str) -> HttpResponseBase:
    """The file if it stands in a text that the reader may read; else there is no such file.

    Who asks is looked up only for what is not for everybody, so that the rest can be kept in any
    cache: for an hour, for what is withdrawn must not be shown for ever. What they act as is asked once.
    """
    file = get_object_or_404(File, public_id=public_id, name=name)
    if file.is_public():
        return answer(request, file, FOR_ALL)
    remember_roles(request.user)
    if file.is_visible_to(request.user):
        return answer(request, file, FOR_SOME)
    raise Http404


def answer(request: HttpRequest, file: File, caching: str) -> HttpResponseBase:
    """The bytes with the type that was checked when they came, or 304 where the reader has them."""
    etag = f'"{file.digest}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None or response.status_code != 304:
        response = FileResponse(
            file.content.open("rb"),
            as_attachment=file.media_type not in SHOWN,
            filename=file.name,
            content_type=file.media_type,
        )
    response["ETag"], response["Cache-Control"] = etag, caching
    return response
