"""What is closed of written hearings: one not sent out, and one that the members who are asked read."""

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from tests.addresses import routes
from tests.cast import HOUSE, Cast
from tests.leaks.rewording import plant_reworded

from kkr.cases.actions import add_paper, open_case, publish_case
from kkr.meetings.actions import hear_members, leave_out, send_hearing
from kkr.rounds.actions import Said, enclose, reply
from kkr.rounds.models import Way

WRITERS = frozenset({"secretary", "administrator"})
DAY = date(2017, 1, 1)


def plant_in_hearings(canaries: Any, cast: Cast, at: datetime) -> dict[str, list[str]]:
    """A hearing on a closed case that is out, answered twice by the mayor, the only one asked who is of the cast, and
    one on a public case that is not; gives their addresses. Who is a member without a seat was not asked."""
    when: dict[str, Any] = {"by": HOUSE, "at": at}
    facts = {"council": cast.council, "summary": "Kort", "opened_on": DAY}
    shown = publish_case(open_case(title="Skriftligt i aaben sag", **facts, **when), **when)
    closed = open_case(title="Skriftligt i lukket sag", **facts, **when)
    readers = WRITERS | {"mayor"}

    def heard(case: Any, kind: str, whom: frozenset[str], **more: Any) -> Any:
        title = f"Skriftligt {canaries(f'title of {kind}', whom)}"
        html = f"<p>{canaries(f'proposal of {kind}', whom)}</p>"
        asked = {"council": cast.council, "deadline_on": date(2017, 3, 1)}
        return hear_members(case, title=title, html=html, **asked, **more, **when)

    draft = heard(shown, "a written hearing not sent out", WRITERS)
    html = f"<p>{canaries('text that members are asked about', readers)}</p>"
    about = add_paper(closed, title="Papir", html=html, dated_on=DAY, **when)
    out = heard(closed, "a written hearing", readers, about=about)
    title = canaries("title of a file with a written hearing", readers)
    content = canaries("file with a written hearing", readers).encode()
    file = ContentFile(content, name="indstilling.txt")
    canaries.sent_out.append(enclose(out.round, file, title=title, **when).file)
    plant_reworded(canaries, out.round, "a written hearing", at)
    mayor = cast.mayor.role_grants.get().membership.person
    why = canaries("why a member is not asked", WRITERS)
    left_out = leave_out(draft, mayor, why=why, **when)
    send_hearing(out, **when)
    asked = out.round.asked.get(member__person__name="Mayor of the test")
    for answer, why in (("agrees_with_remark", ""), ("disagrees", "reason of a member")):
        remark = canaries(f"remark of a member who {answer}", readers)
        said = Said(answer, remark=remark)
        reply(asked, said, why=why and canaries(why, readers), way=Way.SECRETARY, **when)
    names = {pattern.name or "" for route, pattern in routes() if "/skriftlige-hoeringer/" in route}
    made = [str(each.public_id) for each in (draft, out)]
    cases = [str(each.public_id) for each in (shown, closed)]
    found = dict.fromkeys(names, made) | dict.fromkeys(("case", "case_hear"), cases)
    found["hearing_lift"] = [*made, str(left_out.pk)]
    ids = [str(asked.public_id)]
    return found | {"asked": ids} | dict.fromkeys(("answer", "answer_item", "answer_word"), ids)
