"""Chairs and vice chairs that could be found; the party where the source about the council prints it.

Dates: `exact` where the day of the election was found, `term` where only the election period was,
`evidence` where the source shows them in the post but not since or until when, `inferred` where even
the period is a conclusion. The chairs of 2026-30 were not found, nor any before 2017.
"""

from datetime import date

from kkr.config.demo.council_seats import PARTIES, Seat

NEWS = "https://www.kl.dk/nyhed/2018/januar/"
H2017 = "http://www.kl.dk/Kommunalpolitik1/Kommunekontaktrad/KKR-Hovedstaden/"
H2018 = f"{NEWS}kkr-hovedstaden-har-valgt-ny-formand-og-naestformand/"
N2018 = f"{NEWS}formandskabet-i-kkr-nordjylland-er-paa-plads-for-den-kommende-periode/"
N2022 = "https://www.kl.dk/politik/kkr/kkr-nordjylland/"
M2022 = (
    "https://danskekommuner.dk/artikler/nyheder/2022/januar/21/"
    "kkr-formand-fortsaetter-i-midtjylland-men-naestformandsposten-skifter-haender"
)
Z2022 = "https://kl.dk/politik/kkr/kkr-sjaelland"
S2018 = "https://www.kl.dk/nyheder/kkr/kkr-syddanmark/2018/julehilsen-fra-kkr-syddanmark/"
UNSAID = ""
CHAIR, VICE, EITHER = "chair", "vice_chair", "chairmanship"

# council, role, person, municipality, party, start and how it is known, end and how, source
TABLE = [
    ("hovedstaden", CHAIR, "Steen Christiansen", "Albertslund", "A", "2017-02-06 evidence", "2018-01-29 exact", H2017),
    ("hovedstaden", VICE, "John Engelhardt", "Glostrup", "V", "2017-02-06 evidence", "2018-01-29 exact", H2017),
    ("hovedstaden", CHAIR, "Steen Christiansen", "Albertslund", "A", "2018-01-29 exact", "2022-01-01 term", H2018),
    ("hovedstaden", VICE, "Karsten Søndergaard", "Egedal", "V", "2018-01-29 exact", "2022-01-01 term", H2018),
    # known for 2018; constituted on 22 January
    ("sjaelland", CHAIR, "Niels Hörup", "Solrød", "", "2018-01-22 evidence", "2019-01-01 evidence", UNSAID),
    ("sjaelland", VICE, "Carsten Rasmussen", "Lejre", "A", "2018-01-22 evidence", "2019-01-01 evidence", UNSAID),
    ("sjaelland", CHAIR, "Mikael Smed", "Vordingborg", "A", "2022-01-01 inferred", "2026-01-01 inferred", Z2022),
    ("sjaelland", VICE, "Pernille Beckmann", "Greve", "V", "2022-01-01 inferred", "2026-01-01 inferred", Z2022),
    # known for 2017
    ("syddanmark", CHAIR, "Egon Fræhr", "Vejen", "", "2017-01-01 evidence", "2018-01-01 evidence", UNSAID),
    ("syddanmark", VICE, "Jacob Bjerregaard", "Fredericia", "A", "2017-01-01 evidence", "2018-01-01 evidence", UNSAID),
    # named together, and not who was which
    ("syddanmark", EITHER, "H.P. Geil", "", "", "2018-01-01 term", "2022-01-01 term", S2018),
    ("syddanmark", EITHER, "Johannes Lundsfryd Jensen", "", "", "2018-01-01 term", "2022-01-01 term", S2018),
    ("syddanmark", CHAIR, "Johannes Lundsfryd Jensen", "Middelfart", "A", "2022-01-01 term", "2026-01-01 term", UNSAID),
    ("syddanmark", VICE, "Søren Steen Andersen", "Assens", "V", "2022-01-01 term", "2026-01-01 term", UNSAID),
    ("midtjylland", CHAIR, "Torben Hansen", "Randers", "A", "2018-01-01 term", "2022-01-21 exact", M2022),
    ("midtjylland", CHAIR, "Torben Hansen", "Randers", "A", "2022-01-21 exact", "2026-01-01 term", M2022),
    ("midtjylland", VICE, "Ib Lauritsen", "Ikast-Brande", "V", "2022-01-21 exact", "2026-01-01 term", M2022),
    ("nordjylland", CHAIR, "Arne Boelt", "Hjørring", "A", "2018-01-26 exact", "2022-01-01 term", N2018),
    ("nordjylland", VICE, "Mogens Gade", "Jammerbugt", "V", "2018-01-26 exact", "2022-01-01 term", N2018),
    # he left the council of Aalborg on 31 May 2023 (da.wikipedia.org); who followed was not found
    ("nordjylland", CHAIR, "Thomas Kastrup-Larsen", "Aalborg", "A", "2022-01-01 term", "2023-06-01 evidence", N2022),
    ("nordjylland", VICE, "Mogens Gade", "Jammerbugt", "V", "2022-01-01 term", "2026-01-01 term", N2022),
]  # fmt: skip


def _seat(row: tuple[str, ...]) -> Seat:
    council, role, person, municipality, letter, start, end, source = row
    (starts_on, start_basis), (ends_on, end_basis) = start.split(), end.split()
    return Seat(
        council,
        role,
        person,
        municipality,
        PARTIES[letter],
        date.fromisoformat(starts_on),
        start_basis,
        date.fromisoformat(ends_on),
        end_basis,
        source,
    )


CHAIRS = [_seat(row) for row in TABLE]
