"""Where each of the 98 tiles stands, by the four digits every Danish register uses.

The country is drawn so that neighbours stay neighbours and the sea stays open; every tile is as
large as the next, because every place has one answer. `tests/design/test_tile_layout.py` holds it.
"""

# code: (column, row, what fits in a small tile)
TILES: dict[str, tuple[int, int, str]] = {
    "0101": (16, 6, "Kbh"),  # København
    "0147": (15, 6, "Frb"),  # Frederiksberg
    "0151": (12, 5, "Bal"),  # Ballerup
    "0153": (14, 7, "Brø"),  # Brøndby
    "0155": (16, 8, "Dra"),  # Dragør
    "0157": (15, 5, "Gen"),  # Gentofte
    "0159": (14, 5, "Gla"),  # Gladsaxe
    "0161": (13, 6, "Glo"),  # Glostrup
    "0163": (13, 5, "Herl"),  # Herlev
    "0165": (12, 6, "Alb"),  # Albertslund
    "0167": (15, 7, "Hvi"),  # Hvidovre
    "0169": (12, 7, "Høje"),  # Høje-Taastrup
    "0173": (15, 4, "Lyng"),  # Lyngby-Taarbæk
    "0175": (14, 6, "Rød"),  # Rødovre
    "0183": (13, 8, "Ish"),  # Ishøj
    "0185": (16, 7, "Tår"),  # Tårnby
    "0187": (13, 7, "Vall"),  # Vallensbæk
    "0190": (13, 4, "Fur"),  # Furesø
    "0201": (13, 3, "All"),  # Allerød
    "0210": (14, 2, "Fdb"),  # Fredensborg
    "0217": (14, 1, "Hels"),  # Helsingør
    "0219": (13, 2, "Hil"),  # Hillerød
    "0223": (14, 3, "Hørs"),  # Hørsholm
    "0230": (14, 4, "Rud"),  # Rudersdal
    "0240": (12, 4, "Ege"),  # Egedal
    "0250": (12, 3, "Frs"),  # Frederikssund
    "0253": (12, 8, "Gre"),  # Greve
    "0259": (11, 9, "Køge"),  # Køge
    "0260": (12, 2, "Hals"),  # Halsnæs
    "0265": (11, 8, "Ros"),  # Roskilde
    "0269": (12, 9, "Sol"),  # Solrød
    "0270": (13, 1, "Gri"),  # Gribskov
    "0306": (10, 6, "Ods"),  # Odsherred
    "0316": (10, 7, "Holb"),  # Holbæk
    "0320": (11, 10, "Faxe"),  # Faxe
    "0326": (9, 7, "Kal"),  # Kalundborg
    "0329": (10, 9, "Ring"),  # Ringsted
    "0330": (9, 9, "Sla"),  # Slagelse
    "0336": (12, 10, "Ste"),  # Stevns
    "0340": (10, 8, "Sorø"),  # Sorø
    "0350": (11, 7, "Lej"),  # Lejre
    "0360": (10, 12, "Lol"),  # Lolland
    "0370": (10, 10, "Næst"),  # Næstved
    "0376": (11, 12, "Guld"),  # Guldborgsund
    "0390": (11, 11, "Vord"),  # Vordingborg
    "0400": (18, 9, "Bor"),  # Bornholm
    "0410": (5, 8, "Mid"),  # Middelfart
    "0420": (5, 9, "Asse"),  # Assens
    "0430": (5, 10, "Faab"),  # Faaborg-Midtfyn
    "0440": (7, 8, "Ker"),  # Kerteminde
    "0450": (7, 9, "Nyb"),  # Nyborg
    "0461": (6, 9, "Ode"),  # Odense
    "0479": (6, 10, "Sve"),  # Svendborg
    "0480": (6, 8, "Nfyn"),  # Nordfyns
    "0482": (7, 10, "Lang"),  # Langeland
    "0492": (5, 11, "Ærø"),  # Ærø
    "0510": (2, 9, "Had"),  # Haderslev
    "0530": (2, 7, "Bil"),  # Billund
    "0540": (3, 10, "Søn"),  # Sønderborg
    "0550": (1, 10, "Tøn"),  # Tønder
    "0561": (1, 8, "Esb"),  # Esbjerg
    "0563": (0, 8, "Fanø"),  # Fanø
    "0573": (1, 7, "Var"),  # Varde
    "0575": (2, 8, "Vejn"),  # Vejen
    "0580": (2, 10, "Aabr"),  # Aabenraa
    "0607": (4, 8, "Fcia"),  # Fredericia
    "0615": (3, 6, "Hors"),  # Horsens
    "0621": (3, 8, "Kol"),  # Kolding
    "0630": (3, 7, "Vejl"),  # Vejle
    "0657": (2, 5, "Hern"),  # Herning
    "0661": (1, 5, "Hols"),  # Holstebro
    "0665": (1, 4, "Lem"),  # Lemvig
    "0671": (2, 4, "Str"),  # Struer
    "0706": (6, 5, "SDju"),  # Syddjurs
    "0707": (6, 4, "NDju"),  # Norddjurs
    "0710": (4, 5, "Fav"),  # Favrskov
    "0727": (5, 6, "Odd"),  # Odder
    "0730": (5, 4, "Ran"),  # Randers
    "0740": (3, 5, "Sil"),  # Silkeborg
    "0741": (7, 6, "Sam"),  # Samsø
    "0746": (4, 6, "Skan"),  # Skanderborg
    "0751": (5, 5, "Aarh"),  # Aarhus
    "0756": (2, 6, "Ikas"),  # Ikast-Brande
    "0760": (1, 6, "RkSk"),  # Ringkøbing-Skjern
    "0766": (4, 7, "Hed"),  # Hedensted
    "0773": (2, 3, "Mor"),  # Morsø
    "0779": (3, 4, "Skiv"),  # Skive
    "0787": (2, 2, "This"),  # Thisted
    "0791": (4, 4, "Vib"),  # Viborg
    "0810": (5, 1, "Brsl"),  # Brønderslev
    "0813": (6, 0, "Frh"),  # Frederikshavn
    "0820": (4, 3, "Vhim"),  # Vesthimmerlands
    "0825": (8, 0, "Læsø"),  # Læsø
    "0840": (5, 3, "Reb"),  # Rebild
    "0846": (6, 3, "Mari"),  # Mariagerfjord
    "0849": (4, 1, "Jam"),  # Jammerbugt
    "0851": (5, 2, "Aalb"),  # Aalborg
    "0860": (5, 0, "Hjør"),  # Hjørring
}

POSITIONS = {code: (column, row) for code, (column, row, _) in TILES.items()}
SHORT_NAMES = {code: short for code, (_, _, short) in TILES.items()}
