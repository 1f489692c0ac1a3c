"""A thousand contacts who answer within a minute, through the product as it is served; what was lost of it."""

import json
import os
import random
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.pages import KKR, environment, served

QUESTIONS, SECONDS, AT_ONCE, TRIES = 11, 55, 48, 40
TOKEN = "x" * 32
"""What a form and its cookie must agree on."""


@dataclass(frozen=True)
class Contact:
    """Somebody signed in, and the question they are to answer."""

    path: str
    session: str
    number: str


def rush(folder: Path) -> dict[str, Any]:
    """Let every contact open the page and answer, each at a moment of the minute; gives the figures."""
    values = environment(folder / "rush")
    for command in (["migrate"], ["demo", "load"]):
        subprocess.run([*KKR, *command], env=values, check=True, stdout=subprocess.DEVNULL)
    contacts = [Contact(*each) for each in inside(values, "--prepare")]
    chance = random.Random(1)  # noqa: S311 -- moments, not secrets
    with (
        served(values, "kkr.config.wsgi:application") as door,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        load, begun = os.getloadavg(), time.monotonic()
        due = [begun + chance.uniform(0, SECONDS) for _ in contacts]
        todo = sorted(zip(due, contacts, strict=True), key=lambda each: each[0])
        told = list(pool.map(lambda each: answered(door, *each), todo))
        taken = time.monotonic() - begun
    said = [contact.number for (_, contact), each in zip(todo, told, strict=True) if each["done"]]
    kept = set(inside(values, "--kept"))
    waits = sorted(each["ms"] for each in told)
    verified = subprocess.run(
        [*KKR, "ledger", "verify"], env=values, capture_output=True, check=False
    )
    return {
        "contacts": len(contacts),
        "seconds": round(taken, 1),
        "acknowledged": len(said),
        "tried_again": sum(each["again"] for each in told),
        "lost": sorted(set(said) - kept),
        "kept": len(kept),
        "p50_ms": round(waits[len(waits) // 2]),
        "p95_ms": round(waits[len(waits) * 95 // 100]),
        "ledger_holds": verified.returncode == 0,
        "load_before_and_after": [load, os.getloadavg()],
    }


def answered(door: str, due: float, contact: Contact) -> dict[str, Any]:
    """Wait for one's moment, open the page, and send the answer until it is taken."""
    time.sleep(max(0.0, due - time.monotonic()))
    begun, again = time.perf_counter(), 0
    for _ in range(TRIES):
        ask(f"{door}{contact.path}", contact, None)
        form = {"answer": "approved", "decided_on": "07.02.2017", "case_number": contact.number}
        status = ask(f"{door}{contact.path}", contact, form | {"csrfmiddlewaretoken": TOKEN})
        if status == 302:
            break
        again += 1
        time.sleep(1)
    return {"done": status == 302, "again": again, "ms": 1000 * (time.perf_counter() - begun)}


class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


ASK = urllib.request.build_opener(StayHere)


def ask(url: str, contact: Contact, form: dict[str, str] | None) -> int:
    """The status of one request."""
    headers = {"Cookie": f"sessionid={contact.session}; csrftoken={TOKEN}", "Referer": url}
    body = urllib.parse.urlencode(form).encode() if form else None
    try:
        with ASK.open(urllib.request.Request(url, body, headers), timeout=60) as answer:  # noqa: S310 -- our own
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return int(refused.code)
    except OSError:
        return 0


def inside(values: dict[str, str], step: str) -> Any:
    command = [sys.executable, "-m", "bench.answers_rush", step]
    done = subprocess.run(command, env=values, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def prepare() -> list[list[str]]:
    """Open questions to 98 municipalities, and a contact of its own for each; path, session and number."""
    from bench.answers_rows import open_questions
    from django.db import transaction
    from django.test import Client

    from kkr.accounts.models import User
    from kkr.council.models import Council, RoleGrant
    from kkr.ledger import clock

    with transaction.atomic():
        asked = open_questions(Council.objects.get(slug="hovedstaden"), QUESTIONS)
        found, now = [], clock.now()
        for number, each in enumerate(asked):
            user = User.objects.create(
                email=f"k{number}@bench.example.dk", name=f"Kontakt {number}", joined_at=now
            )
            RoleGrant.objects.create(
                user=user,
                body=each.municipality,
                role="contact",
                granted_by="system:bench",
                granted_at=now,
            )
            client = Client()
            client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
            key = client.cookies["sessionid"].value
            found.append([f"/arbejde/svar/{each.public_id}/", key, f"17/{number:05}"])
    return found


def kept() -> list[str]:
    """The case numbers of the answers that hold."""
    from kkr.rounds.models import Reply

    numbers = Reply.objects.valid().filter(case_number__startswith="17/")
    return list(numbers.values_list("case_number", flat=True))


if __name__ == "__main__":
    from kkr.config.cli import _django

    _django.start()
    print(json.dumps(prepare() if "--prepare" in sys.argv else kept()))
