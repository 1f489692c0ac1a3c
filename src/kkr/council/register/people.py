"""Parties and terms."""

from datetime import date

PARTIES = [
    ("A", "Socialdemokratiet"),
    ("B", "Radikale Venstre"),
    ("C", "Det Konservative Folkeparti"),
    ("D", "Nye Borgerlige"),  # 2017, 2021
    ("F", "SF – Socialistisk Folkeparti"),
    ("G", "Veganerpartiet"),  # 2021
    ("I", "Liberal Alliance"),
    ("K", "Kristendemokraterne"),
    ("M", "Moderaterne"),  # 2025
    ("O", "Dansk Folkeparti"),
    ("S", "Slesvigsk Parti"),
    ("V", "Venstre"),
    ("Æ", "Danmarksdemokraterne"),  # 2025; local lists had the letter in 2021
    ("Ø", "Enhedslisten – De Rød-Grønne"),
    ("Å", "Alternativet"),  # from 2017
    ("", "Lokalliste"),  # any list of one municipality, where the source names it no closer
]
ELECTIONS = [date(2013, 11, 19), date(2017, 11, 21), date(2021, 11, 16), date(2025, 11, 18)]
