"""What was recommended to the municipalities of KKR Hovedstaden, and how far it is on 13 February 2017.

That two matters went out on 6 February 2017 is public, and that all 29 municipalities have adopted the goals
of health. What else stands here is a course to look at, and every page of it says so: nobody is said to have
refused or remarked anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kkr.config.demo.meetings import morning
from kkr.council.models import Area, Council, Municipality
from kkr.ledger.actors import Actor
from kkr.meetings.actions import (
    add_item,
    announce_meeting,
    decide,
    end_meeting,
    plan_meeting,
    publish_agenda,
    publish_minutes,
)
from kkr.meetings.models import Decision, Meeting, MeetingKind
from kkr.recommendations.actions import recommend
from kkr.recommendations.models import Recommendation
from kkr.rounds.actions import Said, members_of, note_stage, open_round, reply
from kkr.rounds.models import Asked, Stage, Way
from kkr.rounds.weighing import weights_of

FEBRUARY = date(2017, 2, 6)
FRAMEWORK_ON = date(2017, 1, 20)


@dataclass(frozen=True)
class Told:
    """One recommendation: the item that decided it, the question, the rule, and who is how far."""

    title: str
    item: str
    held_on: date
    question: str
    deadline: date
    rule: dict[str, Any]
    illustrative: str
    approved: dict[str, date | None] = field(default_factory=dict)
    on_agenda: dict[str, date] = field(default_factory=dict)
    received: tuple[str, ...] = ()
    all_approved: bool = False
    with_region: bool = False


WORK = Told(
    title="Projekt om kompetent arbejdskraft i Greater Copenhagen",
    item="Projekt om kompetent arbejdskraft i Greater Copenhagen",
    held_on=FEBRUARY,
    question=(
        "<p>KKR Hovedstaden anbefaler kommunerne at godkende projektet om kompetent arbejdskraft i Greater "
        "Copenhagen.</p><p>Byggefagene mangler kvalificerede folk. Projektet opgraderer to "
        "rekrutteringsservicer og knytter dem tættere sammen; det er en kommunal investering.</p>"
    ),
    deadline=date(2017, 5, 1),
    rule={"rule": "double", "percent": 50, "of_inhabitants": 50},
    illustrative=(
        "Kommunernes virkelige svar blev ikke fundet. Svar, dage, frist og regel er lavet til demonstrationen "
        "og siger intet om, hvad kommunerne gjorde."
    ),
    approved={
        "albertslund": date(2017, 2, 7),
        "glostrup": date(2017, 2, 8),
        "hvidovre": date(2017, 2, 7),
        "vallensbaek": date(2017, 2, 8),
    },
    on_agenda={
        "ballerup": date(2017, 2, 27),
        "egedal": date(2017, 2, 22),
        "fredensborg": date(2017, 2, 27),
        "gentofte": date(2017, 2, 27),
        "gladsaxe": date(2017, 2, 22),
        "helsingoer": date(2017, 2, 27),
        "hilleroed": date(2017, 2, 22),
        "taarnby": date(2017, 2, 28),
    },
    received=("koebenhavn", "frederiksberg", "rudersdal"),
)
HEALTH = Told(
    title="KKR-mål for sundhed",
    item="KKR-mål for sundhed",
    held_on=FEBRUARY,
    question=(
        "<p>KKR Hovedstaden har godkendt de reviderede KKR-mål for sundhed og sender dem til de 29 "
        "kommunalbestyrelser.</p><p>Selve listen over mål blev ikke fundet i offentlige kilder.</p>"
    ),
    deadline=date(2017, 5, 1),
    rule={"rule": "all"},
    illustrative=(
        "Det er offentligt, at alle 29 kommuner har tiltrådt målene. Hvornår hver af dem gjorde det, blev ikke "
        "fundet, og det kan være sket efter 13. februar 2017. Svarene står uden dag; dagen for tiltrædelsen, "
        "ordlyd, frist og regel er lavet til demonstrationen."
    ),
    all_approved=True,
)
FRAMEWORK = Told(
    title="Rammeaftale på det specialiserede socialområde",
    item="Rammeaftale på det specialiserede socialområde",
    held_on=FRAMEWORK_ON,
    question=(
        "<p>KKR Hovedstaden anbefaler kommunerne og regionen at godkende rammeaftalen.</p>"
        "<p>En rammeaftale gælder først, når alle har godkendt den. Det skal ske senest den 15. oktober.</p>"
    ),
    deadline=date(2017, 10, 15),
    rule={"rule": "all", "needs_everybody": True},
    illustrative=(
        "Fristen og at alle skal godkende, er virkelige. Beslutningen, spørgsmålet, hvornår det blev sendt ud, og "
        "hvor langt kommunerne er, er lavet til demonstrationen."
    ),
    on_agenda={"albertslund": date(2017, 3, 14), "ballerup": date(2017, 3, 27)},
    received=("glostrup", "rudersdal", "hoersholm"),
    with_region=True,
)
MADE_UP = (
    "Hele den skriftlige høring er lavet til demonstrationen, så der er en beslutning, som rammeaftalen kan udgå "
    "fra. Den har ikke fundet sted."
)
NO_FILES = "Der er ingen bilag: høringen er lavet til demonstrationen."


@transaction.atomic
def load(*, by: Actor, at: datetime) -> int:
    """Send out what is missing and note how far each is; gives how many were."""
    council = Council.objects.get(slug="hovedstaden")
    there = set(Recommendation.objects.of_council(council).values_list("round__title", flat=True))
    missing = [told for told in (FRAMEWORK, HEALTH, WORK) if told.title not in there]
    if FRAMEWORK in missing and at >= morning(FRAMEWORK_ON):
        hold_in_writing(council, by=by)
    return sum(send_out(told, council, by=by, at=at) for told in missing)


def hold_in_writing(council: Council, *, by: Actor) -> Meeting:
    """The written procedure that stands in for the decision on the framework agreement; it says that it is none."""
    begun, ended = morning(date(2017, 1, 13)), morning(FRAMEWORK_ON)
    meeting = plan_meeting(
        council=council,
        kind=MeetingKind.WRITTEN,
        held_on=FRAMEWORK_ON,
        illustrative=MADE_UP,
        by=by,
        at=begun,
    )
    meeting = announce_meeting(meeting, by=by, at=begun)
    item = add_item(
        meeting,
        section=1,
        title=FRAMEWORK.item,
        html="<p>En rammeaftale samordner tilbud og takster på det specialiserede socialområde.</p>",
        illustrative=MADE_UP,
        by=by,
        at=begun,
    )
    publish_agenda(meeting, override=NO_FILES, by=by, at=begun)
    words = "<p>KKR Hovedstaden anbefaler kommunerne og regionen at godkende rammeaftalen.</p>"
    decide(item, kind="recommended", html=words, illustrative=MADE_UP, by=by, at=ended)
    end_meeting(meeting, by=by, at=ended)
    publish_minutes(meeting, override=NO_FILES, by=by, at=ended)
    return meeting


def send_out(told: Told, council: Council, *, by: Actor, at: datetime) -> bool:
    """Ask who is to be asked and note how far they are; nothing where there is no decision yet."""
    made_in = {"item__meeting__council": council, "item__meeting__held_on": told.held_on}
    decision = Decision.objects.public().filter(**made_in, item__title=told.item).first()
    sent_at = morning(told.held_on)
    if decision is None or sent_at > at:
        return False
    areas = who(told, council)
    made = recommend(
        decision,
        title=told.title,
        html=told.question,
        deadlines=[("", told.deadline)],
        areas=areas,
        weights=weights_of(areas, told.held_on),
        illustrative=told.illustrative,
        by=by,
        at=sent_at,
        **told.rule,
    )
    open_round(made.round, by=by, at=sent_at)
    note(told, made, by=by, at=at)
    return True


def who(told: Told, council: Council) -> list[Area]:
    """The municipalities of the council, and their region where it must agree too."""
    areas = members_of(council, told.held_on)
    if told.with_region:
        region = Municipality.objects.get(slug="albertslund").region_on(told.held_on)
        areas += [region] if region else []
    return areas


def note(told: Told, made: Recommendation, *, by: Actor, at: datetime) -> None:
    """What is said of each: approved, on an agenda, received."""
    asked = {each.area.slug: each for each in of(made) if each.area}
    approved = dict.fromkeys(asked) if told.all_approved else told.approved
    for slug, day in approved.items():
        said = Said("approved", decided_on=day)
        reply(asked[slug], said, way=Way.SECRETARY, by=by, at=at)
    for slug, day in told.on_agenda.items():
        note_stage(asked[slug], stage=Stage.ON_AGENDA, on=day, by=by, at=at)
    for slug in told.received:
        note_stage(asked[slug], stage=Stage.RECEIVED, by=by, at=at)


def of(made: Recommendation) -> Iterable[Asked]:
    return made.round.asked.select_related("area", "round__council")
