"""What minutes have to tell, as drafts for the secretaries: one for them, one for each decision worth it."""

from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from kkr.common.text import shortened
from kkr.ledger.actors import Actor
from kkr.meetings.models import Decision, Edition, EditionDecision, Meeting, MeetingKind
from kkr.news.actions.items import draft_news
from kkr.news.models import NewsItem

LONGEST_TITLE = 199


def draft_of_decision(decision: Decision, *, by: Actor, at: datetime) -> NewsItem:
    """Begin an item with a decision as the minutes tell it; where one tells of it already, that is given back.

    It is as closed as the decision: of a closed item the title is the heading for everybody, and the
    text must be written anew before it is published. Refuses an actor without `news.draft_newsitem`.
    """
    if known := decision.news.order_by("pk").first():
        return known
    told = EditionDecision.objects.current().select_related("version").get(decision=decision)
    return draft_news(
        public_id=named_after(decision.public_id),
        council=decision.item.meeting.council,
        title=shortened(decision.item.heading, LONGEST_TITLE),
        html=told.version.html,
        source=told.version,
        decision=decision,
        by=by,
        at=at,
    )


@transaction.atomic
def draft_of_minutes(edition: Edition, *, by: Actor, at: datetime) -> NewsItem:
    """Begin an item that says that the minutes are out; where one does already, that is given back.

    Refuses an actor without `news.draft_newsitem` for the council.
    """
    meeting = edition.meeting
    if known := meeting.news.order_by("pk").first():
        return known
    with override(settings.LANGUAGE_CODE):  # it is for readers, whatever language somebody works in
        title, said = heading_of(meeting), _("The minutes can be read at the page of the meeting.")
        label = _("Agenda/minutes")
    return draft_news(
        public_id=named_after(meeting.public_id),
        council=meeting.council,
        title=shortened(title, LONGEST_TITLE),
        html=format_html("<p>{}</p>", said),
        label=label,
        meeting=meeting,
        by=by,
        at=at,
    )


def heading_of(meeting: Meeting) -> str:
    """What the item on its minutes is called."""
    day = date_format(meeting.held_on) if meeting.held_on else meeting.known_as
    said = {"council": meeting.council.name, "day": day}
    if meeting.kind == MeetingKind.WRITTEN:
        return _("Decided in writing by %(council)s, %(day)s") % said
    if meeting.held_on is None:
        return _("Minutes of a meeting of %(council)s, %(day)s") % said
    return _("Minutes of the meeting of %(council)s on %(day)s") % said


def named_after(public_id: UUID) -> UUID:
    """The same for the same thing, so that two who draft at once begin one item."""
    return uuid5(public_id, "news")
