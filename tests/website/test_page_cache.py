import threading
from datetime import UTC, datetime

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import RequestFactory

from kkr.ledger.actions import record
from kkr.ledger.actors import System
from kkr.ledger.models import Head
from kkr.website.page_cache import PageCache, Shelf, page_of

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Counting:
    """An application that counts how often it is asked and says so in its answer."""

    def __init__(self, status="200 OK", headers=()):
        self.asked, self.status, self.headers = 0, status, list(headers)

    def __call__(self, environ, start_response):
        self.asked += 1
        start_response(self.status, [("Content-Type", "text/plain"), *self.headers])
        return [f"answer {self.asked}".encode()]


def ask(application, path="/hovedstaden/", **extra):
    method = extra.pop("method", "get")
    environ = getattr(RequestFactory(), method)(path, **extra).environ
    begun = []
    body = b"".join(
        application(environ, lambda status, headers, *_: begun.extend([status, dict(headers)]))
    )
    return begun[0], begun[1], body


def happen(*, public, scopes=()):
    record(
        verb="test.done",
        subject=Head.objects.get(),
        by=System("test"),
        at=NOON,
        public=public,
        scopes=scopes,
    )


def test_a_page_is_rendered_once():
    inner = Counting()
    application = PageCache(inner)

    first, second = ask(application), ask(application)

    assert first[2] == second[2] == b"answer 1"
    assert inner.asked == 1


def test_where_sqlite_cannot_say_what_is_new_the_page_is_rendered():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is asked past Django's cursor")
    inner = Counting()
    application = PageCache(inner)
    ask(application)
    connection.connection.set_progress_handler(lambda: 1, 1)  # each statement is interrupted
    try:
        answer = ask(application)
    finally:
        connection.connection.set_progress_handler(None, 0)

    assert answer[0] == "200 OK"
    assert inner.asked == 2


@pytest.mark.parametrize("error", [InterfaceError, OperationalError])
def test_where_the_database_does_not_answer_the_application_says_so(error):
    inner = Counting("503 Service Unavailable")

    def is_gone(*_statement):
        raise error("the connection is gone")

    with connection.execute_wrapper(is_gone):
        answer = ask(PageCache(inner))

    assert answer[0] == "503 Service Unavailable"


def test_another_query_language_or_host_is_another_page():
    inner = Counting()
    application = PageCache(inner)

    ask(application)
    ask(application, "/hovedstaden/?dato=2018-02-01")
    ask(application, "/en/hovedstaden/")
    ask(application, HTTP_HOST="127.0.0.1")

    assert inner.asked == 4


def test_a_public_entry_outdates_the_pages_of_its_council():
    application = PageCache(Counting())
    happen(public=True, scopes=["hovedstaden"])
    happen(public=True, scopes=["sjaelland"])
    before = ask(application), ask(application, "/sjaelland/")

    happen(public=True, scopes=["hovedstaden"])

    assert ask(application)[2] != before[0][2]
    assert ask(application, "/sjaelland/")[2] == before[1][2]


@pytest.mark.parametrize("path", ["/", "/hovedstaden/", "/en/sjaelland/", "/data/kommuner.csv"])
def test_an_entry_for_all_outdates_every_page(path):
    application = PageCache(Counting())
    happen(public=True, scopes=["hovedstaden"])
    before = ask(application, path)[2]

    happen(public=True)

    assert ask(application, path)[2] != before


def test_a_page_about_all_councils_changes_with_any_of_them():
    application = PageCache(Counting())
    before = ask(application, "/")[2]

    happen(public=True, scopes=["nordjylland"])

    assert ask(application, "/")[2] != before


def test_what_the_public_does_not_see_outdates_nothing():
    application = PageCache(Counting())
    before = ask(application)[2]

    happen(public=False, scopes=["hovedstaden"])

    assert ask(application)[2] == before


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", [("Set-Cookie", "sessionid=1")]),
        ("200 OK", [("Vary", "Accept-Language, Cookie")]),
        ("200 OK", [("Cache-Control", "private")]),
        ("404 Not Found", []),
        ("302 Found", []),
        ("500 Internal Server Error", []),
    ],
)
def test_what_is_not_for_everybody_is_never_kept(status, headers):
    inner = Counting(status, headers)
    application = PageCache(inner)

    ask(application)
    ask(application)

    assert inner.asked == 2


