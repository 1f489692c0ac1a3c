from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kkr.council.models import Council
from kkr.documents.guarding import covered, has_findings, look_at
from kkr.ledger import clock
from kkr.news.actions import (
    StaleDraft,
    bring_back_news,
    discard_news,
    forget_private_draft,
    keep_private_draft,
    unschedule_news,
)
from kkr.news.models import NewsItem, PrivateDraft, State
from kkr.news.presentation import article, sender
from kkr.news.publication import publication_of
from kkr.news.rules import repeats_what_is_closed, says_nothing
from kkr.workspace.door import Request, council_for, page, signed_in, slug_of
from kkr.workspace.guards import found_by, shown
from kkr.workspace.news.addresses import address, all_news, doable, writing
from kkr.workspace.news.forms import (
    BringBackForm,
    CopyForm,
    CorrectForm,
    DiscardForm,
    NewsForm,
    NewsImageForm,
    PublishForm,
    RenameForm,
    UnscheduleForm,
    WithdrawForm,
    first_words,
    words_of,
)
from kkr.workspace.news.lists import page_of, rows
from kkr.workspace.news.versions import clash_of, side_by_side
from kkr.workspace.people import names_of
from kkr.workspace.writing.forms import over_of, version_of, window_of
from kkr.workspace.writing.pasting import left_out, tidied


def item_for(request: Request, council: str, public_id: UUID) -> NewsItem:
    """The item, if the reader may work on it; else there is no such page."""
    kept = council_for(request.user, council, "news.draft_newsitem")
    items = NewsItem.objects.visible_to(request.user).sent_by(kept)
    return get_object_or_404(items.select_related("council", "document"), public_id=public_id)


def private_of(
    request: Request, council: Council | None, item: NewsItem | None
) -> PrivateDraft | None:
    """What the reader has not saved of it."""
    return PrivateDraft.objects.visible_to(request.user).on(council, item).first()


@signed_in
def index(request: Request, council: str) -> HttpResponse:
    """All news of a council: what is being written, and what was published."""
    kept = council_for(request.user, council, "news.draft_newsitem")
    items = NewsItem.objects.visible_to(request.user).sent_by(kept).select_related("council")
    shown = page_of(request, items.public().newest_first())
    context: dict[str, Any] = {
        "sender": sender(NewsItem(council=kept)),
        "begun": private_of(request, kept, None),
        "unfinished": rows(items.unfinished()),
        "published": rows(shown.object_list),
        "withdrawn": rows(items.withdrawn().newest_first()),
        "discarded": rows(items.discarded()),
        "page": shown,
        "new": writing(kept, None),
    }
    return page(request, "workspace/news/index.html", **context)


@signed_in
def new(request: Request, council: str) -> HttpResponse:
    return write(request, council_for(request.user, council, "news.draft_newsitem"), None)


@signed_in
def edit(request: Request, council: str, public_id: UUID) -> HttpResponse:
    item = item_for(request, council, public_id)
    return write(request, item.council, item)


def write(request: Request, council: Council | None, item: NewsItem | None) -> HttpResponse:
    """The form of an item: kept while it is written, looked at, saved."""
    if request.method != "POST":
        private = private_of(request, council, item)
        form = NewsForm(initial=first_words(item, private))
        return form_page(request, council, item, form, private)
    if request.htmx or {"preview", "images"} & set(request.POST):
        return kept_privately(request, council, item)
    form = NewsForm(request.POST)
    saved = form.is_valid() and form.keep(council, item, by=request.user, at=clock.now())
    if not saved:
        return form_page(request, council, item, form)
    messages.success(request, _("Saved."))
    if told := left_out(request.POST.get("html", "")):
        messages.warning(request, told)
    if waits_for_a_reason(saved):
        told = _("Something was found that nobody has seen. Look at it, or it is not published.")
        messages.warning(request, told)
        return redirect(address(saved, "publish"))
    return redirect(address(saved))


def waits_for_a_reason(item: NewsItem) -> bool:
    """Whether it is scheduled, and would be held back when its time comes."""
    if item.state != State.SCHEDULED:
        return False
    looked = look_at(publication_of(item))
    return has_findings(looked.checks) and not covered(item.passed, looked)


