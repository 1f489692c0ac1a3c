"""Before an agenda goes out: what readers will see, what changed, what to look at first; and the going out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kkr.accounts.models import User
from kkr.documents.models import UnsavedText
from kkr.ledger import clock
from kkr.meetings.actions import place_of, publish_agenda
from kkr.meetings.composing import Composed, compose
from kkr.meetings.differences import Change, What, changes_to_come
from kkr.meetings.models import Edition, EditionKind, Meeting, MeetingKind
from kkr.meetings.presentation import CHANGED, hours
from kkr.meetings.publication import publication_of
from kkr.meetings.wording import day_of, opener_in_words
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.guards import GuardedForm, found_by
from kkr.workspace.meetings.agenda import is_open_to_change
from kkr.workspace.meetings.as_read import sections
from kkr.workspace.meetings.door import at, item_at, meeting_of, named
from kkr.workspace.pages import done, posted


class PublishForm(GuardedForm):
    looked_at = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    why = forms.CharField(
        label=gettext_lazy("Why is there a new edition?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Readers see it beside what changed, e.g. “Item 3.4 came in after the deadline.”"
        ),
        error_messages={
            "required": gettext_lazy("Say why there is a new edition; readers will see it.")
        },
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["why"]

    def publish(self, meeting: Meeting, *, by: User, at: datetime) -> Edition | None:
        given = {name: self.cleaned_data.get(name, "") for name in ("why", "override", "looked_at")}
        return self.act(publish_agenda, meeting, **given, by=by, at=at)


@dataclass(frozen=True)
class Check:
    """One thing to look at before the agenda goes out, and where it is put right."""

    words: str
    href: str
    label: str


def checks(meeting: Meeting, composed: Composed, viewer: User) -> list[Check]:
    """What to look at first, beside what the guards look for."""
    found, today = [], clock.today()
    is_written = meeting.kind == MeetingKind.WRITTEN  # what is proposed is its text
    for line in composed.lines:
        item, label = line.item, f"{line.number} {line.item.title}"
        if item.paper and item.paper.released_at is None:
            words = _(
                "The version of the paper is not released: members read it with the agenda, but the public "
                "cannot."
            )
            found.append(Check(words, item_at(item), label))
        elif item.case and not item.case.is_public and not line.is_closed:
            words = _("The case is not open to the public; the item will not lead to it.")
            found.append(Check(words, item_at(item), label))
        if line.is_closed and item.opens_on and item.opens_on <= today:
            words = _("Its day to open has come: everybody reads it as soon as the agenda is out.")
            found.append(Check(words, item_at(item), label))
        is_bare = item.kind == "matter" and not item.proposal and item.withdrawn_at is None
        if is_bare and not is_written:
            found.append(Check(_("It has no proposal."), item_at(item), label))
    return found + unsaved(meeting, composed, viewer)


def unsaved(meeting: Meeting, composed: Composed, viewer: User) -> list[Check]:
    """What the reader has written and not saved; what is saved is what goes out."""
    places = {place_of(meeting, line.item): line for line in composed.lines}
    rows = UnsavedText.objects.visible_to(viewer).filter(place__in=places)
    words = _("You have written something here that is not saved. What is saved goes out.")
    lines = [places[each.place] for each in rows]
    return [Check(words, item_at(line.item), f"{line.number} {line.item.title}") for line in lines]


def last_edition(meeting: Meeting) -> Edition | None:
    rows = Edition.objects.filter(meeting=meeting).of_kind(EditionKind.AGENDA)
    return rows.newest_first().first()


@signed_in
def preview(request: Request, council: str, meeting: str) -> HttpResponse:
    """The agenda as everybody will see it, or with `?for=medlemmer` as members will."""
    found = meeting_of(request, council, meeting)
    to_members = request.GET.get("for") == "medlemmer"
    composed = compose(found, EditionKind.AGENDA)
    context: dict[str, Any] = {
        "meeting": found,
        "title": named(found),
        **when_and_where(composed.head),
        "opener": opener_in_words(found),
        "to_members": to_members,
        "sections": sections(found, composed, EditionKind.AGENDA, to_members=to_members),
        "name": _("%(kind)s, edition %(number)s")
        % {"kind": EditionKind.AGENDA.label, "number": number_after(last_edition(found))},
        "has_new": any(not line.item.number for line in composed.lines),
        "here": at(found, "agenda_preview"),
        "back": at(found, "agenda"),
        "publish": at(found, "agenda_publish"),
    }
    return page(request, "workspace/meetings/preview.html", **context)


def when_and_where(head: dict[str, Any]) -> dict[str, str]:
    """What stands above the items, as the public page has it."""
    return {
        "when": day_of(head),
        "hours": hours(*(parse_time(head[name] or "") for name in ("starts_at", "ends_at"))),
        "place": head["place"],
        "opened_by": head["opened_by"],
    }


def number_after(last: Edition | None) -> int:
    return last.number + 1 if last else 1


@signed_in
def publish(request: Request, council: str, meeting: str) -> HttpResponse:
    """Send the agenda out, after a look at what it will say."""
    found = meeting_of(request, council, meeting)
    last = last_edition(found)
    form = PublishForm(posted(request), is_first=last is None)
    if form.is_valid() and (edition := form.publish(found, by=request.user, at=clock.now())):
        said = _("Edition %(number)s of the agenda is out.") % {"number": edition.number}
        return done(request, said, at(found))
    composed = compose(found, EditionKind.AGENDA)
    closed = sum(line.is_closed for line in composed.lines)
    is_open = is_open_to_change(found)
    changed = changes_to_come(last, composed, request.user) if last else []
    context: dict[str, Any] = {
        "meeting": found,
        "title": named(found),
        "form": form,
        "edition": last,
        "next": number_after(last),
        "looked_at": composed.mark,
        "changes": change_lines(changed),
        "checks": checks(found, composed, request.user),
        "lines": composed.lines,
        "closed": closed_in_words(closed),
        "can_publish": bool(composed.lines) and is_open and bool(changed or not last),
        "is_open": is_open,
        "back": at(found, "agenda"),
        "preview": at(found, "agenda_preview"),
        **found_by(form, publication_of(found, composed)),
    }
    return page(request, "workspace/meetings/publish.html", **context)


def closed_in_words(many: int) -> str:
    words = ngettext(
        "%(many)s item is closed: everybody sees its number and heading only.",
        "%(many)s items are closed: everybody sees their numbers and headings only.",
        many,
    )
    return words % {"many": many} if many else ""


def change_lines(changed: list[Change]) -> list[dict[str, str]]:
    """What changed, in words: a line for each item and thing."""
    return [
        {
            "where": f"{each.number} {each.heading}" if each.number else "",
            "words": str(CHANGED[each.what])
            if each.number or each.what == What.ORDER
            else _("Day, time or place is another"),
        }
        for each in changed
    ]
