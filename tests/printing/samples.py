"""Sheets as a council might print them, with everything paper can hold. All of it is made up."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.documents.pictures import picture

from kkr.printing.labels import labels_in
from kkr.printing.sheets import (
    Attachment,
    Attendance,
    Correction,
    Decision,
    Item,
    MeetingPrint,
    Section,
    Statement,
)

IMAGE = "/filer/0e8c0f6a-9d9e-4b9a-8f8c-0123456789ab/kort.png"
PHOTOGRAPH = "/filer/1e8c0f6a-9d9e-4b9a-8f8c-0123456789ab/foto.jpg"
NOTE = "/filer/2e8c0f6a-9d9e-4b9a-8f8c-0123456789ab/notat.pdf"
TABLE = "/filer/3e8c0f6a-9d9e-4b9a-8f8c-0123456789ab/tal.csv"
FILES = {
    IMAGE: picture("PNG", (900, 400)),
    PHOTOGRAPH: picture("JPEG", (60, 40)),
    NOTE: b"%PDF-1.4 a note that nobody opens",
    TABLE: b"kommune;pladser\nAlbertslund;12\n",
}
LONG_WORD = "https://example.dk/" + "lang-adresse/" * 12

_rows = "".join(
    f'<tr><th scope="row">Kommune {n}</th><td>{n * 1234:,}</td><td>{n},5&nbsp;%</td><td>Afventer svar</td></tr>'
    for n in range(1, 61)
).replace(",", ".")
LONG_TABLE = (
    "<table><caption>Pladser fordelt på kommuner</caption><thead>"
    '<tr><th rowspan="2" scope="col">Kommune</th><th colspan="2" scope="colgroup">Pladser</th>'
    '<th rowspan="2" scope="col">Bemærkning</th></tr>'
    '<tr><th scope="col">Antal</th><th scope="col">Andel</th></tr></thead>'
    f"<tbody>{_rows}</tbody></table>"
)
RICH = (
    "<p>Rådet bad i november om <strong>færre temaer</strong>, <em>mere fokus</em> og et klarere "
    '<a href="/hovedstaden/sager/maal/">målhierarki</a>.<br>Udkastet er rettet derefter.</p>'
    "<h2>Hvad der er ændret</h2><p>Tre ting er ændret siden sidst.</p>"
    "<ol><li>Temaer<ul><li>fra ni til fire</li><li>lagt sammen, hvor de lå tæt"
    "<ol><li>på hinanden</li></ol></li></ul></li>"
    "<li><p>Fokus</p><p>Hvert mål har ét tal.</p></li></ol>"
    "<h4>Hvad der er det samme</h4>"
    "<blockquote><h3>Af rammepapiret</h3><p>Målene gælder alle kommuner.</p></blockquote>"
    f'<figure><img alt="Kort over de 29 kommuner" src="{IMAGE}"><figcaption>Kommunerne i rådet</figcaption></figure>'
    f'<p>Et lille billede <img alt="Et hus" src="{PHOTOGRAPH}"> midt i en sætning.</p>'
    '<p><img alt="Et billede, der ikke er med" src="/filer/9e8c0f6a-9d9e-4b9a-8f8c-0123456789ab/x.png"></p>'
    "<table><tbody><tr><th>Tema</th><th>Mål</th></tr><tr><td><p>Ældre</p><ul><li>hjem</li></ul></td><td>3</td></tr></tbody></table>"
    f"<p>Se {LONG_WORD} og 😀.</p>" + LONG_TABLE
)
PROSE = (
    "<p>Kommunerne har siden 2013 haft fælles mål for området, og der er fulgt op på dem hvert år. "
    "Opfølgningen viser, at kommunerne er nået langt, men også at målene er blevet for mange til, at de "
    "kan styres efter. Embedsmandsudvalget har derfor foreslået, at antallet af temaer skæres ned.</p>"
    "<p>Forslaget har været i høring hos kommunerne. De fleste ønsker, at målene gælder i fire år ad gangen, "
    "og at der følges op med de tal, som kommunerne allerede indberetter. Det er indarbejdet.</p>"
)


def agenda(**facts) -> MeetingPrint:
    """A small agenda for everybody: one open item, one closed."""
    sections = (
        Section(
            number="1",
            title="Godkendelse af referat",
            items=(Item(number="1.1", title="Referat af mødet den 25. november 2016", html=PROSE),),
        ),
        Section(
            number="3",
            title="Regionalpolitiske sager",
            items=(Item(number="3.1", title="Køb af en ejendom", is_closed=True),),
        ),
        Section(number="7", title="Eventuelt"),
    )
    told = {
        "kind": "agenda",
        "council": "KKR Hovedstaden",
        "title": "Møde i KKR Hovedstaden",
        "date": "6. februar 2017",
        "hours": "kl. 10.00-12.30",
        "place": "Albertslund Rådhus, mødesal 1",
        "edition": "2",
        "published": "30. januar 2017",
        "audience": "Offentlig udgave",
        "is_public": True,
        "address": "https://kkr.example.dk/hovedstaden/moeder/2017-02-06/dagsorden/2/",
        "language": "da",
        "labels": labels_in("da"),
        "made_at": datetime(2017, 1, 30, 9, 15, tzinfo=UTC),
        "sections": sections,
    }
    return MeetingPrint(**told | facts)


def everything() -> MeetingPrint:
    """Minutes for the members with every feature that paper has."""
    items = (
        Item(
            number="3.1",
            title="KKR-mål for sundhed, og hvad de 29 kommuner skal nå inden udgangen af valgperioden",
            case_number="SAG-2017-00012",
            presenter="Sundhedschefen",
            duration="15 minutter",
            proposal="Det indstilles, at KKR Hovedstaden godkender målene og anbefaler kommunerne at gøre det samme.",
            html=RICH,
            decisions=(
                Decision(
                    kind="Godkendt med bemærkninger",
                    html="<p>Rådet godkendte målene.</p><h2>Bemærkning</h2><p>Der følges op i juni.</p>",
                ),
                Decision(kind="Anbefalet kommunerne at godkende"),
            ),
            statements=(Statement(by="Liste Z", html="<p>Listen kunne ikke støtte målene.</p>"),),
            attachments=(
                Attachment(
                    name="Notat.pdf", size="33 byte", address=NOTE, media_type="application/pdf"
                ),
                Attachment(name="Tal.csv", size="32 byte", address=TABLE, media_type="text/csv"),
                Attachment(name="Kontrakt.pdf", size="2,1 MB", is_closed=True),
                Attachment(is_closed=True),
            ),
            note="Indholdet er illustrativt.",
        ),
        Item(
            number="3.2",
            title="Køb af en ejendom",
            is_closed=True,
            proposal="Det indstilles, at ejendommen købes.",
            html="<p>Prisen er fortrolig.</p>",
        ),
        Item(number="3.3", title="Udpegning", withdrawn="2. februar 2017, sagen er ikke klar"),
    )
    return agenda(
        kind="minutes",
        audience="For medlemmer, indeholder lukkede punkter",
        is_public=False,
        note="Dele af indholdet er illustrativt.",
        attendance=(
            Attendance(municipality="Albertslund", lines=("Anna Andersen (formand)",)),
            Attendance(
                municipality="Gribskov",
                lines=(
                    "Bo Berg, Gribskov Kommune, suppleant for Carl Carlsen, deltog",
                    "Dorte Dam",
                ),
            ),
        ),
        apologies=("Carl Carlsen, Gribskov",),
        substitutes=("Bo Berg for Carl Carlsen",),
        corrections=(
            Correction(
                what="Under 3.1 er »alle« rettet til »et flertal«.",
                by="Mødet den 21. april 2017, punkt 1.1",
                why="En kommune kunne ikke støtte målene.",
            ),
        ),
        sections=(
            Section(number="1", title="Godkendelse af referat"),
            Section(number="3", title="Regionalpolitiske sager", items=items),
            Section(number="7", title="Eventuelt"),
        ),
    )


def long_agenda(items: int = 60) -> MeetingPrint:
    """An agenda of some fifty pages."""
    made = tuple(
        replace(
            everything().sections[1].items[0],
            number=f"3.{n}",
            html=PROSE * 2 + (LONG_TABLE if n % 4 == 0 else ""),
        )
        for n in range(1, items + 1)
    )
    public = tuple(replace(item, attachments=item.attachments[:2]) for item in made)
    return agenda(sections=(Section(number="3", title="Regionalpolitiske sager", items=public),))
