"""The base register as tables: who there is before anybody has entered anything.

Sources. Municipalities' codes and the regions they lie in: DAGI, Klimadatastyrelsen, and Statistics
Denmark; their CVR numbers: the CVR register; all 98 as gathered in `municipalities.csv`. Christiansø
(0411) lies outside the municipal division and is no municipality. Regions: regionsloven § 1 (from
1 January 2007) and overgangsloven (lov nr. 699 of 20 June 2025) § 126: Region Østdanmark takes over
from Region Hovedstaden and Region Sjælland on 1 January 2027; its code was not found, so it has none
here. Councils: kl.dk/politik/kkr; since which day each exists was not found, so they have no start,
and nothing was found that changes them with the regions. Terms: local elections are held every
fourth year on the third Tuesday of November, for terms from 1 January (kommunal- og
regionalvalgloven § 6). Parties: the letters the ministry announced for 2017 (brk.dk) and 2021
(norddjurs.dk), and for 2025 what was found.
"""
