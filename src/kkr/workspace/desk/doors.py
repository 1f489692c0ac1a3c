"""Where the button of each kind of desk entry leads; what the entry says, its own room knows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.workspace.door import slug_of

PUBLISHED = _("is published on %(day)s at %(time)s")


@dataclass(frozen=True)
class Door:
    """What an entry is, what its button says, the route it leads to, and what is to happen at the deadline."""

    what: Any
    button: Any
    route: str
    arguments: Callable[[Any], list[Any]]
    was_begun: bool = True
    due: Any = PUBLISHED


def of_item(item: Any) -> list[Any]:
    return [slug_of(item.council), item.public_id]


def of_council(thing: Any) -> list[Any]:
    return [slug_of(thing.council)]


def of_meeting(meeting: Any) -> list[Any]:
    return [meeting.council.slug, meeting.slug]


def of_follow_up(made: Any) -> list[Any]:
    return [*of_meeting(made.decision.item.meeting), made.pk]


def of_mail(mail: Any) -> list[Any]:
    return [mail.public_id]


DOORS = {
    "mail.bounced": Door(_("Mail that came back"), _("See why"), "mail", of_mail, was_begun=False),
    "mail.failed": Door(_("Mail that failed"), _("See why"), "mail", of_mail, was_begun=False),
    "meetings.prepare": Door(
        _("Meeting to prepare"),
        _("See the items"),
        "minute",
        of_meeting,
        due=_("the agenda is due on %(day)s"),
    ),
    "meetings.minute": Door(
        _("Meeting to take minutes of"),
        _("Take minutes"),
        "minute",
        of_meeting,
        due=_("the minutes are due on %(day)s"),
    ),
    "meetings.read": Door(
        _("Papers to read"),
        _("Read the papers"),
        "papers",
        of_meeting,
        due=_("the meeting begins on %(day)s at %(time)s"),
    ),
    "meetings.follow_up": Door(
        _("To be done after a decision"),
        _("Say that it is done"),
        "follow_up_finish",
        of_follow_up,
        due=_("to be done by %(day)s"),
    ),
    "news.draft": Door(_("Draft of a news item"), _("Go on writing"), "news_edit", of_item),
    "news.scheduled": Door(_("Scheduled news item"), _("See when"), "news_publish", of_item),
    "news.begun": Door(_("News item not saved yet"), _("Go on writing"), "news_new", of_council),
}
