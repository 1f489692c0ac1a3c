"""Where the button of each kind of desk entry leads; what the entry says, its own room knows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kkr.workspace.door import slug_of

PUBLISHED = _("is published on %(day)s at %(time)s")
NOT_PUBLISHED = _("should have been published on %(day)s at %(time)s")


@dataclass(frozen=True)
class Door:
    """What an entry is, what its button says, and the route the button leads to.

    `due` says its deadline, `overdue` that it has passed.
    """

    what: Any
    button: Any
    route: str
    arguments: Callable[[Any], list[Any]]
    was_begun: bool = True
    due: Any = PUBLISHED
    overdue: Any = ""


def of_item(item: Any) -> list[Any]:
    return [slug_of(item.council), item.public_id]


def of_council(thing: Any) -> list[Any]:
    return [slug_of(thing.council)]


def of_meeting(meeting: Any) -> list[Any]:
    return [meeting.council.slug, meeting.slug]


def of_follow_up(made: Any) -> list[Any]:
    return [*of_meeting(made.decision.item.meeting), made.pk]


def of_agenda_item(item: Any) -> list[Any]:
    return [*of_meeting(item.meeting), item.public_id]


def of_attachment(made: Any) -> list[Any]:
    return [*of_agenda_item(made.item), made.public_id]


def of_mail(mail: Any) -> list[Any]:
    return [mail.public_id]


def of_commission(made: Any) -> list[Any]:
    return [made.case.public_id]


def of_case(case: Any) -> list[Any]:
    return [case.public_id]


def of_consultation(made: Any) -> list[Any]:
    return [made.case.public_id, made.number]


def of_recommendation(made: Any) -> list[Any]:
    return [made.round.council.slug, made.slug]


DOORS = {
    "cases.not_delivered": Door(
        _("Asked for, and not delivered"),
        _("See the case"),
        "case",
        of_commission,
        was_begun=False,
        due=_("to be delivered by %(day)s"),
        overdue=_("should have been delivered by %(day)s"),
    ),
    "cases.wishes_open": Door(
        _("Wishes not answered"), _("Answer them"), "case", of_case, was_begun=False
    ),
    "cases.to_respond": Door(
        _("Consultation"),
        _("Answer"),
        "answer",
        of_mail,
        was_begun=False,
        due=_("to be answered by %(day)s"),
        overdue=_("should have been answered by %(day)s"),
    ),
    "cases.consultation_draft": Door(
        _("Consultation not sent out"),
        _("See it and send it"),
        "consultation",
        of_consultation,
        was_begun=False,
        due=_("answers are asked for by %(day)s"),
    ),
    "cases.late_responses": Door(
        _("Responses that are late"),
        _("See who is missing"),
        "consultation",
        of_consultation,
        was_begun=False,
        due=_("to be answered by %(day)s"),
        overdue=_("should have been answered by %(day)s"),
    ),
    "meetings.to_answer": Door(
        _("Answer to a written hearing"),
        _("Answer"),
        "answer",
        of_mail,
        was_begun=False,
        due=_("to be answered by %(day)s"),
        overdue=_("should have been answered by %(day)s"),
    ),
    "meetings.hearing_draft": Door(
        _("Written hearing not sent out"),
        _("See it and send it"),
        "hearing",
        of_mail,
        was_begun=False,
        due=_("answers are asked for by %(day)s"),
    ),
    "meetings.hearing_wanted": Door(
        _("A member wants it taken up at a meeting"),
        _("See the answers"),
        "hearing",
        of_mail,
        was_begun=False,
        due=_("to be answered by %(day)s"),
        overdue=_("should have been answered by %(day)s"),
    ),
    "meetings.hearing_over": Door(
        _("Written hearing to be ended"),
        _("See the answers"),
        "hearing",
        of_mail,
        was_begun=False,
        due=_("to be answered by %(day)s"),
        overdue=_("should have been answered by %(day)s"),
    ),
    "mail.bounced": Door(_("Mail that came back"), _("See why"), "mail", of_mail, was_begun=False),
    "mail.failed": Door(_("Mail that failed"), _("See why"), "mail", of_mail, was_begun=False),
    "meetings.prepare": Door(
        _("Meeting to prepare"),
        _("Prepare it"),
        "meeting",
        of_meeting,
        was_begun=False,
        due=_("the agenda is to be out by %(day)s"),
        overdue=_("the agenda should have been out by %(day)s"),
    ),
    "meetings.minute": Door(
        _("Minutes to write"),
        _("Take minutes"),
        "minute",
        of_meeting,
        was_begun=False,
        due=_("the minutes are to be out by %(day)s"),
        overdue=_("the minutes should have been out by %(day)s"),
    ),
    "meetings.read": Door(
        _("Papers to read"),
        _("Read the papers"),
        "papers",
        of_meeting,
        was_begun=False,
        due=_("the meeting is on %(day)s at %(time)s"),
    ),
    "meetings.read_minutes": Door(
        _("Minutes that came out"),
        _("Read the minutes"),
        "papers",
        of_meeting,
        was_begun=False,
    ),
    "meetings.follow_up": Door(
        _("To be done after a decision"),
        _("Say that it is done"),
        "follow_up_finish",
        of_follow_up,
        was_begun=False,
        due=_("to be done by %(day)s"),
        overdue=_("should have been done by %(day)s"),
    ),
    "meetings.open": Door(
        _("Was to open by itself, and is held back"),
        _("See why"),
        "agenda_item_open",
        of_agenda_item,
        was_begun=False,
    ),
    "meetings.open_file": Door(
        _("File that was to open by itself, and is held back"),
        _("See why"),
        "attachment_open",
        of_attachment,
        was_begun=False,
    ),
    "news.draft": Door(_("Draft of a news item"), _("Go on writing"), "news_edit", of_item),
    "news.scheduled": Door(
        _("Scheduled news item"),
        _("See when"),
        "news_publish",
        of_item,
        overdue=NOT_PUBLISHED,
    ),
    "news.held": Door(
        _("News item held back"),
        _("See why"),
        "news_publish",
        of_item,
        due=_("is not published on %(day)s at %(time)s before somebody has looked at it"),
        overdue=NOT_PUBLISHED,
    ),
    "news.overtaken": Door(
        _("News item whose outcome is another now"),
        _("Correct it"),
        "news_correct",
        of_item,
        was_begun=False,
    ),
    "news.begun": Door(_("News item not saved yet"), _("Go on writing"), "news_new", of_council),
    "rounds.to_answer": Door(
        _("Question to the municipal council"),
        _("Answer"),
        "answer",
        of_mail,
        was_begun=False,
        due=_("to be answered by %(day)s"),
        overdue=_("should have been answered by %(day)s"),
    ),
    **{
        f"rounds.mails_lost_of_{kind}": Door(
            _("Question that did not arrive"),
            _("Send it again"),
            route,
            arguments,
            was_begun=False,
        )
        for kind, route, arguments in (
            ("recommendation", "recommendation", of_recommendation),
            ("consultation", "consultation", of_consultation),
            ("written_hearing", "hearing", of_mail),
        )
    },
    "recommendations.draft": Door(
        _("Recommendation not sent out"),
        _("See it and send it"),
        "recommendation",
        of_recommendation,
        was_begun=False,
        due=_("answers are asked for by %(day)s"),
    ),
    "recommendations.late": Door(
        _("Answers that are late"),
        _("See who is missing"),
        "recommendation",
        of_recommendation,
        was_begun=False,
        due=_("to be answered by %(day)s"),
        overdue=_("should have been answered by %(day)s"),
    ),
}
