"""Two texts beside each other: two versions, or mine and a colleague's."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kkr.documents.comparison import compare
from kkr.documents.models import DocumentVersion
from kkr.news.models import WORDS, NewsItem, NewsWording
from kkr.workspace.news.forms import NewsForm
from kkr.workspace.people import names_of
from kkr.workspace.writing.beside import chosen, clash_with, rows


def side_by_side(item: NewsItem, asked: Mapping[str, str]) -> dict[str, Any]:
    """All versions, the newest first, and `fra` beside `til`: the last two unless others are asked for."""
    versions = list(item.document.versions.select_related("news_wording").order_by("-number"))
    names = names_of({version.author for version in versions})
    new = chosen(versions, asked.get("til"), versions[0])
    old = chosen(versions, asked.get("fra"), versions[min(1, len(versions) - 1)])
    return {
        "versions": [(version, names[version.author]) for version in versions],
        "old": old,
        "new": new,
        "rows": rows(compare(old.html, new.html)) if old != new else [],
        "words": differing(wording_of(old), wording_of(new)),
    }


def wording_of(version: DocumentVersion) -> NewsWording | None:
    """What stood around the text; of the oldest versions it was not kept."""
    return getattr(version, "news_wording", None)


def differing(old: NewsWording | None, new: NewsWording | None) -> list[tuple[str, str, str]]:
    """Each word around the text that changed: what it is, what it was, what it became."""
    if old is None or new is None:
        return []
    return [
        (
            str(NewsForm.base_fields[name].label),
            getattr(old, name) or _("(empty)"),
            getattr(new, name) or _("(empty)"),
        )
        for name in WORDS
        if getattr(old, name) != getattr(new, name)
    ]


def clash_of(form: NewsForm) -> dict[str, Any] | None:
    """Mine and the colleague's who was faster: the texts side by side, and the fields that differ."""
    if form.clash is None:
        return None
    theirs, mine = form.clash.theirs, form.cleaned_data
    now = NewsItem.objects.get(document=theirs.document_id)
    fields = [
        (form.fields[name].label, getattr(now, name) or _("(empty)"), mine[name] or _("(empty)"))
        for name in WORDS
        if getattr(now, name) != mine[name]
    ]
    return clash_with(theirs, mine["html"], fields)
