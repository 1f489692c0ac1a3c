from datetime import date
from typing import NamedTuple


class Seat(NamedTuple):
    """One membership to start; an empty municipality, party or source is not known."""

    council: str
    role: str
    person: str
    municipality: str
    party: str
    starts_on: date
    start_basis: str
    ends_on: date
    end_basis: str
    source: str


PARTIES = {
    "A": "Socialdemokratiet",
    "V": "Venstre",
    "C": "Det Konservative Folkeparti",
    "-": "Lokalliste",
    "": "",
}
