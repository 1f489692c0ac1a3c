"""The images of a news item: put in, and put in again, without a script too."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kkr.council.models import Council
from kkr.documents.models import File
from kkr.documents.richtext import figure, files_in
from kkr.ledger import clock
from kkr.news.actions import keep_private_draft
from kkr.news.models import NewsItem, PrivateDraft
from kkr.news.presentation import sender
from kkr.workspace.door import Request, council_for, page, signed_in
from kkr.workspace.news.addresses import writing
from kkr.workspace.news.forms import NewsImageForm, first_words
from kkr.workspace.news.views import item_for, private_of


@signed_in
def images_new(request: Request, council: str) -> HttpResponse:
    return images(request, council_for(request.user, council, "news.draft_newsitem"), None)


@signed_in
def images_of(request: Request, council: str, public_id: UUID) -> HttpResponse:
    item = item_for(request, council, public_id)
    return images(request, item.council, item)


def images(request: Request, council: Council | None, item: NewsItem | None) -> HttpResponse:
    """The images of the item, each to be put in again, and a form for another."""
    private = private_of(request, council, item)
    known = known_images(request, item, private)
    again = next((file for file in known if str(file.public_id) == request.POST.get("again")), None)
    if again:
        return put_in(request, council, item, figure(again.path, shows=again.alt_text))
    form = NewsImageForm(request.POST or None, request.FILES or None)
    if form.is_valid() and form.store(council, item, by=request.user, at=clock.now()):
        return put_in(request, council, item, form.figure)
    if request.htmx:
        return render(request, "workspace/refusals.html", {"form": form}, status=422)
    context: dict[str, Any] = {
        "form": form,
        "item": item,
        "sender": sender(NewsItem(council=council)),
        "images": known,
        "back": writing(council, item),
    }
    return page(request, "workspace/news/images.html", **context)


def known_images(request: Request, item: NewsItem | None, private: PrivateDraft | None) -> Any:
    """What any version of the item shows, and what the reader has put in and not saved."""
    named = files_in(str(private.fields.get("html", ""))) if private else set()
    uses = Q(uses__version__document=item.document_id) if item else Q()
    shown = Q(public_id__in=named) | uses
    images = File.objects.filter(shown, width__isnull=False).distinct()
    return images.visible_to(request.user).order_by("pk")


def put_in(
    request: Request, council: Council | None, item: NewsItem | None, html: str
) -> HttpResponse:
    """At the end of what is being written; the editor puts it where the writer is."""
    if request.htmx:
        return HttpResponse(html)
    private = private_of(request, council, item)
    words = first_words(item, private)
    based_on = words.pop("based_on", 0)
    words.pop("token", None)
    keep_private_draft(
        council=council,
        item=item,
        fields=words | {"html": words.get("html", "") + html},
        based_on=based_on,
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("The image stands at the end of the text. It is not saved yet."))
    return redirect(writing(council, item))
