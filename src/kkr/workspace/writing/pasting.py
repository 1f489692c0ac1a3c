"""What is pasted into a text: tidied where the rules are, so that one sees at once what will stand there."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import ngettext

from kkr.documents.richtext import images_left_out, sanitise
from kkr.workspace.door import Request


def tidied(request: Request) -> HttpResponse:
    """The HTML as it will be saved, and what is said of images that are not; nothing is kept."""
    html = request.POST.get("html", "")
    return JsonResponse({"html": sanitise(html), "told": left_out(html)})


def left_out(html: str) -> str:
    """What the writer is told of images that come from elsewhere; empty where there are none."""
    number = images_left_out(html)
    told = ngettext(
        "%(number)s image did not come along. Save it as a file, and put it in with “Image”.",
        "%(number)s images did not come along. Save them as files, and put them in with “Image”.",
        number,
    )
    return told % {"number": number} if number else ""
