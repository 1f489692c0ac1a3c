"""The log says what happened, and never to whom or what they wrote."""

import json
import logging

import pytest

from kkr.config.log_lines import Json, Text, hidden
from kkr.config.request_log import GIVEN

PLANTED = {
    "query": "kanarie1fugl",
    "form title": "kanarie2fugl",
    "form text": "kanarie3fugl",
    "mail in the path": "kanarie4@fugl.dk",
    "cookie": "kanarie5fugl",
    "user agent": "kanarie6fugl",
    "referrer": "kanarie7fugl",
    "token in the path": "kanarie8fugl",
    "token in a letter": "kanarie11fugl",
    "token in an English letter": "kanarie12fugl",
    "token before a quotation mark": "kanarie13fugl",
    "token after a line break": "kanarie14fugl",
    "token in capitals' company": "kanarie15fugl",
    "name of a user": "kanarie9fugl",
    "mail of a user": "kanarie10@fugl.dk",
    "number of a person": "010203-1234",
    "forwarded for": "192.0.2.77",
}
ASKING = """
from django.conf import settings
settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = "tests.config.writing_urls", ["testserver"]
from django.test import Client
from kkr.accounts.actions import create_user
planted = {planted!r}
user = create_user(name=planted["name of a user"], email=planted["mail of a user"],
                   password="a long password of the tests", by=by, at=at)
client = Client(raise_request_exception=False, headers={{
    "User-Agent": planted["user agent"], "Referer": "https://x.dk/?" + planted["referrer"],
    "X-Forwarded-For": planted["forwarded for"]}})
client.cookies["hemmelig"] = planted["cookie"]
client.force_login(user)
form = {{"title": planted["form title"], "text": planted["form text"] + planted["number of a person"]}}
client.get("/om/", {{"q": planted["query"]}})
client.get("/findes-ikke/" + planted["mail in the path"] + "/", {{"q": planted["query"]}})
client.get("/konto/invitation/" + planted["token in a letter"] + "/et/komma,")
client.get("/en/konto/adgangskode/ny/" + planted["token in an English letter"])
client.get("/konto/invitation/" + planted["token before a quotation mark"] + "”/x")
client.get("/konto/invitation/%0A" + planted["token after a line break"] + "/x")
client.get("/Konto//Invitation/" + planted["token in capitals' company"] + "/x")
client.post("/draft", form)
client.post("/draft", {{"title": planted["form title"]}})
client.post("/konto/" + planted["token in the path"] + "/fail?q=" + planted["query"], form)
import logging
try:
    from kkr.accounts.models import User
    User.objects.create(email=planted["mail of a user"], name=planted["name of a user"], joined_at=at)
except Exception:
    logging.getLogger("kkr.test").exception("could not for %s", planted["mail of a user"])
"""


def logged(place, log_format, level="DEBUG"):
    """What a place logs while the planted things are asked, sent and stumbled over."""
    variables = {
        "LOG_FORMAT": log_format,
        "LOG_LEVEL": level,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    return place.python(ASKING.format(planted=PLANTED), environment=variables).stderr


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_nothing_about_a_person_is_logged(migrated, log_format):
    said = logged(migrated, log_format)

    assert "could not for …" in said
    assert "ValueError" in said
    assert [where for where, word in PLANTED.items() if word in said] == []


def test_every_line_of_the_json_log_is_an_object_and_every_request_has_one(migrated):
    lines = [json.loads(line) for line in logged(migrated, "json", "WARNING").splitlines()]

    requests = [line for line in lines if line["logger"] == "kkr.requests"]
    assert [(line["method"], line["path"], line["status"]) for line in requests] == [
        ("GET", "/om/", 200),
        ("GET", "/findes-ikke/…/", 404),
        ("GET", "/konto/invitation/…", 404),
        ("GET", "/en/konto/adgangskode/ny/…", 404),
        ("GET", "/konto/invitation/…", 404),
        ("GET", "/konto/invitation/…", 404),
        ("GET", "/Konto//Invitation/…", 404),
        ("POST", "/draft", 200),
        ("POST", "/draft", 500),
        ("POST", "/konto/…/fail", 500),
    ]
    assert all(line["ms"] > 0 and GIVEN.fullmatch(line["request"]) for line in requests)


def test_what_fails_in_a_request_is_logged_under_its_id(migrated):
    lines = [json.loads(line) for line in logged(migrated, "json", "WARNING").splitlines()]

    failed = next(line for line in lines if line["logger"] == "django.request" and "errors" in line)
    asked = next(line for line in lines if line.get("status") == 500)
    assert failed["request"] == asked["request"]
    assert failed["errors"][0]["kind"] == "django.utils.datastructures.MultiValueDictKeyError"
    assert any("writing_urls.py" in place for place in failed["errors"][0]["places"])


def test_text_tells_no_requests_unless_asked_for(migrated):
    assert "kkr.requests" not in logged(migrated, "text", "WARNING")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Not Found: /nyheder/2017/", "Not Found: /nyheder/2017/"),
        ("Not Found: /a?navn=Jens+Hansen", "Not Found: /a…"),
        ("mail to jens@example.dk failed", "mail to … failed"),
        ("<jens@example.dk>", "<…>"),
        ("cpr 010203-1234.", "cpr …."),
        ("2017-02-13 09:00", "2017-02-13 09:00"),
    ],
)
def test_a_message_is_told_without_what_points_to_a_person(written, shown):
    assert hidden(written) == shown


def test_while_debugging_everything_is_told():
    told = (ValueError, ValueError("jens@example.dk"), None)
    record = logging.LogRecord("x", 40, "", 1, "%s", ("a@b.dk",), told)

    assert "jens@example.dk" in Text(tells_all=True).format(record)
    assert "a@b.dk" in Text(tells_all=True).format(record)
    assert json.loads(Json().format(record))["says"] == "…"


def test_a_failed_answer_names_the_request_and_a_kept_one_does_not(client, db):
    failed, kept = client.get("/findes-ikke/"), client.get("/om/")

    assert GIVEN.fullmatch(failed["X-Request-ID"])
    assert "X-Request-ID" not in kept


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("0123456789abcdef", True),
        ("b9a1d9d4-8a0e-4d1f-9d5e-0f2d6f4c1a11", True),
        ("Jens Hansen", False),
    ],
)
def test_the_id_of_the_proxy_is_taken_if_it_looks_like_one(client, db, given, taken):
    answer = client.get("/findes-ikke/", headers={"X-Request-ID": given})

    assert (answer["X-Request-ID"] == given) == taken
