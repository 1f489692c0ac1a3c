"""Danish."""

THOUSANDS = "."
POINT = ","
PHRASES = {
    "and": "og",
    "place": "plads",
    "places": "pladser",
    "no_units": "Der er ingen at dele mellem og intet at dele.",
    "title": "{places} fordeles på {units} efter {method}.",
    "unit": "enhed",
    "units": "enheder",
    "infeasible": "Opgaven kan ikke løses: {text}.",
    "bounds_cross": "{names} skal have mindst {need}, men må højst få {room}",
    "short": "{names} skal have {need}, men der er kun {room}",
    "no_room": "tilsammen må enhederne højst få {room}, men der er {need} at give",
    "no_weight": "ingen enhed har nogen vægt, men der er {need} at give",
    "quota_zero": "kvoten bliver afrundet til 0",
    "over_award": "kvoten giver {need}, men der er kun {room}, og ingen regel for det er angivet",
    "guaranteed_without_weight": "{names} har garanterede pladser, men ingen vægt, der tæller",
    "no_size": "ingen størrelse giver alle deres garanterede pladser",
    "threshold": (
        "Spærregrænsen er {share} % af {base} = {least}. Under den, og derfor uden del i "
        "fordelingen: {names}."
    ),
    "threshold_all": "Spærregrænsen er {share} % af {base} = {least}. Alle er over den.",
    "nobody": "ingen",
    "pacts_first": "Først deles mellem valgforbundene og dem, der står alene:",
    "pact_inside": "Inden for valgforbundet {names} deles {places}:",
    "kept": (
        "{name} beholder {places}: garantien er større end andelen. Resten, {rest}, "
        "deles på ny mellem de andre."
    ),
    "divisor": "Hvert tal divideres med {divisor}. {rounding}",
    "divisor_why": (
        "{divisor} er valgt, så summen bliver {places}; ethvert tal mellem {lowest} og "
        "{highest} giver det samme."
    ),
    "divisor_why_open": (
        "{divisor} er valgt, så summen bliver {places}; ethvert tal over {lowest} giver det samme."
    ),
    "divisor_tie": (
        "Netop ved divisoren {divisor} står flere lige, så divisoren ligger præcis på "
        "grænsen. {rounding}"
    ),
    "divisor_tie_root": "Flere står præcis på grænsen; divisoren er roden af {square}. {rounding}",
    "divided": "{name}: {figure} : {divisor} = {quotient}, afrundet til {seats}",
    "divided_none": "{name}: har ingen vægt, der tæller; {seats}",
    "on_line": (
        "{name}: {figure} : {divisor} = {quotient}, præcis på grænsen mellem {below} og "
        "{above}; {seats}"
    ),
    "lower": "hævet til den nedre grænse {seats}",
    "upper": "holdt på den øvre grænse {seats}",
    "first_place": "mindst 1 plads til enhver med vægt",
    "stands_held": (
        "{name} fik sin plads nr. {seats} med {figure} : {post} = {quotient}; det er over "
        "grænsen {divisor}."
    ),
    "stands_next": (
        "En plads nr. {seats} ville kræve mere end grænsen {divisor}, men {figure} : {post} "
        "er kun {quotient}."
    ),
    "stands_next_tied": (
        "En plads nr. {seats} står lige på grænsen: {figure} : {post} = {quotient}."
    ),
    "quota": "Kvoten ({name}): {how} = {size}.",
    "hare": "Hare",
    "droop": "Droop",
    "hagenbach_bischoff": "Hagenbach-Bischoff",
    "hagenbach_bischoff_rounded": "Hagenbach-Bischoff, afrundet",
    "imperiali": "Imperiali",
    "how_hare": "{votes} : {places}",
    "how_droop": "{votes} : ({places} + 1), rundet ned, plus 1",
    "how_hagenbach_bischoff": "{votes} : ({places} + 1)",
    "how_hagenbach_bischoff_rounded": "{votes} : ({places} + 1), afrundet",
    "how_imperiali": "{votes} : ({places} + 2)",
    "whole_parts": (
        "De hele dele{held} giver {given} af {places}. Resten, {missing}, går til de største rester."
    ),
    "whole_parts_all": "De hele dele{held} giver netop {places}.",
    "whole_parts_over": (
        "De hele dele{held} giver {given}, {excess} for meget. Det tages fra de mindste rester."
    ),
    "held_within": ", holdt inden for grænserne,",
    "remainder": (
        "{name}: {figure} : {quota} = {claim}: {whole} hele og resten {remainder}; i alt {seats}"
    ),
    "cut": (
        "Den mindste rest, der fik en plads: {served} ({last}). Den største, der ikke fik: "
        "{left} ({following})."
    ),
    "cut_among": (
        "Den mindste rest, der fik en plads: {served} ({last}). Den største, der ikke fik, "
        "blandt dem der måtte få flere: {left} ({following})."
    ),
    "cut_taken": (
        "Den største rest, der mistede en plads: {left} ({following}). Den mindste, der beholdt "
        "sin: {served} ({last})."
    ),
    "bounds_alone": "Ingen vægt tæller, så de nedre grænser alene afgør fordelingen.",
    "path": (
        "Pladserne gives én ad gangen til den, hvis tal divideret med (pladser + 1) er "
        "størst, blandt dem der derved ikke kommer over deres andel rundet op."
    ),
    "path_place": "Plads nr. {number}: {name}, {figure} : {next} = {quotient}.",
    "path_left_out": "De første {count} af rækken er ikke vist.",
    "path_unit": "{name}: {figure}, andel {claim}; i alt {seats}",
    "tie_open": (
        "{names} står lige om {places}. Ingen regel er angivet, så fordelingen er ikke afgjort."
    ),
    "tie_broken": "{names} stod lige om {places}. Reglen ({rule}) gav til {received}.",
    "larger_weight": "det største tal først",
    "order": "den angivne rækkefølge",
    "lot": 'lodtrækning med frøet {seed}: den mindste SHA-256 af "{seed}:navn" først',
    "next_place": "Den næste plads ville gå til {names}.",
    "next_unknown": "Hvem der ville få den næste plads, er ikke afgjort: flere ville stå lige.",
    "next_none": "En plads mere kunne ikke gives: {text}.",
    "last_place": "Med en plads mindre i alt ville {names} have færre.",
    "sensitivity_gain": "{unit} har {places} og ville få en til, hvis tallet voksede med {more}.",
    "sensitivity_never": "{unit} har {places}, og ingen vækst alene ville give en til.",
    "sensitivity_loss": "Faldt tallet med {less}, ville en plads gå tabt.",
    "sensitivity_unproved": (
        "Her kan vækst også koste en plads igen, og ikke alle mindre ændringer er prøvet."
    ),
    "sensitivity_next": "Den næste plads ville gå til {unit}.",
    "sensitivity_not_next": "Den næste plads ville ikke gå til {unit}.",
    "smallest_size": (
        "Rådet får {size} medlemmer: den mindste størrelse, hvor {method} giver alle mindst "
        "de medlemmer, de har i forvejen."
    ),
    "smallest_size_capped": (
        "Rådet får {size} medlemmer: det er loftet, og de fødte medlemmer er nedre grænser."
    ),
    "allow_overhang": "Alle beholder det største af andel og garanti; størrelsen bliver {size}.",
    "member": "{name}: {seats} i alt, heraf {sure} i forvejen og {added} supplerende",
    "paradox_shown": "{unit} har {seats} i de {count} kørsler: tallet går den forkerte vej.",
    "paradox_asked": "{unit} har {seats} i de {count} kørsler.",
    "paradox_none": "Ingen enhed viser et paradoks i disse kørsler.",
    "run": "Kørsel {number}",
    "defect": "Om metoden: {defect}",
    "other_same": "Med {method}: det samme. {defect}",
    "other_changes": "Med {method}: {changes}. {defect}",
    "other_tied": "Med {method}: nogle står lige, og lodtrækning må afgøre det. {defect}",
    "other_none": "Med {method}: intet svar, som opgaven er stillet. {defect}",
    "matrix": "{places} fordeles på {rows} rækker og {cols} kolonner efter {method}.",
    "row": "rækken {names}",
    "rows": "rækkerne {names}",
    "column": "kolonnen {names}",
    "columns": "kolonnerne {names}",
    "totals_differ": "rækkerne skal tilsammen have {need}, men kolonnerne har {room}",
    "rows_need": "{rows} skal have {need}, men {cols} har kun {room}",
    "columns_need": "{cols} skal have {need}, men {rows} har kun {room}",
    "rows_need_beyond": (
        "ud over cellernes mindstetal skal {rows} have {need}, men {cols} har kun {room}"
    ),
    "columns_need_beyond": (
        "ud over cellernes mindstetal skal {cols} have {need}, men {rows} har kun {room}"
    ),
    "no_votes": "{lines} har ingen vægt, der tæller, men skal have {need}",
    "minimums_too_high": "{lines} skal have mindst {need} efter cellernes mindstetal, men har {room}",
    "adams_needs_more": (
        "{lines} skal have mindst {need}, for Adams giver én til hver celle med vægt, men har {room}"
    ),
    "row_below_quorum": "{lines} er under spærregrænsen, men skal have {need}",
    "matrix_below_quorum": "Under spærregrænsen og derfor uden pladser: {names}.",
    "matrix_rule": (
        "Hver celle er sit tal divideret med rækkens og kolonnens divisor og så afrundet. {rounding}"
    ),
    "matrix_row": "Rækkedivisorer: {divisors}.",
    "matrix_col": "Søjledivisorer: {divisors}.",
    "matrix_cell": "{name}: {weight} : ({row_divisor} · {col_divisor}) = {quotient}, afrundet til {seats}",
    "matrix_held": (
        "{name}: {weight} : ({row_divisor} · {col_divisor}) = {quotient}, "
        "hævet til cellens mindstetal {seats}"
    ),
    "matrix_sum": "{name} i alt: {parts} = {seats}",
    "matrix_one": "Et af de svar, der er lige gode:",
    "matrix_tie": (
        "Cellerne {cells} står lige: {places} af dem skal rundes op, og intet afgør hvilke."
    ),
}
