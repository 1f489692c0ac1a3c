"""Canaries in what of meetings is not for everybody, for the public side: editions, drafts, files, links."""

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from tests.cast import HOUSE, Cast

from kkr.documents.actions import store_file
from kkr.documents.models import File
from kkr.meetings.actions import (
    add_item,
    announce_meeting,
    attach_file,
    change_decision,
    decide,
    edit_item,
    end_meeting,
    exclude_member,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    withdraw_attachment,
)
from kkr.meetings.models import AgendaItem, Attachment, Meeting

WRITERS = frozenset({"secretary", "administrator"})
SENT_TO = WRITERS | {"chair", "mayor", "member", "official"}
"""Who may read what is closed, once it is sent out."""
NOT_EXCLUDED = SENT_TO - {"mayor"}


def plant_public_meetings(canaries: Any, cast: Cast, at: datetime) -> dict[str, list[str]]:
    """Meetings with minutes, with an agenda, not announced, without an agenda; gives their addresses.

    Where their readers see all that at work is for those to show who plant it there.
    """
    plant, when = canaries.for_the_public_side, {"by": HOUSE, "at": at}
    minuted = planned(plant, cast, date(2017, 2, 6), when)
    plant_items(plant, cast, minuted, when)
    publish_agenda(minuted, override="Det er en prøve.", **when)
    plant_decisions(plant, minuted, when)
    plant_after_publication(plant, minuted, when)
    called = planned(plant, cast, date(2017, 3, 6), when)
    plant_items(plant, cast, called, when)
    publish_agenda(called, override="Det er en prøve.", **when)
    plant_undecided(plant, called, when)
    plant_after_publication(plant, called, when)
    secret = planned(plant, cast, date(2017, 5, 6), when, place=plant("place", WRITERS))
    add_item(secret, section=3, title=plant("title of a draft", WRITERS), **when)
    announced = planned(plant, cast, date(2017, 6, 6), when)
    add_item(announced, section=3, title=plant("title on no agenda", WRITERS), **when)
    announce_meeting(announced, **when)
    canaries.attached += File.objects.filter(attachments__isnull=False, name="bilag.txt")
    return {
        "meeting": [each.slug for each in (minuted, called, secret, announced)],
        "item": ["3.1", "3.2", "3.3"],
    }


def planned(plant: Any, cast: Cast, day: date, when: Any, **facts: Any) -> Meeting:
    link = f"https://video.example.dk/{plant(f'video link of {day}', SENT_TO)}"
    return plan_meeting(council=cast.council, held_on=day, link=link, **facts, **when)


def attach(
    plant: Any, item: AgendaItem, where: str, readers: frozenset[str], when: Any, **facts: Any
) -> list[Attachment]:
    """A file with a telling content, and one with a telling name, which nobody can guess at."""
    content = plant(f"content of a {where}", readers).encode()
    name = f"{plant(f'name of a {where}', readers)}.txt"
    files = (ContentFile(content, name="bilag.txt"), ContentFile(b"Bilag", name=name))
    return [
        attach_file(
            item,
            store_file(file, **when),
            title=plant(f"title {number} of a {where}", readers),
            **facts,
            **when,
        )
        for number, file in enumerate(files)
    ]


def plant_items(plant: Any, cast: Cast, meeting: Meeting, when: Any) -> None:
    """An open item with a closed file and one withdrawn, and a closed item from which a member is excluded."""
    of = f"of {meeting.slug}"
    shown = add_item(meeting, section=3, title="Aabent punkt", html="<p>Kendt</p>", **when)
    attach(plant, shown, f"closed file {of}", SENT_TO, when, is_closed=True)
    attach(plant, shown, f"withdrawn file {of}", WRITERS, when)
    closed = add_item(
        meeting,
        section=3,
        title=plant(f"closed title {of}", NOT_EXCLUDED),
        html=f"<p>{plant(f'closed text {of}', NOT_EXCLUDED)}</p>",
        is_closed=True,
        public_heading="Lukket",
        proposal=plant(f"closed proposal {of}", NOT_EXCLUDED),
        presenter=plant(f"closed presenter {of}", NOT_EXCLUDED),
        illustrative=plant(f"closed illustrative {of}", NOT_EXCLUDED),
        source_url=f"https://example.dk/{plant(f'closed source {of}', NOT_EXCLUDED)}",
        opens_when=plant(f"when it opens {of}", NOT_EXCLUDED),
        **when,
    )
    attach(plant, closed, f"file of a closed item {of}", NOT_EXCLUDED, when)
    person = cast.mayor.role_grants.get().membership.person
    exclude_member(closed, person, why=plant(f"why excluded {of}", WRITERS | {"mayor"}), **when)


def items_of(meeting: Meeting) -> tuple[AgendaItem, AgendaItem]:
    shown, closed = meeting.items.in_order()[:2]
    return shown, closed


def plant_decisions(plant: Any, meeting: Meeting, when: Any) -> None:
    """Published minutes with a closed decision, and an open one that was changed and not published again."""
    shown, closed = items_of(meeting)
    told = decide(shown, kind="approved", html="<p>Kendt</p>", **when)
    decide(
        closed,
        kind="approved",
        html=f"<p>{plant('closed decision', NOT_EXCLUDED)}</p>",
        dissent=plant("closed dissent", NOT_EXCLUDED),
        illustrative=plant("what is illustrative of a closed decision", NOT_EXCLUDED),
        **when,
    )
    end_meeting(meeting, **when)
    publish_minutes(meeting, override="Det er en prøve.", **when)
    words = f"<p>{plant('unpublished change of a decision', WRITERS)}</p>"
    dissent = plant("unpublished dissent", WRITERS)
    change_decision(told, based_on=1, kind="rejected", html=words, dissent=dissent, **when)


def plant_undecided(plant: Any, meeting: Meeting, when: Any) -> None:
    """A decision before the minutes are out."""
    shown, _closed = items_of(meeting)
    words = f"<p>{plant('decision without minutes', WRITERS)}</p>"
    decide(shown, kind="approved", html=words, **when)


def plant_after_publication(plant: Any, meeting: Meeting, when: Any) -> None:
    """What was withdrawn, attached and written after the edition was out."""
    of = f"of {meeting.slug}"
    shown, _closed = items_of(meeting)
    for gone in shown.attachments.filter(is_closed=False):
        withdraw_attachment(gone, why=plant(f"why {gone.pk} is withdrawn", WRITERS), **when)
    attach(plant, shown, f"file not sent out {of}", WRITERS, when)
    if meeting.editions.filter(kind="minutes").exists():
        return
    edit_item(
        shown,
        based_on=shown.revision,
        title=plant(f"unpublished title {of}", WRITERS),
        html=f"<p>{plant(f'unpublished text {of}', WRITERS)}</p>",
        proposal=plant(f"unpublished proposal {of}", WRITERS),
        presenter=plant(f"unpublished presenter {of}", WRITERS),
        **when,
    )
    add_item(meeting, section=3, title=plant(f"item not published {of}", WRITERS), **when)
