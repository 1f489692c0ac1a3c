"""What is closed of questions to the municipalities: drafts, contacts, and what is not confirmed."""

from datetime import date, datetime
from typing import Any

from tests.cast import HOUSE, Cast
from tests.leaks.rewording import plant_reworded

from kkr.council.actions import add_contact
from kkr.council.models import Area
from kkr.meetings.actions import (
    add_item,
    decide,
    end_meeting,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.recommendations.actions import recommend
from kkr.rounds.actions import Said, answer_by_link, find_link, give_token, make_link, open_round

WRITERS = frozenset({"secretary", "administrator"})


def plant_in_rounds(canaries: Any, cast: Cast, at: datetime) -> dict[str, list[str]]:
    """A question not sent out, and one that is out with an answer not confirmed; gives their addresses."""
    when = {"by": HOUSE, "at": at}
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 7), **when)
    item = add_item(meeting, section=3, title="Anbefaling", **when)
    decision = decide(item, kind="recommended", html="<p>Anbefales.</p>", **when)
    publish_agenda(meeting, override="Det er en prøve.", **when)
    end_meeting(meeting, **when)
    publish_minutes(meeting, override="Det er en prøve.", **when)
    decision.refresh_from_db()
    areas = list(Area.objects.filter(municipality__slug__in=["albertslund", "glostrup"]))
    facts = {"deadlines": [("", date(2017, 5, 1))], "rule": "all", "areas": areas}
    draft = recommend(
        decision,
        title=f"Kladde {canaries('title of a question not sent out', WRITERS)}",
        html=f"<p>{canaries('text of a question not sent out', WRITERS)}</p>",
        **facts,
        **when,
    )
    out = recommend(decision, title="Mål for sundhed", html="<p>Godkendes?</p>", **facts, **when)
    plant_reworded(canaries, out.round, "a question everybody reads", at)
    contact = add_contact(
        municipality=cast.municipality,
        name=canaries("contact who has a link", WRITERS),
        email=f"{canaries('address of a contact who has a link', WRITERS)}@example.dk",
        **when,
    )
    open_round(out.round, **when)
    asked = out.round.asked.get(area=cast.municipality.area)
    token = make_link(asked, contact, at=at)
    remark = canaries("remark that is not confirmed")
    answer_by_link(find_link(token), Said("approved_with_remarks", remark=remark), at=at)
    label = canaries("label of a token", WRITERS | {"contact"})
    give_token(cast.municipality, label=label, **when)
    slugs = [draft.slug, out.slug]
    names = (
        "",
        "_edit",
        "_change",
        "_remind",
        "_send",
        "_deadline",
        "_close",
        "_withdraw",
        "_answer",
        "_revoke",
        "_attach",
        "_take_out",
        "_import",
        "_csv",
        "_excel",
    )
    ids = [str(each.public_id) for made in (draft, out) for each in made.round.asked.all()]
    return {
        **{f"recommendation{name}": slugs for name in names},
        "recommendation_answer": [*slugs, *ids],
        "recommendation_new": [str(decision.public_id)],
        **dict.fromkeys(("answer", "answer_item", "answer_word", "ask_again", "question"), ids),
    }
