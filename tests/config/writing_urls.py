"""The addresses of the product, and one that writes, until the workspace has its own."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import path

from kkr.config.urls import handler404, handler500, urlpatterns  # noqa: F401 -- Django reads them here
from kkr.ledger.actors import System
from kkr.news.actions import draft_news

AT = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)


def draft(request: HttpRequest) -> HttpResponse:
    """Draft what was posted."""
    title, text = request.POST["title"], request.POST["text"]
    draft_news(council=None, title=title, html=f"<p>{text}</p>", by=System("test"), at=AT)
    return HttpResponse("drafted")


def fail(request: HttpRequest, token: str) -> HttpResponse:
    """Fail with the words that were posted."""
    raise ValueError(f"what somebody wrote with {token}: {request.POST['text']}")


urlpatterns = [path("draft", draft), path("konto/<token>/fail", fail), *urlpatterns]