def kept_privately(
    request: Request, council: Council | None, item: NewsItem | None
) -> HttpResponse:
    """Keep what is not saved yet; answers htmx with when, and a button with the page it leads to."""
    try:
        draft = keep_private_draft(
            council=council,
            item=item,
            fields=words_of(request.POST),
            based_on=version_of(request.POST),
            over=over_of(request.POST),
            window=window_of(request.POST),
            by=request.user,
            at=clock.now(),
        )
    except StaleDraft as elsewhere:
        return written_elsewhere(request, council, item, elsewhere.draft)
    if request.htmx:
        context = {"draft": draft, "kept": draft.revision}
        return render(request, "workspace/writing/saved.html", context)
    return redirect(writing(council, item, "images" if "images" in request.POST else "preview"))


def written_elsewhere(
    request: Request, council: Council | None, item: NewsItem | None, draft: PrivateDraft
) -> HttpResponse:
    """Nothing was kept: the writer has other words in another window, and says which are to stay."""
    context: dict[str, Any] = {"elsewhere": draft, "there": writing(council, item, "preview")}
    if request.htmx:
        return render(request, "workspace/writing/elsewhere.html", context, status=409)
    return form_page(request, council, item, NewsForm(request.POST), None, **context)


def form_page(
    request: Request,
    council: Council | None,
    item: NewsItem | None,
    form: NewsForm,
    private: PrivateDraft | None = None,
    **more: Any,
) -> HttpResponse:
    """The form, and beside it what else can be done; after a clash both texts."""
    item = form.moved.item if form.moved else item
    context: dict[str, Any] = {
        "form": form,
        "item": item,
        "sender": sender(NewsItem(council=council)),
        "draft": private,
        "kept": private.revision if private else over_of(request.POST) or 0,
        "doable": doable(item) if item else [],
        "repeats_closed": item is not None and not item.is_public and repeats_what_is_closed(item),
        "clash": clash_of(form),
        "moved": form.moved,
        "written": form["html"].value() if form.is_bound else "",
        "back": all_news(council),
        "forget": writing(council, item, "forget"),
        "images": writing(council, item, "images"),
        "tidy": reverse("workspace:news_tidy", args=[slug_of(council)]),
        "discard": address(item, "discard") if item else "",
        "bring_back": address(item, "bring_back") if item else "",
        "image_form": NewsImageForm(auto_id="image_%s"),
        **shown(form.guarded),
        **more,
    }
    status = 409 if form.clash or form.moved or more else 200
    return page(request, "workspace/news/form.html", status=status, **context)


@signed_in
def preview_new(request: Request, council: str) -> HttpResponse:
    kept = council_for(request.user, council, "news.draft_newsitem")
    return look(request, NewsItem(council=kept), private_of(request, kept, None))


@signed_in
def preview(request: Request, council: str, public_id: UUID) -> HttpResponse:
    item = item_for(request, council, public_id)
    return look(request, item, private_of(request, item.council, item))


def look(request: Request, item: NewsItem, private: PrivateDraft | None) -> HttpResponse:
    """The item as readers will see it, with what is not saved yet."""
    html = item.document.latest.html if item.pk else ""
    if private:
        html = private.laid_over(item)
    at = item.published_at or item.publish_at or clock.now()
    item.title = item.title or _("Without a title")
    context: dict[str, Any] = {
        "article": article(item, html=html, at=at),
        "draft": private,
        "back": writing(item.council, item if item.pk else None),
    }
    return page(request, "workspace/news/preview.html", **context)


@signed_in
def forget_new(request: Request, council: str) -> HttpResponse:
    return drop(request, council_for(request.user, council, "news.draft_newsitem"), None)


@signed_in
def forget(request: Request, council: str, public_id: UUID) -> HttpResponse:
    item = item_for(request, council, public_id)
    return drop(request, item.council, item)


def drop(request: Request, council: Council | None, item: NewsItem | None) -> HttpResponse:
    """Begin again from what is saved."""
    if request.method == "POST":
        forget_private_draft(council=council, item=item, by=request.user)
        messages.success(request, _("What was not saved is thrown away."))
    return redirect(writing(council, item))


@require_POST
@signed_in
def tidy(request: Request, council: str) -> HttpResponse:
    """What is pasted, as it will stand there."""
    council_for(request.user, council, "news.draft_newsitem")
    return tidied(request)


