"""One process for each peer: warm between calls, killed where a call takes too long."""

import contextlib
import gc
import io
import multiprocessing
import resource
import statistics
import time
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import numpy as np
from bench.division import cases, checks
from bench.division.peers import PEERS

MEMORY = 6 * 2**30  # bytes a peer may ask for
ENOUGH, MOST_CALLS = 0.2, 20  # quick calls are repeated for so many seconds, at most so often
START = 60


class Result(NamedTuple):
    """Seconds of one call, or a word why there are none; and what was wrong with the answer."""

    seconds: float | None = None
    word: str = ""
    fault: str = ""


class Worker:
    """A peer in a process of its own."""

    def __init__(self, peer: str) -> None:
        self.peer = peer
        self._process: Any = None
        self._pipe: Any = None

    def ask(self, what: str, limit: float) -> Any:
        """Return a peer's result, or that it took longer than the limit in seconds."""
        if self._process is None:
            self._start()
        try:
            self._pipe.send(what)
            if self._pipe.poll(START):
                said = self._pipe.recv()
                if said != "go":
                    return said
                if self._pipe.poll(limit):
                    return self._pipe.recv()
        except (EOFError, OSError) as error:
            self.stop()
            return Result(word=f"died ({type(error).__name__})")
        self.stop()
        return Result(word=f"over {limit:.0f} s")

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=serve, args=(self.peer, other), daemon=True)
        self._process.start()
        other.close()

    def stop(self) -> None:
        """End the process at once."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = None


def serve(peer: str, pipe: Connection) -> None:
    """Answer until the other end closes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    checked: dict[str, str] = {}
    while True:
        try:
            what = pipe.recv()
        except EOFError:
            return
        with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
            pipe.send(
                near_ties(peer, pipe) if what == "exactness" else timed(peer, what, pipe, checked)
            )


def timed(peer: str, name: str, pipe: Connection, checked: dict[str, str]) -> Result:
    """Call the peer once, more often where it is quick; check its first answer."""
    case = cases.make(name)
    spent = []
    try:
        call, read = PEERS[peer][case.kind](case)
        gc.collect()
        pipe.send("go")
        while not spent or (sum(spent) < ENOUGH and len(spent) < MOST_CALLS):
            started = time.perf_counter()
            found = call()
            spent.append(time.perf_counter() - started)
    except Exception as error:  # noqa: BLE001 -- whatever a peer does is a result
        return Result(word=type(error).__name__)
    if name not in checked:
        checked[name] = checks.fault(case, read(found).settled())
    return Result(statistics.median(spent), fault=checked[name])


def near_ties(peer: str, pipe: Connection) -> dict[str, int]:
    """Count what a peer does with near-ties and exact ties."""
    count = dict.fromkeys(("wrong", "no answer", "silent ties", "false ties", "ties said"), 0)
    problems = cases.near_ties()
    right = [checks.slowly(*problem) for problem in problems]
    pipe.send("go")
    for (weights, total), (certain, tied, places) in zip(problems, right, strict=True):
        case = cases.Case("tie", "sainte_lague", np.array(weights), total)
        try:
            call, read = PEERS[peer]["sainte_lague"](case)
            answer = read(call())
        except Exception as error:  # noqa: BLE001 -- whatever a peer does is a result
            said = type(error).__name__ == "TiesException"
            count["no answer"] += not said
            count["ties said"] += said and bool(tied)
            count["false ties"] += said and not tied
            continue
        if answer.ties:
            count["ties said"] += bool(tied)
            count["false ties"] += not tied
            said = list(answer.seats), list(answer.ties)
            count["wrong"] += bool(tied) and said != (certain, [(sorted(tied), places)])
            continue
        count["silent ties"] += bool(tied)
        count["wrong"] += not checks.allowed(certain, tied, places, answer.seats)
    return count