@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"method": "post"},
        {"path": "/health"},
    ],
)
def test_who_is_signed_in_or_writes_passes_by(extra):
    inner = Counting()
    application = PageCache(inner)
    ask(application, extra.get("path", "/hovedstaden/"))

    ask(application, **extra)

    assert inner.asked == 2


def test_the_reader_who_has_it_gets_304():
    application = PageCache(Counting())
    etag = ask(application)[1]["ETag"]

    status, _headers, body = ask(application, HTTP_IF_NONE_MATCH=etag)

    assert (status, body) == ("304 Not Modified", b"")


def test_a_reader_who_takes_gzip_gets_it():
    import gzip

    application = PageCache(Counting())

    _status, headers, body = ask(application, HTTP_ACCEPT_ENCODING="gzip, br")

    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == b"answer 1"


@pytest.mark.parametrize("accepted", ["", "gzip;q=0", "br", "*;q=0", "gzip; q=0.0, br"])
def test_a_reader_who_does_not_take_gzip_does_not_get_it(accepted):
    _status, headers, body = ask(PageCache(Counting()), HTTP_ACCEPT_ENCODING=accepted)

    assert "Content-Encoding" not in headers
    assert body == b"answer 1"


@pytest.mark.parametrize("accepted", ["GZIP", "br;q=1, gzip;q=0.2", "*"])
def test_gzip_is_understood_however_it_is_said(accepted):
    assert (
        ask(PageCache(Counting()), HTTP_ACCEPT_ENCODING=accepted)[1]["Content-Encoding"] == "gzip"
    )


def test_a_page_about_data_is_kept_for_each_thing_a_reader_takes():
    inner = Counting(headers=[("Vary", "Accept")])
    application = PageCache(inner)

    first = ask(application, "/data/kommuner/", HTTP_ACCEPT="text/html")
    ask(application, "/data/kommuner/", HTTP_ACCEPT="application/json")
    again = ask(application, "/data/kommuner/", HTTP_ACCEPT="text/html")

    assert first[2] == again[2]
    assert inner.asked == 2
    assert first[1]["Vary"] == "Accept, Accept-Encoding, Cookie"


def test_the_shelf_throws_out_what_is_least_used():
    shelf = Shelf(room=250)
    pages = [page_of([], bytes([number]) * 40) for number in range(4)]
    for number, page in enumerate(pages[:3]):
        shelf.put(number, page)

    shelf.get(0)
    shelf.put(3, pages[3])

    assert shelf.get(0) is pages[0]
    assert shelf.get(1) is None
    assert shelf.weight <= 250


def test_many_readers_of_a_missing_page_render_it_once():
    class Slow(Counting):
        def __call__(self, environ, start_response):
            pause.wait(0.2)
            return super().__call__(environ, start_response)

    pause, inner = threading.Event(), Slow()
    application = PageCache(inner)
    shared = application._one_renders
    environ = RequestFactory().get("/hovedstaden/").environ
    # the key is asked for here, since each thread has a database connection of its own
    threads = [
        threading.Thread(target=lambda: list(shared("key", environ, lambda *_: None)))
        for _ in range(5)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert inner.asked == 1


def test_readers_of_what_is_not_kept_do_not_queue():
    together = threading.Barrier(4)

    class Personal(Counting):
        def __call__(self, environ, start_response):
            if self.asked:
                together.wait(5)  # broken unless the four who waited for the first are here at once
            else:
                first_is_in.set()
                go_on.wait(5)
            return super().__call__(environ, start_response)

    first_is_in, go_on = threading.Event(), threading.Event()
    inner = Personal("404 Not Found")
    application = PageCache(inner)
    environ = RequestFactory().get("/findes-ikke/").environ
    answers = []

    def read():
        answers.append(b"".join(application._one_renders("key", environ, lambda *_: None)))

    threads = [threading.Thread(target=read) for _ in range(5)]
    threads[0].start()
    first_is_in.wait(5)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()

    assert len(answers) == 5
    assert application.rendering == {}
