"""No room, or no database: an act fails as a whole, and its reader is told in words."""

import errno
import os
import resource

import pytest
from django.db import InterfaceError, OperationalError

from kkr.config.shortage import status_of

ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
only_sqlite = pytest.mark.skipif(ON_POSTGRESQL, reason="SQLite's own limits")
only_postgresql = pytest.mark.skipif(not ON_POSTGRESQL, reason="PostgreSQL is a server")


class Fault(Exception):
    """An error of psycopg, as Django wraps it."""

    def __init__(self, sqlstate):
        super().__init__()
        self.sqlstate = sqlstate


def wrapped(sqlstate, words="could not"):
    error = OperationalError(words)
    error.__cause__ = Fault(sqlstate)
    return error


def said_by(place, code):
    """What code prints that may post to the addresses of `writing_urls`."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    return place.python(POSTING + code, environment=settings).stdout.split()


POSTING = """
from django.conf import settings
from django.db import connection
from django.test import Client
from kkr.documents.models import Document
from kkr.ledger.models import Entry
from kkr.ledger.verification import verify
from kkr.news.models import NewsItem
settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = "tests.config.writing_urls", ["testserver"]
client = Client(raise_request_exception=False)

def post(text):
    return client.post("/draft", {"title": "Nyhed", "text": text})

def pragma(words):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        return cursor.fetchone()[0]

def counts():
    print(NewsItem.objects.count(), Document.objects.count(), Entry.objects.count())
    print(verify().holds)
"""


@only_sqlite
def test_without_room_an_act_fails_as_a_whole_and_the_reader_is_told(migrated):
    said = said_by(migrated, FULL + "answer = post(LONG); print(answer.status_code); counts()")

    assert said == ["507", "0", "0", "0", "True"]


@only_sqlite
def test_with_room_again_the_same_act_succeeds(migrated):
    again = "post(LONG); pragma('max_page_count = 1073741823'); print(post(LONG).status_code)"

    said = said_by(migrated, f"{FULL}{again}; counts()")

    assert said == ["200", "1", "1", "1", "True"]


FULL = """
LONG = "ord " * 20_000
pragma(f"max_page_count = {pragma('page_count') + 2}")
"""


@only_sqlite
@pytest.mark.parametrize("pages", [0, 5, 21])
def test_what_a_full_disk_does_to_a_listener_is_never_taken_for_done(migrated, pages):
    """Either all of the act is there and was acknowledged, or none of it and it was not."""
    status, items, documents, entries, holds = said_by(migrated, GREEDY.format(pages=pages))

    done = "1" if status == "200" else "0"
    assert (items, documents, entries, holds) == (done, done, done, "True")


GREEDY = """
from kkr.ledger.listeners import listeners
@listeners.register
def greedy(entry):
    with connection.cursor() as cursor:
        for number in range(9):
            scope = f"{{number}}" + "ord " * 10_000
            cursor.execute("INSERT INTO website_contentversion (scope, number) VALUES (%s, 1)", [scope])

pragma("max_page_count = " + str(pragma("page_count") + {pages}))
print(post("Tekst").status_code)
counts()
"""


@pytest.mark.parametrize(("status", "words"), [(507, "no room"), (503, "does not answer")])
def test_each_shortage_is_told_in_words_and_without_the_database(settings, status, words):
    from django.template.loader import render_to_string
    from django.utils.translation import override

    with override("en"):
        shown = render_to_string(f"{status}.html")

    assert words in shown
    assert 'lang="en"' in shown


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (OperationalError("disk I/O error"), 507),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (wrapped("53100"), 507),
        (OperationalError("database is locked"), 503),
        (OperationalError("attempt to write a readonly database"), 503),
        (InterfaceError("the connection is closed"), 503),
        (wrapped("57P01"), 503),
        (wrapped("53300"), 503),
        (wrapped("08006"), 503),
        (wrapped("40P01"), 503),
        (wrapped(None, "connection refused"), 503),
        (wrapped("42601", "syntax error"), 500),
        (OperationalError("no such table: news"), 500),
        (OSError(errno.ENOENT, "No such file"), 500),
        (ValueError("disk is full"), 500),
        (None, 500),
    ],
)
def test_each_shortage_has_its_status(error, status):
    assert status_of(error) == status


def test_what_an_error_led_to_does_not_hide_it():
    later = RuntimeError("the transaction is gone")
    later.__context__ = OperationalError("database or disk is full")

    assert status_of(later) == 507


@only_sqlite
def test_a_locked_database_is_a_503_that_says_when_to_try_again(migrated):
    assert said_by(migrated, LOCKED) == ["503", "30", "0"]


LOCKED = """
import sqlite3
other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
pragma("busy_timeout = 50")
answer = post("Tekst")
other.execute("ROLLBACK")
print(answer.status_code, answer["Retry-After"], NewsItem.objects.count())
"""


@only_postgresql
def test_a_database_that_is_gone_is_a_503(migrated):
    migrated.database = "postgresql://kkr@127.0.0.1:9/gone"

    said = said_by(migrated, "for path in ('/', '/health'): print(client.get(path).status_code)")

    assert said == ["503", "503"]


@only_postgresql
def test_a_connection_that_was_cut_is_a_503_and_the_next_request_is_answered(migrated):
    assert said_by(migrated, CUT) == ["200", "503", "200", "2", "2", "2", "True"]


CUT = """
import psycopg
print(post("Tekst").status_code)
info = connection.connection.info
with psycopg.connect(info.dsn, autocommit=True) as other:
    other.execute("SELECT pg_terminate_backend(%s)", [info.backend_pid])
for _ in range(2):
    print(post("Tekst").status_code)
counts()
"""


@only_sqlite
@pytest.mark.slow
def test_whatever_the_disk_allows_nothing_acknowledged_is_lost(migrated):
    """Writers stopped by ever other file sizes; what each said was done is there, and nothing half."""
    place = migrated
    begins = place.sqlite.stat().st_size
    acknowledged = []
    for step in range(1, 9):
        limit = begins + step * 150_000

        def limited(limit=limit):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        done = place.python(UNTIL_FULL, preexec_fn=limited)
        acknowledged += done.stdout.split()

    kept = set(place.python(KEPT).stdout.split())
    assert len(acknowledged) > 20
    assert set(acknowledged) <= kept
    assert place.kkr("ledger", "verify").returncode == 0


UNTIL_FULL = """
from django.db import OperationalError
failed = 0
for number in range(400):
    try:
        item = tell(number, "ord " * 2000)
    except OperationalError:
        failed += 1
        if failed == 3:
            break
    else:
        print(item.public_id, flush=True)
assert failed == 3
"""
KEPT = """
from kkr.documents.models import Document
from kkr.ledger.models import Entry
from kkr.news.models import NewsItem
for item in NewsItem.objects.public():
    print(item.public_id)
assert NewsItem.objects.count() == Document.objects.count()
assert Entry.objects.count() == NewsItem.objects.count() + NewsItem.objects.public().count()
"""
