"""Twenty years of five councils beside the demo: 500 meetings and 12,000 items, the same pages, one interleaved run.

The history is written with `bulk_create` and not through the product's actions, so the ledger knows
nothing of it: this measures reading. Writes bench/results/history.json and prints the table; exit 1 where
a page asks 15 queries or more, or its p95 is over 1.2 times the demo's. Load goes to 127.0.0.1 only.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.history_rows import write_history
from bench.pages import HERE, KKR, environment, served

MOST_QUERIES, MOST_TIMES, ROUNDS = 15, 1.2, 60
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
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--look", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.write or options.look:
        from kkr.config.cli import _django

        _django.start()
        print(json.dumps(write_history() if options.write else look()))
        return
    with tempfile.TemporaryDirectory(prefix="kkr-bench-") as folder, ExitStack() as stack:
        found = measure(Path(folder), stack, options.rounds)
    sys.exit(report(found, options.rounds))


def measure(folder: Path, stack: ExitStack, rounds: int) -> dict[str, Any]:
    """Load both places and ask them in turn."""
    places = {"demo": environment(folder / "demo"), "history": environment(folder / "history")}
    for values in places.values():
        for command in (["migrate"], ["demo", "load"]):
            subprocess.run([*KKR, *command], env=values, check=True, stdout=subprocess.DEVNULL)
    written = inside(places["history"], "--write")
    print(f"written: {written}", flush=True)
    looks = {name: inside(values, "--look") for name, values in places.items()}
    doors = {
        name: stack.enter_context(served(values, "bench.wsgi_uncached:application"))
        for name, values in places.items()
    }
    load = os.getloadavg()
    times = asked_in_turn(doors, looks, rounds)
    return {"written": written, "looks": looks, "times": times, "load": [load, os.getloadavg()]}


def inside(values: dict[str, str], what: str) -> Any:
    """What this program says of a place in a process of its own."""
    command = [sys.executable, "-m", "bench.history", what]
    done = subprocess.run(command, env=values, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def look() -> dict[str, Any]:
    """How many queries each page asks and how many rows each dataset has; and a key to the desk."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from kkr.accounts.models import User

    settings.ALLOWED_HOSTS = ["*"]
    reader, secretary = Client(), Client()
    user = User.objects.get(email="sekretariat@demo.kkr")
    secretary.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    queries, rows = {}, {}
    for path in (*LISTS, *OTHERS, *WHOLE):
        client = secretary if path.startswith("/arbejde/") else reader
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
            size = answer.getvalue().count(b"\n")
        if answer.status_code != 200:
            sys.exit(f"{path} answered {answer.status_code}")
        queries[path], rows[path] = len(asked), size
    return {"queries": queries, "lines": rows, "key": secretary.cookies["sessionid"].value}


def asked_in_turn(
    doors: dict[str, str], looks: dict[str, Any], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of each page in each place, the two asked after each other."""
    times: dict[str, dict[str, list[float]]] = {}
    for path in (*LISTS, *OTHERS, *WHOLE):
        found = times[path] = {name: [] for name in doors}
        for number in range((5 if path in WHOLE else rounds) + 3):
            for name in sorted(doors, reverse=bool(number % 2)):
                taken = seconds(f"{doors[name]}{path}", looks[name]["key"])
                if number >= 3:  # the first warm up
                    found[name].append(1000 * taken)
    return times


def seconds(url: str, key: str) -> float:
    headers = {"Cookie": f"sessionid={key}"} if "/arbejde/" in url else {}
    begun = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:  # noqa: S310 -- our own
        answer.read()
    return time.perf_counter() - begun


def p95(found: list[float]) -> float:
    return statistics.quantiles(found, n=20)[-1]


def row_of(found: dict[str, Any], path: str) -> dict[str, Any]:
    """The figures of one page."""
    demo, history = found["times"][path]["demo"], found["times"][path]["history"]
    row = {
        "queries": [found["looks"][name]["queries"][path] for name in ("demo", "history")],
        "p50_ms": [round(statistics.median(each), 2) for each in (demo, history)],
        "p95_ms": [round(p95(each), 2) for each in (demo, history)],
        "p50_ratio": round(statistics.median(history) / statistics.median(demo), 2),
        "p95_ratio": round(p95(history) / p95(demo), 2),
    }
    if path in WHOLE:
        lines = [found["looks"][name]["lines"][path] for name in ("demo", "history")]
        row["lines"] = lines
        row["ratio_a_line"] = round(row["p50_ratio"] * lines[0] / max(lines[1], 1), 2)
    return row


def report(found: dict[str, Any], rounds: int) -> int:
    """The table on the screen and in the file; 1 where a page is over what it may."""
    table = {path: row_of(found, path) for path in (*LISTS, *OTHERS, *WHOLE)}
    print(f"\n{'':44}{'queries':>9}{'p50 ms':>15}{'p95 ms':>15}{'p95 ratio':>11}")
    for path, row in table.items():
        pairs = (f"{row[name][0]:>8.1f}{row[name][1]:7.1f}" for name in ("p50_ms", "p95_ms"))
        asked = "{}/{}".format(*row["queries"])
        print(f"{path:44}{asked:>9}{''.join(pairs)}{row['p95_ratio']:11.2f}")
    over = [
        path
        for path in (*LISTS, *OTHERS)
        if table[path]["queries"][1] >= MOST_QUERIES or table[path]["p95_ratio"] > MOST_TIMES
    ]
    print(f"over {MOST_QUERIES} queries or {MOST_TIMES} times: {', '.join(over) or 'none'}")
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before_and_after": found["load"],
        "rounds": rounds,
        "written": found["written"],
        "over": over,
        "pages": table,
    }
    target = HERE / "results" / "history.json"
    target.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(bool(over))


if __name__ == "__main__":
    main()
