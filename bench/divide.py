"""Our divisions beside others': one interleaved run on the same inputs, answers checked.

Needs .venv-bench (script/bench makes it). Prints the tables, writes bench/results/divide.json and
ends by itself in less than eight minutes.
"""

import json
import os
import platform
import statistics
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.division import cases
from bench.division.peers import PACKAGES, PEERS, US
from bench.division.worker import Result, Worker

ROUNDS, LIMIT, SLOW, WHOLE = 5, 20, 3, 440  # seconds: one call, what is called only once, all
NO_TIME = "no time left"
TARGET = Path(__file__).resolve().parent / "results" / "divide.json"


@dataclass
class Cell:
    """What is known of one peer in one case."""

    seconds: list[float] = field(default_factory=list)
    word: str = ""
    fault: str = ""

    @property
    def done(self) -> bool:
        """Whether another call would say nothing new, or take too long."""
        return bool(self.word) or any(spent > SLOW for spent in self.seconds)

    @property
    def too_slow(self) -> bool:
        return self.word.startswith(("over", "not tried"))

    def add(self, result: Result) -> None:
        if result.seconds is None:
            self.word = self.word if self.seconds else result.word
            return
        self.seconds.append(result.seconds)
        self.fault = self.fault or result.fault

    def milliseconds(self) -> float | None:
        return round(statistics.median(self.seconds) * 1000, 3) if self.seconds else None


Table = dict[str, dict[str, Cell]]


class Run:
    """All workers and all that they said."""

    def __init__(self) -> None:
        self.ends = time.monotonic() + WHOLE
        self.workers = {peer: Worker(peer) for peer in PEERS}
        self.table: Table = {
            name: {peer: Cell() for peer in PEERS if name.split()[0] in PEERS[peer]}
            for name in cases.names()
        }
        self.load = [round(os.getloadavg()[0], 1)]

    def exactness(self) -> dict[str, Any]:
        """Ask everybody who divides in one dimension for the near-ties."""
        print("near-ties", flush=True)
        able = [peer for peer in PEERS if "sainte_lague" in PEERS[peer]]
        said = {peer: self.workers[peer].ask("exactness", LIMIT) for peer in able}
        return {peer: one.word if isinstance(one, Result) else one for peer, one in said.items()}

    def round(self, number: int) -> None:
        """Let everybody do every case once, one after the other."""
        print(f"round {number + 1} of {ROUNDS}", flush=True)
        slow: set[tuple[str, str]] = set()
        for name, row in self.table.items():
            kind = name.split()[0]
            for peer, cell in row.items():
                if (peer, kind) in slow:
                    cell.word = cell.word or f"not tried (over {LIMIT} s before)"
                elif not cell.done:
                    cell.add(self.call(peer, name))
                if cell.too_slow:
                    slow.add((peer, kind))

    def call(self, peer: str, name: str) -> Result:
        left = self.ends - time.monotonic()
        if left < 1:
            return Result(word=NO_TIME)
        result = self.workers[peer].ask(name, min(LIMIT, left))
        in_vain = result.word.startswith("over") and left < LIMIT
        return Result(word=NO_TIME) if in_vain else result

    def stop(self) -> None:
        for worker in self.workers.values():
            worker.stop()
        self.load.append(round(os.getloadavg()[0], 1))


def main() -> None:
    run = Run()
    try:
        exactness = run.exactness()
        for number in range(ROUNDS):
            run.round(number)
    finally:
        run.stop()
    rows = [row for name, cells in run.table.items() for row in rows_of(name, cells)]
    show(rows, exactness)
    write(rows, exactness, run.load)


def rows_of(name: str, cells: dict[str, Cell]) -> list[dict[str, Any]]:
    """Return one case's lines of the table, us first."""
    own = cells[US].milliseconds()
    rows = []
    for peer, cell in cells.items():
        spent = cell.milliseconds()
        row = {
            "case": cases.title(name),
            "peer": peer,
            "median_ms": spent,
            "rounds": len(cell.seconds),
        }
        row["ratio"] = round(spent / own, 2) if spent and own else None
        row["word"] = cell.word or cell.fault
        rows.append(row)
    return rows


def show(rows: list[dict[str, Any]], exactness: dict[str, Any]) -> None:
    title = ""
    for row in rows:
        if row["case"] != title:
            title = row["case"]
            print(f"\n{title:44}{'ms':>12}{'of ours':>12}")
        spent = f"{row['median_ms']:12,.2f}" if row["median_ms"] else f"{'-':>12}"
        ratio = f"{row['ratio']:11,.2f}x" if row["ratio"] else f"{'-':>12}"
        print(f"  {row['peer']:42}{spent}{ratio}  {row['word']}")
    print(f"\n{cases.NEAR_TIES} near-ties, {cases.EXACT_TIES} of them exact ties")
    for peer, counts in exactness.items():
        words = (
            counts if isinstance(counts, str) else ", ".join(f"{n} {w}" for w, n in counts.items())
        )
        print(f"  {peer:42}{words}")


def write(rows: list[dict[str, Any]], exactness: dict[str, Any], load: list[float]) -> None:
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before_and_after": load,
        "versions": {package: version(package) for package in PACKAGES},
        "rounds": ROUNDS,
        "limit_seconds": LIMIT,
        "near_ties": {
            "problems": cases.NEAR_TIES,
            "exact_ties": cases.EXACT_TIES,
            "counts": exactness,
        },
        "median": rows,
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