@signed_in
def publish(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Publish now, or at a time, after one has seen what the guards found."""
    item = item_for(request, council, public_id)
    form = PublishForm(request.POST or None, initial={"publish_at": item.publish_at})
    if form.is_valid() and form.publish(item, by=request.user, at=clock.now()):
        done = _("The item is scheduled.") if form.is_later else _("The item is published.")
        return stepped(request, item, done)
    private = private_of(request, item.council, item)
    looked = found_by(form, publication_of(item))
    return step_page(
        request, item, form, "publish", private=private, is_empty=says_nothing(item), **looked
    )


@signed_in
def unschedule(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Make what is scheduled a draft again."""
    item = item_for(request, council, public_id)
    form = UnscheduleForm(request.POST)
    if request.method != "POST":
        return redirect(address(item, "publish"))
    if form.is_valid() and form.act(unschedule_news, item, by=request.user, at=clock.now()):
        return stepped(request, item, _("The item is a draft again."))
    return step_page(request, item, form, "refused")


@signed_in
def correct(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Put a notice above what is published."""
    item = item_for(request, council, public_id)
    form = CorrectForm(request.POST or None)
    if form.is_valid() and form.correct(item, by=request.user, at=clock.now()):
        return stepped(request, item, _("The correction stands on the public page."))
    return step_page(request, item, form, "correct", **shown(form.guarded))


@signed_in
def withdraw(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Take back what is published."""
    item = item_for(request, council, public_id)
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and form.withdraw(item, by=request.user, at=clock.now()):
        return stepped(request, item, _("The item is withdrawn."))
    return step_page(request, item, form, "withdraw", **shown(form.guarded))


@signed_in
def discard(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Throw a draft away; its page offers to bring it back."""
    item = item_for(request, council, public_id)
    form = DiscardForm(request.POST)
    if request.method != "POST":
        return redirect(address(item))
    if form.is_valid() and form.act(discard_news, item, by=request.user, at=clock.now()):
        return redirect(address(item))
    return step_page(request, item, form, "refused")


@signed_in
def bring_back(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Make a discarded item a draft again."""
    item = item_for(request, council, public_id)
    form = BringBackForm(request.POST)
    if request.method != "POST":
        return redirect(address(item))
    if form.is_valid() and form.act(bring_back_news, item, by=request.user, at=clock.now()):
        return stepped(request, item, _("The item is a draft again."))
    return step_page(request, item, form, "refused")


@signed_in
def rename(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Give it another address."""
    item = item_for(request, council, public_id)
    form = RenameForm(request.POST or None, initial={"slug": item.slug})
    if form.is_valid() and form.rename(item, by=request.user, at=clock.now()):
        return stepped(request, item, _("The item has its new address."))
    return step_page(request, item, form, "rename", **shown(form.guarded))


@signed_in
def copy(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Begin another item with its words."""
    item = item_for(request, council, public_id)
    form = CopyForm(request.POST or None, initial={"token": uuid4()})
    begun = form.is_valid() and form.copy(item, by=request.user, at=clock.now())
    if begun:
        return stepped(request, begun, _("The new item is a draft with the words of the other."))
    return step_page(request, item, form, "copy")


def stepped(request: Request, item: NewsItem, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect(address(item))


def step_page(request: Request, item: NewsItem, form: Any, step: str, **more: Any) -> HttpResponse:
    """The page that asks for what one step needs, of the version that is looked at."""
    latest = item.document.latest
    is_stale = getattr(form, "stale", False)
    context: dict[str, Any] = {
        "form": form,
        "item": item,
        "looked_at": latest.number,
        "is_ahead": item.is_ahead_at(clock.now()),
        "saved_by": {"who": names_of([latest.author])[latest.author], "at": latest.at},
        "versions": address(item, "versions"),
        "preview": address(item, "preview"),
        "back": address(item),
        "unschedule": address(item, "unschedule"),
        **more,
    }
    status = 409 if is_stale else 200
    return page(request, f"workspace/news/{step}.html", status=status, **context)


@signed_in
def versions(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Every version of the text, and two of them side by side."""
    item = item_for(request, council, public_id)
    context: dict[str, Any] = {
        "item": item,
        "back": address(item),
        **side_by_side(item, request.GET),
    }
    return page(request, "workspace/news/versions.html", **context)
