"""A print over HTTP: its bytes under a name that tells what it is, with the digest that proves it."""

from base64 import b64encode

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from kkr.printing.models import Audience, Print

FOR_ALL = "public, no-cache"
"""Any cache may keep it, and must ask each time: what is withdrawn is shown to nobody for an hour more."""
FOR_SOME = "private, no-store"


def answer(request: HttpRequest, made: Print) -> HttpResponseBase:
    """The PDF, or 304 where the reader has it; the digest as RFC 9530 writes it."""
    is_public = made.audience == Audience.PUBLIC
    etag = f'"{made.sha256}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None or response.status_code != 304:
        response = FileResponse(
            made.content.open("rb"), filename=name_of(made), content_type="application/pdf"
        )
    digest = b64encode(bytes.fromhex(made.sha256)).decode()
    response["ETag"], response["Repr-Digest"] = etag, f"sha-256=:{digest}:"
    response["Cache-Control"] = FOR_ALL if is_public else FOR_SOME
    return response


def name_of(made: Print) -> str:
    """What it is saved as, e.g. "KKR Hovedstaden 2017-02-06 Dagsorden udgave 1.pdf"."""
    edition = made.edition
    meeting = edition.meeting
    words = [meeting.council.name, meeting.slug, edition.get_kind_display()]
    words.append(_("edition %(number)s") % {"number": edition.number})
    if made.audience == Audience.MEMBERS:
        words.append(_("for members"))
    return f"{' '.join(words)}.pdf"
