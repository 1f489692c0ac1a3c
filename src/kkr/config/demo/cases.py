"""The three cases of 6 February 2017 before KKR Hovedstaden; what was not found is said to be missing.

Facts: KL's page of KKR Hovedstaden as it stood on 13 February 2017, the source of the news of that day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kkr.cases.actions import (
    add_paper,
    answer_wish,
    commission,
    deliver,
    open_case,
    publish_case,
    put_before_council,
    release_version,
    revise_paper,
    send_back,
)
from kkr.cases.models import Answer, Case
from kkr.council.actions import add_committee
from kkr.council.models import Committee, Council
from kkr.council.models.bodies import Composition
from kkr.ledger.actors import Actor

SOURCE = "http://www.kl.dk/Kommunalpolitik1/Kommunekontaktrad/KKR-Hovedstaden/"
COMMITTEE = "Embedsmandsudvalget for Sundhed"
DRAFTED, APPROVED = date(2016, 11, 25), date(2017, 2, 6)
WISHES = ("Færre temaer", "Mere fokus", "Et tydeligere målhierarki")
HOW = "Kilden siger, at udkastet blev justeret efter ønsket; hvordan, blev ikke fundet."
NOT_FOUND = (
    "<p>Teksten blev ikke fundet i offentlige kilder. Her står kun, hvad der er kendt om den.</p>"
)
DRAFT = (
    f"{NOT_FOUND}<h2>Udkast til KKR-mål for sundhed</h2>"
    "<p>Kommunerne i KKR Hovedstaden har haft fælles mål for sundhed siden 2013. Målene står i "
    "rammepapirer med skal- og kan-indsatser, og der følges op med en tabel for hver kommune.</p>"
    "<p>Udkastet til reviderede mål blev forelagt den 25. november 2016.</p>"
)
REVISED = (
    f"{NOT_FOUND}<h2>KKR-mål for sundhed</h2>"
    "<p>Kommunerne i KKR Hovedstaden har haft fælles mål for sundhed siden 2013. Målene står i "
    "rammepapirer med skal- og kan-indsatser, og der følges op med en tabel for hver kommune.</p>"
    "<p>De reviderede mål har færre temaer, mere fokus og et tydeligere målhierarki. De blev "
    "godkendt den 6. februar 2017 og sendes til de 29 kommunalbestyrelser.</p>"
)


@dataclass(frozen=True)
class Told:
    """A case as it is told in the demo."""

    title: str
    summary: str
    opened_on: date
    illustrative: str


HEALTH = Told(
    "KKR-mål for sundhed",
    "De fælles mål for sundhed fra 2013 er revideret: et udkast blev sendt tilbage med tre ønsker, "
    "tilpasset og godkendt.",
    DRAFTED,
    "Sagsnummeret og papirernes tekst er lavet til demonstrationen. Hvornår udkastet blev bestilt, "
    "blev ikke fundet, og ønskerne står under udkastets dag.",
)
OTHERS = (
    Told(
        "Dimensionering af pædagoguddannelsen 2017-18",
        "Hvor mange pædagogstuderende der kan optages i 2017-18, fordelt på tre specialiseringer.",
        APPROVED,
        "Sagsnummeret er lavet til demonstrationen.",
    ),
    Told(
        "Projekt om kompetent arbejdskraft i Greater Copenhagen",
        "Byggefagene mangler kvalificerede folk. Projektet går ud på at opgradere to "
        "rekrutteringsservicer og knytte dem tættere sammen.",
        APPROVED,
        "Sagsnummeret er lavet til demonstrationen.",
    ),
)


@transaction.atomic
def load(*, by: Actor, at: datetime) -> int:
    """Open and publish the cases that are missing; gives how many were."""
    council = Council.objects.get(slug="hovedstaden")
    missing = [told for told in (HEALTH, *OTHERS) if not is_loaded(told, council)]
    for told in missing:
        case = opened(told, council, by=by, at=at)
        if told is HEALTH:
            travel(case, council, by=by, at=at)
    return len(missing)


def is_loaded(told: Told, council: Council) -> bool:
    return Case.objects.before(council).filter(title=told.title).exists()


def opened(told: Told, council: Council, *, by: Actor, at: datetime) -> Case:
    facts: dict[str, Any] = {
        "summary": told.summary,
        "illustrative": told.illustrative,
        "source_url": SOURCE,
    }
    committee = committee_of(council, by=by, at=at) if told is HEALTH else None
    case = open_case(
        council=council,
        title=told.title,
        opened_on=told.opened_on,
        committee=committee,
        **facts,
        by=by,
        at=at,
    )
    return publish_case(case, by=by, at=at)


def committee_of(council: Council, *, by: Actor, at: datetime) -> Committee:
    """The officials who prepare matters of health; set up where it is missing."""
    known = Committee.objects.of_council(council).filter(name=COMMITTEE).first()
    return known or add_committee(
        council=council, name=COMMITTEE, composition=Composition.OFFICIALS, by=by, at=at
    )


def travel(case: Case, council: Council, *, by: Actor, at: datetime) -> None:
    """Asked for, drafted, sent back with three wishes, revised, put before the council."""
    committee = committee_of(council, by=by, at=at)
    asked = commission(
        case,
        asked_by=council,
        asked_of=committee,
        what="At revidere rammepapirerne med de fælles mål for sundhed.",
        by=by,
        at=at,
    )
    deliver(asked, on=DRAFTED, by=by, at=at)
    facts: dict[str, Any] = {"title": "KKR-mål for sundhed", "html": DRAFT}
    draft = add_paper(case, **facts, dated_on=DRAFTED, author=committee, by=by, at=at)
    release_version(draft, by=by, at=at)
    wishes = send_back(case, wanted_by=council, on=DRAFTED, wishes=WISHES, by=by, at=at)
    revised = revise_paper(
        draft.paper,
        html=REVISED,
        what_changed="Tilpasset efter tre ønsker: færre temaer, mere fokus, et tydeligere målhierarki.",
        based_on=1,
        dated_on=APPROVED,
        author=committee,
        by=by,
        at=at,
    )
    for wish in wishes:
        answer_wish(wish, answer=Answer.MET, why=HOW, version=revised, by=by, at=at)
    release_version(revised, by=by, at=at)
    put_before_council(revised, by=by, at=at)
