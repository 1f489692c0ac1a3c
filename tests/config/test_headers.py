"""What every answer tells the browser about our safety, from Django and from the page cache alike."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from tests.addresses import addresses

from kkr.website.page_cache import CLOSED, PageCache

pytestmark = pytest.mark.django_db
EXPECTED = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def site(settings, register):
    """The application as it runs behind a proxy with TLS."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLOWED_HOSTS = ["testserver"]
    # a real request closes its connection, and with it the transaction of the test
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield PageCache(WSGIHandler())
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def headers(site, path):
    begun = []
    environ = RequestFactory().get(path, headers={"X-Forwarded-Proto": "https"}).environ
    answer = site(environ, lambda status, headers, *_: begun.append((status, dict(headers))))
    b"".join(answer)
    close = getattr(answer, "close", None)
    if close:
        close()
    return begun[0]


@pytest.mark.sqlite
def test_every_address_has_them_first_and_from_the_page_cache(site):
    for path in addresses():
        for _time in range(
            1 if path.startswith(CLOSED) else 2
        ):  # what is closed is kept by no cache
            _status, found = headers(site, path)
            assert {name: found.get(name) for name in EXPECTED} == EXPECTED, path
            assert set(found["Content-Security-Policy"].split("; ")) == POLICY, path
            assert "camera=()" in found["Permissions-Policy"], path


def test_the_second_answer_comes_from_the_page_cache(site):
    headers(site, "/om/")

    assert len(site.shelf.pages) == 1
    assert headers(site, "/om/")[1]["Permissions-Policy"]


def test_a_page_that_is_not_there_has_them_too(site):
    status, found = headers(site, "/findes-ikke/")

    assert status.startswith("404")
    assert {name: found.get(name) for name in EXPECTED} == EXPECTED
    assert "camera=()" in found["Permissions-Policy"]
