"""Twenty years of recommendations to 98 municipalities beside the demo, and a thousand contacts answering in a minute.

240 recommendations with 23,520 answers, each with the one it replaced. Writes bench/results/answers.json
and prints the tables; exit 1 where a page asks 15 queries or more, its p95 is over 1.2 times that of a
demo whose pages are as full, or an answer that was acknowledged is not there.
"""

import sys
import tempfile
from pathlib import Path

from bench.answers_rows import fill_answers, write_answers
from bench.answers_rush import rush
from bench.beside_demo import Measurement, keep, run

LISTS = (
    "/hovedstaden/anbefalinger/",
    "/hovedstaden/kommuner/albertslund/",
    "/hovedstaden/anbefalinger.atom",
    "/data/anbefalinger/",
    "/data/svar/",
    "/arbejde/",
    "/arbejde/hovedstaden/anbefalinger/",
    "/arbejde/hovedstaden/anbefalinger/ny/",
)
OTHERS = (
    "/hovedstaden/",
    "/hovedstaden/anbefalinger/kkr-maal-for-sundhed/",
    "/arbejde/hovedstaden/anbefalinger/kkr-maal-for-sundhed/",
)
WHOLE = ("/data/anbefalinger.csv", "/data/svar.csv")


def main() -> None:
    figures = run(Measurement("bench.answers", LISTS, OTHERS, WHOLE, write_answers, fill_answers))
    with tempfile.TemporaryDirectory(prefix="kkr-bench-") as folder:
        found = rush(Path(folder))
    print(
        f"{found['contacts']} contacts in {found['seconds']} s: {found['acknowledged']} acknowledged,"
        f" {len(found['lost'])} lost, {found['tried_again']} tried again;"
        f" p50 {found['p50_ms']} ms, p95 {found['p95_ms']} ms for opening and answering"
    )
    keep("answers", figures | {"rush": found})
    is_short = found["lost"] or found["acknowledged"] < found["contacts"]
    sys.exit(bool(figures["over"] or is_short or not found["ledger_holds"]))


if __name__ == "__main__":
    main()
