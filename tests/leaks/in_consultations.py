"""What is closed of consultations: drafts, those that are not public with their responses, those of closed cases."""

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from tests.addresses import routes
from tests.cast import HOUSE, Cast
from tests.leaks.rewording import plant_reworded

from kkr.cases.actions import add_paper, consult, open_case, publish_case
from kkr.rounds.actions import Said, enclose, open_round, reply
from kkr.rounds.models import Way

WRITERS = frozenset({"secretary", "administrator"})
DAY = date(2017, 1, 1)


def plant_in_consultations(canaries: Any, cast: Cast, at: datetime) -> dict[str, list[str]]:
    """A draft and one that is not public on a public case, and one on a closed case; gives their addresses."""
    when: dict[str, Any] = {"by": HOUSE, "at": at}
    facts = {"council": cast.council, "summary": "Kort", "opened_on": DAY}
    shown = publish_case(open_case(title="Hoering i aaben sag", **facts, **when), **when)
    closed = open_case(title="Hoering i lukket sag", **facts, **when)
    whom = {
        "areas": [cast.municipality.area],
        "committees": [cast.committee],
        "deadlines": [("", date(2017, 5, 1))],
        "council": cast.council,
    }

    def asked(case: Any, kind: str, readers: frozenset[str], **more: Any) -> Any:
        title = f"Hoering {canaries(f'title of {kind}', readers)}"
        html = f"<p>{canaries(f'question of {kind}', readers)}</p>"
        return consult(case, title=title, html=html, **whom, **more, **when)

    asked(shown, "a consultation not sent out", WRITERS, is_public=True)
    readers = WRITERS | {"contact", "committee_official"}
    made = []
    for case, where in ((shown, "an open case"), (closed, "a closed case")):
        html = f"<p>{canaries(f'text that is asked about in {where}', readers)}</p>"
        about = add_paper(case, title="Papir", html=html, dated_on=DAY, **when)
        made.append(asked(case, f"a closed consultation on {where}", readers, about=about))
        title = canaries(f"title of a file with a question on {where}", readers)
        content = canaries(f"file with a question on {where}", readers).encode()
        file = ContentFile(content, name="spoergsmaal.txt")
        canaries.sent_out.append(enclose(made[-1].round, file, title=title, **when).file)
        plant_reworded(canaries, made[-1].round, f"a closed consultation on {where}", at)
        open_round(made[-1].round, **when)
        for each in made[-1].round.asked.all():
            who = "committee_official" if each.committee_id else "contact"
            remark = canaries(f"response of the {who} on {where}", WRITERS | {who})
            reply(each, Said("response", remark=remark), way=Way.SECRETARY, **when)
    names = {pattern.name or "" for route, pattern in routes() if "/hoeringer/" in route}
    cases = [str(case.public_id) for case in (shown, closed)]
    ids = [str(each.public_id) for one in made for each in one.round.asked.all()]
    found = dict.fromkeys(names | {"case"}, cases)
    found["consultation"] = [*cases, shown.slug, closed.slug]
    desk = ("answer", "answer_item", "answer_word", "ask_again")
    return found | {"asked": ids} | dict.fromkeys(desk, ids)
