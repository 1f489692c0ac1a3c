"""The common line that is known: the goals of health, approved on 6 February 2017."""

from datetime import date, datetime

from kkr.council.models import Council
from kkr.ledger.actors import Actor
from kkr.lines.actions import establish_line
from kkr.lines.models import CommonLine
from kkr.meetings.models import Decision

TITLE = "KKR-mål for sundhed"
TEXT = (
    "<p>Kommunerne i KKR Hovedstaden har fælles mål for sundhed, som blev revideret og godkendt den 6. februar "
    "2017. De har færre temaer, mere fokus og et tydeligere målhierarki end de mål, kommunerne har haft siden "
    "2013, og som de afløser.</p>"
    "<p>Selve listen over mål blev ikke fundet i offentlige kilder. Beslutningen om målene fra 2013 blev heller "
    "ikke fundet, så de står ikke i registret.</p>"
)
MADE_UP = (
    "Teksten er skrevet til demonstrationen ud fra nyheden af 13. februar 2017. At målene gælder fra mødets "
    "dag, er antaget."
)


def load(*, by: Actor, at: datetime) -> int:
    """Establish the line where it is missing and its decision is there; gives how many were."""
    council = Council.objects.get(slug="hovedstaden")
    if CommonLine.objects.of_council(council).filter(title=TITLE).exists():
        return 0
    made_in = {"item__meeting__council": council, "item__meeting__held_on": date(2017, 2, 6)}
    decision = Decision.objects.public().filter(**made_in, item__title=TITLE).first()
    if decision is None:
        return 0
    establish_line(
        decision,
        title=TITLE,
        html=TEXT,
        in_force_from=date(2017, 2, 6),
        illustrative=MADE_UP,
        by=by,
        at=at,
    )
    return 1
