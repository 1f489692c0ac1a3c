"""The 29 mayors of Hovedstaden after the elections of 2013 and 2017, members of the council by office.

Source: the list of mayors in a public repository under the MIT licence (SOURCE), which does not name
where it has it from. It gives who was mayor in the year after the election; changes within a term are
not in it, so both dates are those of the term. One name stands there with the surname first
(Tårnby 2018) and is turned round here. "-" is a local list that the source names no closer.
"""

from collections.abc import Iterator
from datetime import date

from kkr.config.demo.council_seats import PARTIES, Seat

SOURCE = (
    "https://github.com/IdaElmBro/Spatial_exam/blob/"
    "c43250611730e400a536043a9dd28f767ec5e2a0/data/borgmestre.csv"
)
TABLE = """
København | A Frank Jensen | A Frank Jensen
Frederiksberg | C Jørgen Glenthøj | C Jørgen Glenthøj
Ballerup | A Jesper Würtzen | A Jesper Würtzen
Brøndby | A Ib Terp | A Kent Magelund
Dragør | V Eik Dahl Bidstrup | V Eik Dahl Bidstrup
Gentofte | C Hans Toft | C Hans Toft
Gladsaxe | A Karin Søjberg Holst | A Trine Græse
Glostrup | V John Engelhardt | V John Engelhardt
Herlev | A Thomas Gyldal Petersen | A Thomas Gyldal Petersen
Albertslund | A Steen Christiansen | A Steen Christiansen
Hvidovre | A Helle M. Adelborg | A Helle M. Adelborg
Høje-Taastrup | C Michael Ziegler | C Michael Ziegler
Lyngby-Taarbæk | C Sofia Osmani | C Sofia Osmani
Rødovre | A Erik Nielsen | A Erik Nielsen
Ishøj | A Ole Bjørstorp | A Ole Bjørstorp
Tårnby | A Henrik Zimino | A Allan S. Andersen
Vallensbæk | C Henrik Rasmussen | C Henrik Rasmussen
Furesø | A Ole Bondo Christensen | A Ole Bondo Christensen
Allerød | C Jørgen Johansen | V Karsten Längerich
Fredensborg | A Thomas Lykke Pedersen | A Thomas Lykke Pedersen
Helsingør | C Benedikte Kiær | C Benedikte Kiær
Hillerød | C Dorte Meldgaard | A Kirsten Jensen
Hørsholm | C Morten Slotved | C Morten Slotved
Rudersdal | V Jens Ive | V Jens Ive
Egedal | V Willy Eliasen | V Karsten Søndergaard
Frederikssund | V John S. Andersen | V John S. Andersen
Halsnæs | V Steen Hasselriis | A Steffen Jensen
Gribskov | V Kim Valentin | - Anders Gerner Frost
Bornholm | A Winni Grosbøll | A Winni Grosbøll
"""


def mayors() -> Iterator[Seat]:
    for line in TABLE.strip().splitlines():
        municipality, *elected = line.split(" | ")
        for year, mayor in zip((2014, 2018), elected, strict=True):
            letter, name = mayor.split(" ", 1)
            yield Seat(
                "hovedstaden",
                "member_by_office",
                name,
                municipality,
                PARTIES[letter],
                date(year, 1, 1),
                "term",
                date(year + 4, 1, 1),
                "term",
                SOURCE,
            )
