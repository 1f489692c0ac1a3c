"""What of meetings is not for everybody: a meeting nobody was told of, a draft agenda, closed items and files."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from tests.cast import HOUSE, Cast

from kkr.documents.actions import store_file
from kkr.meetings.actions import (
    add_item,
    attach_file,
    edit_item,
    exclude_member,
    keep_unsaved_item,
    plan_meeting,
    publish_agenda,
    set_procedure,
)
from kkr.meetings.models import AgendaItem, Meeting

SECRETARIAT = frozenset({"secretary", "administrator"})
ACTING = SECRETARIAT | {"chair", "mayor", "member", "official"}
OF_MEETING = (
    *("meeting", "meeting_change", "meeting_announce", "meeting_cancel", "agenda", "agenda_start"),
    *("agenda_arrange", "agenda_tidy", "agenda_preview", "agenda_publish", "agenda_item_new"),
    *("agenda_item_new_preview", "agenda_item_new_forget", "agenda_item_new_case"),
)
OF_ITEM = tuple(
    f"agenda_item{what}"
    for what in (
        *(
            "",
            "_preview",
            "_forget",
            "_case",
            "_withdraw",
            "_open",
            "_keep",
            "_exclude",
            "_lift",
            "_attach",
        ),
    )
)
OF_FILE = ("attachment_withdraw", "attachment_open", "attachment_keep")


def plant_in_meetings(canaries: Any, cast: Cast, at: Any) -> dict[str, list[str]]:
    """Put a canary into all of it; gives the ids one might guess, by address."""
    by = {"by": HOUSE, "at": at}
    draft = plan_meeting(
        council=cast.council,
        held_on=date(2017, 2, 6),
        place=canaries("place of a meeting not announced", SECRETARIAT),
        link=f"https://example.dk/{canaries('link of a meeting', SECRETARIAT)}",
        **by,
    )
    usual = f"https://example.dk/{canaries('usual link of a council', SECRETARIAT)}"
    set_procedure(cast.council, link=usual, **by)
    in_draft = item_with_canaries(canaries, draft, "draft item", **by)
    file_with_canary(canaries, in_draft, "file of a draft item", **by)
    out = plan_meeting(council=cast.council, held_on=date(2017, 3, 6), **by)
    closed = item_with_canaries(
        canaries, out, "closed item", is_closed=True, public_heading="Personsag", **by
    )
    opened = add_item(out, section=3, title="Åbent punkt", **by)
    readers = ACTING - {"mayor"}
    under_closed = file_with_canary(canaries, closed, "file of a closed item", readers, **by)
    under_open = file_with_canary(canaries, opened, "closed file", ACTING, is_closed=True, **by)
    mayor = cast.mayor.role_grants.get().membership.person
    why = canaries("why a member takes no part", SECRETARIAT)
    excluded = exclude_member(closed, mayor, why=why, **by)
    publish_agenda(out, override="Det er en prøve.", **by)
    opened.refresh_from_db()
    later = {"by": HOUSE, "at": at + timedelta(hours=1)}
    title = f"Rettet {canaries('title changed after publication', SECRETARIAT)}"
    edit_item(opened, based_on=opened.revision, title=title, html="<p>x</p>", **later)
    own = {"title": canaries("unsaved item", frozenset({"secretary"}))}
    keep_unsaved_item(draft, None, fields=own, by=cast.secretary, at=at)
    items = [str(each.public_id) for each in (in_draft, closed, opened)]
    files = [str(each.public_id) for each in (under_closed, under_open)]
    return {
        "meeting": [draft.slug, out.slug],
        "attachment": files,
        "exclusion": [str(excluded.pk)],
    } | dict.fromkeys((*OF_ITEM, *OF_FILE), items)


def item_with_canaries(canaries: Any, meeting: Meeting, kind: str, **more: Any) -> AgendaItem:
    """An item with a canary in every field that is written."""
    return add_item(
        meeting,
        section=3,
        title=f"Titel {canaries(f'{kind} title', SECRETARIAT)}",
        html=f"<p>{canaries(f'{kind} text', SECRETARIAT)}</p>",
        proposal=canaries(f"{kind} proposal", SECRETARIAT),
        presenter=canaries(f"{kind} presenter", SECRETARIAT),
        source_url=f"https://example.dk/{canaries(f'{kind} source', SECRETARIAT)}",
        opens_when=canaries(f"{kind} opens when", SECRETARIAT),
        **more,
    )


def file_with_canary(
    canaries: Any,
    item: AgendaItem,
    kind: str,
    readers: frozenset[str] = SECRETARIAT,
    *,
    is_closed: bool = False,
    **by: Any,
) -> Any:
    """A file under an item, with a canary in its title and in what it says."""
    content = canaries(f"{kind} content", readers).encode()
    file = store_file(ContentFile(content, name="bilag.txt"), **by)
    title = canaries(f"{kind} title", SECRETARIAT)
    made = attach_file(item, file, title=title, is_closed=is_closed, **by)
    canaries.sent_out.append(file)
    return made
