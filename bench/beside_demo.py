"""The same pages of three places, the demo, the demo with every first page full, and one with much more in it,
asked after each other. Beside the second one sees what growth costs, beside the first also what more rows on the
page do.

A measurement names its pages, writes its rows and gives itself to `run`, as `bench.history` does. Rows are
written with `bulk_create` and not through the product's actions, so the ledger knows nothing of them: this
measures reading. Load goes to 127.0.0.1 only.
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
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.pages import HERE, KKR, environment, served

MOST_QUERIES, MOST_TIMES, ROUNDS = 15, 1.2, 60
PLACES = ("demo", "full", "much")


@dataclass(frozen=True)
class Measurement:
    """What is measured: the pages, those that are read whole and grow, and who writes the rows."""

    module: str
    lists: tuple[str, ...]
    others: tuple[str, ...]
    whole: tuple[str, ...]
    write: Callable[[], dict[str, int]]
    fill: Callable[[], None]

    @property
    def pages(self) -> tuple[str, ...]:
        return (*self.lists, *self.others, *self.whole)


def run(what: Measurement) -> dict[str, Any]:
    """Measure and print the table; gives the figures, where a page is `over` what it may."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--look", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if step := next((each for each in ("write", "fill", "look") if getattr(options, each)), ""):
        from kkr.config.cli import _django

        _django.start()
        print(json.dumps(look(what) if step == "look" else getattr(what, step)()))
        sys.exit()
    with tempfile.TemporaryDirectory(prefix="kkr-bench-") as folder, ExitStack() as stack:
        found = measure(what, Path(folder), stack, options.rounds)
    return report(what, found, options.rounds)


def measure(what: Measurement, folder: Path, stack: ExitStack, rounds: int) -> dict[str, Any]:
    """Load the places and ask them in turn."""
    places = {name: environment(folder / name) for name in PLACES}
    for values in places.values():
        for command in (["migrate"], ["demo", "load"]):
            subprocess.run([*KKR, *command], env=values, check=True, stdout=subprocess.DEVNULL)
    inside(what, places["full"], "--fill")
    written = inside(what, places["much"], "--write")
    print(f"written: {written}", flush=True)
    looks = {name: inside(what, values, "--look") for name, values in places.items()}
    doors = {
        name: stack.enter_context(served(values, "bench.wsgi_uncached:application"))
        for name, values in places.items()
    }
    load = os.getloadavg()
    times = asked_in_turn(what, doors, looks, rounds)
    return {"written": written, "looks": looks, "times": times, "load": [load, os.getloadavg()]}


def inside(what: Measurement, values: dict[str, str], step: str) -> Any:
    """What this program says of a place in a process of its own."""
    command = [sys.executable, "-m", what.module, step]
    done = subprocess.run(command, env=values, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def look(what: Measurement) -> dict[str, Any]:
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
    for path in what.pages:
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
    what: Measurement, doors: dict[str, str], looks: dict[str, Any], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of each page in each place, asked after each other."""
    times: dict[str, dict[str, list[float]]] = {}
    for path in what.pages:
        found = times[path] = {name: [] for name in doors}
        for number in range((5 if path in what.whole else rounds) + 3):
            for name in PLACES[:: -1 if number % 2 else 1]:
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


def row_of(found: dict[str, Any], path: str, *, is_whole: bool) -> dict[str, Any]:
    """The figures of one page, in the order of `PLACES`; the ratios are to much from demo and from full."""
    times = [found["times"][path][name] for name in PLACES]
    row = {"queries": [found["looks"][name]["queries"][path] for name in PLACES]}
    for name, of in (("p50", statistics.median), ("p95", p95)):
        demo, full, much = map(of, times)
        row[f"{name}_ms"] = [round(each, 2) for each in (demo, full, much)]
        row[f"{name}_ratio"] = [round(much / demo, 2), round(much / full, 2)]
    if is_whole:
        lines = [found["looks"][name]["lines"][path] for name in PLACES]
        row["lines"] = lines
        row["ratio_a_line"] = round(row["p50_ratio"][0] * lines[0] / max(lines[-1], 1), 2)
    return row


def report(what: Measurement, found: dict[str, Any], rounds: int) -> dict[str, Any]:
    """The table on the screen; gives the figures."""
    table = {path: row_of(found, path, is_whole=path in what.whole) for path in what.pages}
    print(
        f"\n{'demo, full pages, much':44}{'queries':>10}{'p50 ms':>24}{'p95 ms':>24}{'p95 ratios':>14}"
    )
    for path, row in table.items():
        times = "".join(f"{each:8.1f}" for name in ("p50_ms", "p95_ms") for each in row[name])
        ratios = "".join(f"{each:7.2f}" for each in row["p95_ratio"])
        asked = "/".join(map(str, row["queries"]))
        print(f"{path:44}{asked:>10}{times}{ratios}")
    over = [
        path
        for path in (*what.lists, *what.others)
        if table[path]["queries"][-1] >= MOST_QUERIES or table[path]["p95_ratio"][-1] > MOST_TIMES
    ]
    print(
        f"over {MOST_QUERIES - 1} queries or {MOST_TIMES} times of full pages: {', '.join(over) or 'none'}"
    )
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before_and_after": found["load"],
        "rounds": rounds,
        "written": found["written"],
        "over": over,
        "pages": table,
    }


def keep(name: str, figures: dict[str, Any]) -> None:
    """Write the figures to `bench/results/`."""
    target = HERE / "results" / f"{name}.json"
    target.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
