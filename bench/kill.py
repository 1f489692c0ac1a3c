"""Ends writers with kill -9 at random moments and looks for what was lost or left half done.

Each round forks writers that draft, publish and edit news, keep files, take meetings from their plan to
their minutes, enter people, invite, queue mail and leave forms unsaved, through the product's own actions,
and say on a pipe what is done once it is committed.
Then they are killed, and the database is asked for all of it. Writes bench/results/kill.json. Only
processes forked here are ended; the database server goes on, so this says nothing about a machine that
loses its power.
"""

import argparse
import json
import os
import platform
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]
from bench import kill_desk, kill_minutes  # noqa: E402

ENTRIES = kill_minutes.ENTRIES | kill_desk.ENTRIES
WITHOUT_ENTRY = {"kept", "queued", "unsaved"}
HERE = Path(__file__).resolve().parent
KKR = [sys.executable, "-c", "from kkr.config.cli import main; main()"]
WRITERS, LONGEST, ON_A_MEETING, AT_DESK = 3, 1.5, 0.4, 0.7
AT = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=100)
    asked.add_argument("--database", choices=["sqlite", "postgresql"])
    asked.add_argument("--results", type=Path, default=HERE / "results" / "kill.json")
    asked.add_argument("--here", choices=["sqlite", "postgresql"], help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.here:
        print(json.dumps(kill_many(options.times)))
        return
    chosen = [options.database] if options.database else ["sqlite", "postgresql"]
    figures = {database: in_a_place(database, options.times) for database in chosen}
    report(figures, options.results)
    sys.exit(any(found["lost"] or found["faults"] for found in figures.values()))


def in_a_place(database: str, times: int) -> dict[str, Any]:
    """Run the rounds in a process of their own, on a new database."""
    with tempfile.TemporaryDirectory(prefix="kkr-kill-") as folder:
        environment = os.environ | {
            "KKR_DATA": folder,
            "KKR_PLAIN_STATIC": "1",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "LOG_LEVEL": "CRITICAL",
            "DATABASE_URL": new_database(database, Path(folder)),
        }
        subprocess.run([*KKR, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, __file__, "--here", database, "--times", str(times)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
        figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def new_database(database: str, folder: Path) -> str:
    if database == "sqlite":
        return f"sqlite:///{folder / 'kkr.sqlite3'}"
    import psycopg

    server, name = os.environ["POSTGRESQL_URL"], f"kill_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server.rsplit('/', 1)[0]}/{name}"


def kill_many(times: int) -> dict[str, Any]:
    """Kill `times` times and compare after each; the figures of one database."""
    from kkr.config.cli import _django

    _django.start()
    from kkr.council.actions import load_register
    from kkr.ledger.actors import System

    load_register(by=System("kill"), at=AT)
    begun, chance = time.monotonic(), random.Random()  # noqa: S311 -- moments, not secrets
    said: list[str] = []
    lost: list[str] = []
    faults: list[str] = []
    kills = 0
    for number in range(times):
        acknowledged, ended = one_round(chance)
        said += acknowledged
        kills += ended
        lost += missing(acknowledged)
        faults += [f"round {number}: {fault}" for fault in half_done()]
    lost += missing(said)
    return summary(said, lost, faults, kills=kills, rounds=times, seconds=time.monotonic() - begun)


def summary(said: list[str], lost: list[str], faults: list[str], **facts: float) -> dict[str, Any]:
    from kkr.ledger.verification import verify
    from kkr.news.models import NewsItem

    outcome = verify()
    acts = Counter(line.split()[0] for line in said)
    return {
        **facts,
        "acknowledged": len(said),
        "by_act": dict(acts),
        "lost": sorted(set(lost)),
        "faults": faults,
        "ledger_holds": outcome.holds,
        "entries": outcome.entries,
        "items": NewsItem.objects.count(),
    }


def one_round(chance: random.Random) -> tuple[list[str], int]:
    """Fork the writers, kill them at a random moment; what they had said, and how many were killed."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    writers = [fork_writer(writing, chance.random()) for _ in range(WRITERS)]
    os.close(writing)
    time.sleep(chance.uniform(0.02, LONGEST))
    for pid in writers:
        os.kill(pid, signal.SIGKILL)
    ends = [os.waitpid(pid, 0)[1] for pid in writers]
    with os.fdopen(reading) as pipe:
        lines = pipe.read().splitlines()
    return lines, sum(os.WIFSIGNALED(end) for end in ends)


def fork_writer(pipe: int, seed: float) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        write_on(pipe, random.Random(seed))  # noqa: S311 -- moments, not secrets
    finally:
        os._exit(1)


def write_on(pipe: int, chance: random.Random) -> None:
    """Act until killed; a line goes out in one write, after the commit."""
    from django.core.files.base import ContentFile

    from kkr.documents.actions import store_file
    from kkr.ledger.actors import System
    from kkr.news.actions import draft_news, edit_news, publish_news

    by = System("kill")
    while True:
        turn = chance.random()
        if turn < ON_A_MEETING:
            kill_minutes.write_meeting(partial(say, pipe), chance, AT)
            continue
        if turn < AT_DESK:
            kill_desk.write_at_desk(partial(say, pipe), chance, AT)
            continue
        word = secrets.token_hex(8)
        html = f"<p>{word} {'tekst ' * chance.randint(1, 2000)}</p>"
        item = draft_news(council=None, title=f"Nyhed {word}", html=html, by=by, at=AT)
        say(pipe, "drafted", item.pk, word)
        item = publish_news(item, by=by, at=AT)
        say(pipe, "published", item.pk, item.slug)
        for number in range(1, chance.randint(1, 4)):
            word = secrets.token_hex(8)
            html = f"<p>{word}</p>"
            edit_news(item, title=item.title, html=html, based_on=number, by=by, at=AT)
            say(pipe, "edited", item.pk, word)
        content = secrets.token_bytes(chance.randint(1, 40_000)).hex().encode()
        file = store_file(ContentFile(content, name="bilag.txt"), by=by, at=AT)
        say(pipe, "kept", file.pk, file.digest)


def say(pipe: int, verb: str, pk: int, word: str) -> None:
    os.write(pipe, f"{verb} {pk} {word}\n".encode())


def missing(said: list[str]) -> list[str]:
    """What was said to be done and is not there."""
    from kkr.documents.models import DocumentVersion, File
    from kkr.ledger.models import Entry
    from kkr.news.models import NewsItem

    asked = {
        "drafted": lambda pk, word: versions_of(DocumentVersion, pk, word).filter(number=1),
        "published": lambda pk, word: NewsItem.objects.public().filter(pk=pk, slug=word),
        "edited": lambda pk, word: versions_of(DocumentVersion, pk, word),
        "kept": lambda pk, word: File.objects.filter(pk=pk, digest=word),
    }
    absent = []
    for line in said:
        verb, *rest = line.split()
        if not (asked[verb](*rest).exists() if verb in asked else is_there(verb, *rest)):
            absent.append(line)
    entries = set(Entry.objects.values_list("verb", "subject_id"))
    return absent + [
        f"{line} (in the ledger)"
        for verb, pk, line in ((*line.split()[:2], line) for line in said)
        if verb not in WITHOUT_ENTRY and (ENTRIES.get(verb, f"news.{verb}"), pk) not in entries
    ]


def is_there(verb: str, *facts: str) -> bool:
    room = kill_minutes if verb in kill_minutes.ENTRIES else kill_desk
    return room.is_there(verb, *facts)


def versions_of(versions: Any, pk: str, word: str) -> Any:
    return versions.objects.filter(document__news_item=pk, text__startswith=word)


NOBODYS = {f"{thing}__isnull": True for thing in ("news_item", "agenda_item", "decision")}


def half_done() -> list[str]:
    """What stands half written, in words; empty where nothing does."""
    from kkr.documents.models import Address, Document, DocumentVersion, File
    from kkr.ledger.models import Entry
    from kkr.ledger.verification import verify
    from kkr.news.models import NewsItem

    outcome, items = verify(), NewsItem.objects.count()
    published = NewsItem.objects.public().count()
    addresses = Address.objects.current().filter(model="news.newsitem")
    verbs = Counter(Entry.objects.values_list("verb", flat=True))
    counts = {
        "the ledger holds": (outcome.holds, True),
        "each document belongs to something": (Document.objects.filter(**NOBODYS).count(), 0),
        "each item was drafted by an entry": (verbs["news.drafted"], items),
        "each published item by an entry": (verbs["news.published"], published),
        "each published item has an address": (addresses.count(), published),
        "each version by an entry": (
            verbs["news.drafted"] + verbs["news.edited"],
            DocumentVersion.objects.filter(document__news_item__isnull=False).count(),
        ),
        **kill_minutes.meetings_half_done(verbs),
        **kill_desk.desk_half_done(verbs),
    }
    faults = [f"{claim}: {a} against {b}" for claim, (a, b) in counts.items() if a != b]
    short = [file.digest for file in File.objects.all() if not is_whole(file)]
    return faults + [f"file {digest} is not whole" for digest in short]


def is_whole(file: Any) -> bool:
    """Whether its bytes lie there, as many as it says."""
    path = Path(file.content.path)
    return path.is_file() and path.stat().st_size == file.size


def report(figures: dict[str, Any], target: Path) -> None:
    machine = {"machine": platform.machine(), "python": platform.python_version()}
    made = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        **machine,
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({**made, "databases": figures}, indent=1) + "\n", encoding="utf-8")
    for database, found in figures.items():
        print(
            f"{database}: {found['rounds']} rounds, {found['kills']} writers killed in"
            f" {found['seconds']:.0f} s; {found['acknowledged']} acts acknowledged,"
            f" {len(found['lost'])} lost, {len(found['faults'])} half done;"
            f" {found['entries']} entries {'hold' if found['ledger_holds'] else 'BROKEN'}"
        )
        for line in [*found["lost"], *found["faults"]][:20]:
            print(f"   {line}")


if __name__ == "__main__":
    main()
