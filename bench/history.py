"""Twenty years of five councils beside the demo: 500 meetings and 12,000 items, the same pages, one interleaved run.

Writes bench/results/history.json and prints the table; exit 1 where a page asks 15 queries or more, or its
p95 is over 1.2 times that of a demo whose pages are as full.
"""

import sys

from bench.beside_demo import Measurement, keep, run
from bench.history_rows import fill_history, write_history

LISTS = (
    "/hovedstaden/moeder/",
    "/hovedstaden/moeder/aar/2016/",
    "/hovedstaden/moeder/uden-dato/",
    "/hovedstaden/sager/",
    "/hovedstaden/faelles-linjer/",
    "/hovedstaden/moeder.atom",
    "/hovedstaden/beslutninger.atom",
    "/data/moeder/",
    "/data/dagsordenspunkter/",
    "/arbejde/",
    "/arbejde/hovedstaden/moeder/",
    "/arbejde/sager/",
)
OTHERS = (
    "/hovedstaden/",
    "/hovedstaden/moeder/2017-02-06/",
    "/hovedstaden/moeder/2017-02-06/3.3/",
    "/hovedstaden/sager/kkr-maal-for-sundhed/",
    "/hovedstaden/kalender.ics",
    "/arbejde/hovedstaden/moeder/2017-02-06/",
)
WHOLE = ("/data/moeder.json", "/data/dagsordenspunkter.csv")
"""These grow with what is in them; how long a row takes is compared."""


def main() -> None:
    figures = run(Measurement("bench.history", LISTS, OTHERS, WHOLE, write_history, fill_history))
    keep("history", figures)
    sys.exit(bool(figures["over"]))


if __name__ == "__main__":
    main()
