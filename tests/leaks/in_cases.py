"""What is closed in cases, each with a canary in it: for the secretariat, and the officials who prepare them."""

from datetime import UTC, date, datetime
from typing import Any

from tests.addresses import routes
from tests.cast import HOUSE, Cast

from kkr.cases.actions import (
    add_paper,
    answer_wish,
    commission,
    edit_case,
    keep_unsaved_paper,
    open_case,
    publish_case,
    put_official_on,
    release_version,
    revise_paper,
    send_back,
)
from kkr.cases.models import Answer, Case

THEN = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)
DAY = date(2017, 1, 1)
WHEN: dict[str, Any] = {"by": HOUSE, "at": THEN}
PREPARED_BY = frozenset({"official", "committee_official"})


def plant_in_cases(canaries: Any, cast: Cast, secretariat: frozenset[str]) -> dict[str, list[str]]:
    """A case that is not open to the public, and what is closed in one that is; gives their addresses."""
    closed, numbers = plant_closed(canaries, cast, secretariat | {"committee_official"})
    shown = plant_shown(canaries, cast, secretariat | {"official"})
    at_desk = {pattern.name or "" for route, pattern in routes() if "arbejde/sager/" in route}
    ids = [str(case.public_id) for case in (closed, shown)]
    slugs = {name: [closed.slug, shown.slug] for name in ("case", "paper_version")}
    found = {name: ids + slugs.get(name, []) for name in at_desk}
    return slugs | found | {name: [str(number)] for name, number in numbers.items()}


def plant_closed(canaries: Any, cast: Cast, readers: frozenset[str]) -> tuple[Case, dict[str, int]]:
    """A closed case; the officials of the committee that is asked for something prepare it."""
    closed = open_case(
        council=cast.council,
        title="Gaet en sag",
        summary=canaries("summary of a closed case", readers),
        illustrative=canaries("what is illustrative of a closed case", readers),
        source_url=f"https://example.dk/{canaries('source of a closed case', readers)}",
        opened_on=DAY,
        **WHEN,
    )
    title = canaries("title of a closed case", readers)
    closed = edit_case(closed, title=title, **WHEN)  # its address tells nothing
    what = canaries("what was asked for in a closed case", readers)
    asked = commission(closed, asked_by=cast.council, asked_of=cast.committee, what=what, **WHEN)
    wishes = [canaries("wish in a closed case", readers)]
    (wish,) = send_back(closed, wanted_by=cast.council, on=DAY, wishes=wishes, **WHEN)
    html = f"<p>{canaries('paper of a closed case', readers)}</p>" + canaries.in_file(
        "paper of a closed case", readers
    )
    first = add_paper(closed, title="Papir", html=html, dated_on=DAY, **WHEN)
    why = canaries("answer to a wish in a closed case", readers)
    answer_wish(wish, answer=Answer.MET, why=why, version=first, **WHEN)
    release_version(first, **WHEN)
    return closed, {"commission": asked.pk, "wish": wish.pk}


def plant_shown(canaries: Any, cast: Cast, readers: frozenset[str]) -> Case:
    """A public case with versions that are not released; an official is put on it."""
    shown = open_case(
        council=cast.council, title="Aaben sag", summary="Kort", opened_on=DAY, **WHEN
    )
    publish_case(shown, **WHEN)
    put_official_on(shown, user=cast.official, **WHEN)
    first = add_paper(shown, title="Papir", html="<p>Kendt</p>", dated_on=DAY, **WHEN)
    release_version(first, **WHEN)
    second = revise_paper(
        first.paper,
        html=f"<p>{canaries('version not released', readers)}</p>",
        what_changed=canaries("what is changed in a version not released", readers),
        based_on=1,
        dated_on=DAY,
        **WHEN,
    )
    (wish,) = send_back(shown, wanted_by=cast.council, on=DAY, wishes=["Kendt"], **WHEN)
    why = canaries("answer in a version not released", readers)
    answer_wish(wish, answer=Answer.NOT, why=why, version=second, **WHEN)
    held = [canaries("wish held back", readers)]
    send_back(shown, wanted_by=cast.council, on=DAY, wishes=held, is_held_back=True, **WHEN)
    title = f"Papir {canaries('title of a paper not released', readers)}"
    add_paper(shown, title=title, html="<p>x</p>", dated_on=DAY, **WHEN)
    own = frozenset({"secretary"})
    for paper, kind in ((first.paper, "next version"), (None, "new paper")):
        fields = {
            "title": canaries(f"{kind} title not saved", own if paper is None else frozenset()),
            "html": f"<p>{canaries(f'{kind} not saved', own)}</p>",
            "what_changed": canaries(
                f"{kind} what is changed, not saved", own if paper else frozenset()
            ),
        }
        keep_unsaved_paper(shown, paper, fields=fields, based_on=2, by=cast.secretary, at=THEN)
    return shown
