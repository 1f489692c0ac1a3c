"""Our front page beside an empty view, itself without the cache, and nginx: one interleaved run.

Needs wrk and nginx. Writes bench/results/pages.json and prints the table. Load goes to 127.0.0.1 only
and ends by itself after about two minutes.
"""

import json
import os
import platform
import re
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROUNDS, SECONDS, CONNECTIONS, MANY = 5, 3, 64, 10_000
HERE = Path(__file__).resolve().parent
KKR = [sys.executable, "-c", "from kkr.config.cli import main; main()"]
MORE_NEWS = """
from kkr.config.cli import _django; _django.start()
from datetime import timedelta
from django.db import transaction
from kkr.council.models import Council
from kkr.ledger import clock
from kkr.ledger.actors import System
from kkr.news.actions import draft_news, publish_news
by, council = System("bench"), Council.objects.get(slug="hovedstaden")
for start in range(0, {many}, 500):
    with transaction.atomic():
        for number in range(start, start + 500):
            at = clock.now() - timedelta(days=1 + number % 3000)
            item = draft_news(council=council, title=f"Nyhed {{number}}", teaser="Kort.",
                              html="<p>Tekst.</p>", by=by, at=at)
            publish_news(item, by=by, at=at)
"""


def main() -> None:
    for program in ("wrk", "nginx"):
        if not shutil.which(program):
            sys.exit(f"{program} is needed (on Debian: apt install {program}).")
    with tempfile.TemporaryDirectory(prefix="kkr-bench-") as folder, ExitStack() as stack:
        targets = start_all(Path(folder), stack)
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in targets}
        for url in targets.values():
            load(url, 1)
        for number in range(ROUNDS):
            print(f"round {number + 1} of {ROUNDS}", flush=True)
            for name, url in targets.items():
                runs[name].append(load(url, SECONDS))
        report(runs)


def start_all(folder: Path, stack: ExitStack) -> dict[str, str]:
    """Name to address of everything that is measured."""
    small, large = environment(folder / "small"), environment(folder / "large")
    for values in (small, large):
        for command in (["migrate"], ["demo", "load"]):
            subprocess.run([*KKR, *command], env=values, check=True, stdout=subprocess.DEVNULL)
    print(f"loading {MANY} news items", flush=True)
    subprocess.run([sys.executable, "-c", MORE_NEWS.format(many=MANY)], env=large, check=True)
    ours = stack.enter_context(served(small, "kkr.config.wsgi:application"))
    bare = stack.enter_context(served(small, "bench.wsgi_uncached:application"))
    many = stack.enter_context(served(large, "bench.wsgi_uncached:application"))
    with urllib.request.urlopen(f"{ours}/hovedstaden/", timeout=30) as answer:  # noqa: S310 -- our own
        (folder / "index.html").write_bytes(answer.read())
    still = stack.enter_context(nginx(folder))
    return {
        "nginx, a static copy": f"{still}/index.html",
        "our front page": f"{ours}/hovedstaden/",
        "an empty view through our middleware": f"{bare}/tom/",
        "our front page without the cache": f"{bare}/hovedstaden/",
        f"the same with {MANY} news items": f"{many}/hovedstaden/",
    }


def environment(folder: Path) -> dict[str, str]:
    folder.mkdir()
    return {
        **os.environ,
        "PYTHONPATH": str(HERE.parent),
        "KKR_DEMO": "1",
        "KKR_TODAY": "2017-02-13",
        "KKR_DATA": str(folder),
        "KKR_DEMO_PASSWORD": secrets.token_urlsafe(12),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": f"sqlite:///{folder / 'kkr.sqlite3'}",
    }


@contextmanager
def served(values: dict[str, str], application: str) -> Iterator[str]:
    """A web server of ours as `kkr serve` starts it, until the block ends."""
    from kkr.config.cli.serve import web_command

    port = free_port()
    command = [*web_command("127.0.0.1", port, 2)[:-1], application]
    process = subprocess.Popen(command, env=values)
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """nginx with two workers on the folder, logging nothing."""
    port = free_port()
    (folder / "nginx.conf").write_text(
        f"worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;"
        + (" user root;" if os.geteuid() == 0 else "")
        + " events { worker_connections 1024; } http { access_log off; types { text/html html; }"
        f" server {{ listen 127.0.0.1:{port}; root {folder}; }} }}"
    )
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        wait_for(f"http://127.0.0.1:{port}/index.html")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def load(url: str, seconds: int) -> dict[str, float]:
    """One run of wrk: answers a second, p50 and p99 in milliseconds."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text:
        sys.exit(f"{url} did not answer well:\n{text}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    return {
        "rps": float(found[1]) if found else 0.0,
        "p50_ms": percentile(text, 50),
        "p99_ms": percentile(text, 99),
    }


def percentile(text: str, which: int) -> float:
    found = re.search(rf"{which}%\s+([\d.]+)(us|ms|s)\b", text)
    factor = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    return float(found[1]) * factor[found[2]] if found else 0.0


def report(runs: dict[str, list[dict[str, float]]]) -> None:
    """Medians and ratios, on the screen and in the file."""
    middle = {
        name: {key: round(statistics.median(run[key] for run in each), 2) for key in each[0]}
        for name, each in runs.items()
    }
    empty = middle["an empty view through our middleware"]["rps"]
    print(f"\n{'':42}{'rps':>9}{'of empty':>10}{'p50 ms':>9}{'p99 ms':>9}")
    for name, row in middle.items():
        row["ratio_to_empty_view"] = round(row["rps"] / empty, 3)
        print(
            f"{name:42}{row['rps']:9.0f}{row['ratio_to_empty_view']:10.2f}{row['p50_ms']:9.1f}{row['p99_ms']:9.1f}"
        )
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "rounds": ROUNDS,
        "seconds_a_round": SECONDS,
        "connections": CONNECTIONS,
        "median": middle,
    }
    target = HERE / "results" / "pages.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_for(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 -- our own
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{url} did not start.")


if __name__ == "__main__":
    main()
