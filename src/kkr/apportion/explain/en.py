"""English."""

THOUSANDS = ","
POINT = "."
PHRASES = {
    "and": "and",
    "place": "place",
    "places": "places",
    "no_units": "There is nobody to divide among and nothing to divide.",
    "title": "{places} are divided among {units} by {method}.",
    "unit": "unit",
    "units": "units",
    "infeasible": "There is no answer: {text}.",
    "bounds_cross": "{names} must have at least {need}, but may have at most {room}",
    "short": "{names} must have {need}, but there are only {room}",
    "no_room": "together the units may have at most {room}, but there are {need} to give",
    "no_weight": "no unit has any weight, but there are {need} to give",
    "quota_zero": "the quota is rounded to 0",
    "over_award": (
        "the quota gives {need}, but there are only {room}, and no rule for that is named"
    ),
    "guaranteed_without_weight": "{names} has guaranteed places but no weight that counts",
    "no_size": "no size gives everyone their guaranteed places",
    "threshold": (
        "The threshold is {share} % of {base} = {least}. Below it, and so out of the "
        "division: {names}."
    ),
    "threshold_all": "The threshold is {share} % of {base} = {least}. All are above it.",
    "nobody": "nobody",
    "pacts_first": "First among the pacts and those who stand alone:",
    "pact_inside": "Inside the pact {names}, {places} are divided:",
    "kept": (
        "{name} keeps its {places}: the guarantee exceeds the share. The rest, {rest}, is "
        "divided anew among the others."
    ),
    "divisor": "Every figure is divided by {divisor}. {rounding}",
    "divisor_why": (
        "{divisor} is chosen so that the sum is {places}; any number between {lowest} and "
        "{highest} gives the same."
    ),
    "divisor_why_open": (
        "{divisor} is chosen so that the sum is {places}; any number above {lowest} gives the same."
    ),
    "divisor_tie": (
        "At the divisor {divisor} several stand level, so it lies exactly on the line. {rounding}"
    ),
    "divisor_tie_root": (
        "Several stand exactly on the line; the divisor is the root of {square}. {rounding}"
    ),
    "divided": "{name}: {figure} : {divisor} = {quotient}, rounded {seats}",
    "divided_none": "{name}: has no weight that counts; {seats}",
    "on_line": (
        "{name}: {figure} : {divisor} = {quotient}, exactly on the line between {below} and "
        "{above}; {seats}"
    ),
    "lower": "raised to the lower bound {seats}",
    "upper": "held at the upper bound {seats}",
    "first_place": "at least 1 place for everyone with weight",
    "stands_held": (
        "{name} got its place no. {seats} with {figure} : {post} = {quotient}, above the line"
        " {divisor}."
    ),
    "stands_next": (
        "A place no. {seats} would take more than the line {divisor}, but {figure} : {post} "
        "is only {quotient}."
    ),
    "stands_next_tied": (
        "A place no. {seats} stands level with the line: {figure} : {post} = {quotient}."
    ),
    "quota": "The quota ({name}): {how} = {size}.",
    "hare": "Hare",
    "droop": "Droop",
    "hagenbach_bischoff": "Hagenbach-Bischoff",
    "hagenbach_bischoff_rounded": "Hagenbach-Bischoff, rounded",
    "imperiali": "Imperiali",
    "how_hare": "{votes} : {places}",
    "how_droop": "{votes} : ({places} + 1), rounded down, plus 1",
    "how_hagenbach_bischoff": "{votes} : ({places} + 1)",
    "how_hagenbach_bischoff_rounded": "{votes} : ({places} + 1), rounded",
    "how_imperiali": "{votes} : ({places} + 2)",
    "whole_parts": (
        "The whole parts{held} give {given} of {places}. The rest, {missing}, goes to the largest "
        "remainders."
    ),
    "whole_parts_all": "The whole parts{held} give exactly {places}.",
    "whole_parts_over": (
        "The whole parts{held} give {given}, {excess} too many. They are taken from the smallest "
        "remainders."
    ),
    "held_within": ", held within the bounds,",
    "remainder": (
        "{name}: {figure} : {quota} = {claim}: {whole} whole and the remainder {remainder}; "
        "{seats} in all"
    ),
    "cut": (
        "The smallest remainder served: {served} ({last}). The largest left out: {left} "
        "({following})."
    ),
    "cut_among": (
        "The smallest remainder served: {served} ({last}). The largest left out among those who "
        "might have more: {left} ({following})."
    ),
    "cut_taken": (
        "The largest remainder that lost a place: {left} ({following}). The smallest that kept "
        "its own: {served} ({last})."
    ),
    "bounds_alone": "No weight counts, so the lower bounds alone decide.",
    "path": (
        "The places go one by one to the largest figure divided by (places + 1), among those "
        "who thereby stay within their claim rounded up."
    ),
    "path_place": "Place no. {number}: {name}, {figure} : {next} = {quotient}.",
    "path_left_out": "The first {count} of the line are not shown.",
    "path_unit": "{name}: {figure}, claim {claim}; {seats} in all",
    "tie_open": (
        "{names} stand level for {places}. No rule is named, so the division is not settled."
    ),
    "tie_broken": "{names} stood level for {places}. The rule ({rule}) gave to {received}.",
    "larger_weight": "the larger figure first",
    "order": "the order given",
    "lot": 'a lot with the seed {seed}: the smallest SHA-256 of "{seed}:name" first',
    "next_place": "The next place would go to {names}.",
    "next_unknown": "Who would get the next place is not settled: several would stand level.",
    "next_none": "One place more could not be given: {text}.",
    "last_place": "With one place less in all {names} would have fewer.",
    "sensitivity_gain": "{unit} has {places} and would get one more if its figure grew by {more}.",
    "sensitivity_never": "{unit} has {places}, and no growth alone would give one more.",
    "sensitivity_loss": "Were it to fall by {less}, a place would be lost.",
    "sensitivity_unproved": (
        "Here growing on may cost the place again, and not all smaller changes were tried."
    ),
    "sensitivity_next": "The next place would go to {unit}.",
    "sensitivity_not_next": "The next place would not go to {unit}.",
    "smallest_size": (
        "The council has {size} members: the least size at which {method} gives everyone at "
        "least the members they have anyway."
    ),
    "smallest_size_capped": (
        "The council has {size} members: that is the cap, and the members there anyway are "
        "lower bounds."
    ),
    "allow_overhang": "Everyone keeps the larger of share and guarantee; the size is {size}.",
    "member": "{name}: {seats} in all, {sure} there anyway and {added} supplementary",
    "paradox_shown": "{unit} has {seats} in the {count} runs: the number goes the wrong way.",
    "paradox_asked": "{unit} has {seats} in the {count} runs.",
    "paradox_none": "No unit shows a paradox in these runs.",
    "run": "Run {number}",
    "defect": "About the method: {defect}",
    "other_same": "With {method}: the same. {defect}",
    "other_changes": "With {method}: {changes}. {defect}",
    "other_tied": "With {method}: some stand equal, and a lot must decide. {defect}",
    "other_none": "With {method}: no answer to the problem as it stands. {defect}",
    "matrix": "{places} are divided among {rows} rows and {cols} columns by {method}.",
    "row": "row {names}",
    "rows": "rows {names}",
    "column": "column {names}",
    "columns": "columns {names}",
    "totals_differ": "the rows together must have {need}, but the columns have {room}",
    "rows_need": "{rows} must have {need}, but {cols} can give only {room}",
    "columns_need": "{cols} must have {need}, but {rows} can give only {room}",
    "rows_need_beyond": (
        "beyond the minimums of the cells {rows} must have {need}, but {cols} can give only {room}"
    ),
    "columns_need_beyond": (
        "beyond the minimums of the cells {cols} must have {need}, but {rows} can give only {room}"
    ),
    "no_votes": "no weight counts in {lines}, which must have {need}",
    "minimums_too_high": "by the minimums of the cells {lines} must have at least {need}, not {room}",
    "adams_needs_more": (
        "Adams gives one to every cell with weight, so {lines} must have at least {need}, not {room}"
    ),
    "row_below_quorum": "below the quorum there are no places for {lines}, which must have {need}",
    "matrix_below_quorum": "Below the quorum and therefore without places: {names}.",
    "matrix_rule": (
        "Every cell is its figure divided by the divisors of its row and its column, then rounded. "
        "{rounding}"
    ),
    "matrix_row": "Row divisors: {divisors}.",
    "matrix_col": "Column divisors: {divisors}.",
    "matrix_cell": "{name}: {weight} : ({row_divisor} · {col_divisor}) = {quotient}, rounded {seats}",
    "matrix_held": (
        "{name}: {weight} : ({row_divisor} · {col_divisor}) = {quotient}, "
        "raised to the minimum of the cell {seats}"
    ),
    "matrix_sum": "{name} in all: {parts} = {seats}",
    "matrix_one": "One of the answers that are equally good:",
    "matrix_tie": (
        "The cells {cells} stand level: {places} of them must be rounded up, and nothing says which."
    ),
}
