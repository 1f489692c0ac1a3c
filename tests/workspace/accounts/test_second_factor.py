import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client
from tests.workspace.accounts.codes import totp
from tests.workspace.accounts.conftest import GOOD
from tests.workspace.accounts.test_sign_in import sign_in

from kkr.ledger.models import Entry
from kkr.outbox.models import Mail

pytestmark = pytest.mark.django_db
SET_UP = "/konto/to-trin/tilfoej/"
THEIRS = "allauth.mfa.totp.used?user={}&code={}"
"""How allauth remembers, for half a minute, that a code was used."""


def confirm(client, path):
    """Give the password again, which is asked for before the safety of an account is changed."""
    asked = client.get(path)
    assert asked["Location"].startswith("/konto/bekraeft/")
    return client.post(asked["Location"], {"password": GOOD, "next": path})


def set_up(client, somebody):
    """Turn the second step on as a person would; gives the secret their telephone keeps."""
    sign_in(client, somebody.email)
    confirm(client, SET_UP)
    secret = re.search(r'class="secret">(\w+)<', client.get(SET_UP).content.decode())[1]
    client.post(SET_UP, {"code": totp(secret)})
    return secret


def test_a_second_step_is_set_up_and_asked_for(
    client, somebody, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up(client, somebody)
    assert somebody.has_second_factor
    assert [entry.verb for entry in Entry.objects.about(somebody)][1:] == [
        "accounts.second_factor_on"
    ]
    assert Mail.objects.get().to == somebody.email
    other = Client()

    answer = sign_in(other, somebody.email)

    assert answer["Location"] == "/konto/log-ind/kode/"
    assert other.get("/konto/").status_code == 302
    assert other.post(answer["Location"], {"code": totp(secret)})["Location"] == "/arbejde/"
    assert other.get("/konto/").status_code == 200


def test_one_can_go_back_from_the_second_step_and_sign_in_as_somebody_else(client, somebody):
    set_up(client, somebody)
    other = Client()
    page = other.get(sign_in(other, somebody.email)["Location"]).content.decode()

    assert 'action="/konto/log-ud/"' in page
    answer = other.post("/konto/log-ud/", {"next": "/konto/log-ind/"})

    assert answer["Location"] == "/konto/log-ind/"
    assert other.get("/konto/log-ind/").status_code == 200


def test_the_picture_stands_in_the_page_itself(client, somebody):
    sign_in(client, somebody.email)
    confirm(client, SET_UP)

    answer = client.get(SET_UP)

    page = answer.content.decode()
    assert "<svg" in page
    assert "data:image" not in page
    assert "style=" not in page
    assert "img-src 'self'" in answer["Content-Security-Policy"]


def test_a_wrong_first_code_turns_nothing_on(client, somebody):
    sign_in(client, somebody.email)
    confirm(client, SET_UP)
    client.get(SET_UP)

    answer = client.post(SET_UP, {"code": "000000"})

    assert 'id="id_code_error"' in answer.content.decode()
    assert not somebody.has_second_factor


def test_the_secret_is_not_kept_in_the_clear(client, somebody, settings):
    secret = set_up(client, somebody)
    kept = Authenticator.objects.get(type="totp").data["secret"]

    assert secret not in kept
    assert decrypt(kept) == secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert decrypt(kept) == secret
    settings.SECRET_KEY_FALLBACKS = []
    assert decrypt(kept) not in {secret, ""}


def test_a_code_is_good_once(client, somebody):
    secret = set_up(client, somebody)
    code = totp(secret)

    reached = []
    for _ in range(2):
        browser = Client()
        sign_in(browser, somebody.email)
        browser.post("/konto/log-ind/kode/", {"code": code})
        reached.append(browser.get("/konto/").status_code)

    assert reached == [200, 302]


def test_a_recovery_code_lets_one_in_once(client, somebody):
    set_up(client, somebody)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]

    reached = []
    for _ in range(2):
        browser = Client()
        sign_in(browser, somebody.email)
        browser.post("/konto/log-ind/kode/", {"code": code})
        reached.append(browser.get("/konto/").status_code)

    assert reached == [200, 302]


def test_guessing_codes_is_stopped(client, somebody):
    secret = set_up(client, somebody)
    browser = Client()
    sign_in(browser, somebody.email)
    for _ in range(5):
        browser.post("/konto/log-ind/kode/", {"code": "000000"})

    browser.post("/konto/log-ind/kode/", {"code": totp(secret)})

    assert browser.get("/konto/").status_code == 302


def test_recovery_codes_are_shown_fetched_and_made_anew(client, somebody):
    set_up(client, somebody)
    old = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()

    assert old[0] in client.get("/konto/to-trin/koder/").content.decode()
    assert old[9] in client.get("/konto/to-trin/koder/hent/").content.decode()
    assert client.get("/konto/to-trin/koder/nye/").status_code == 200
    client.post("/konto/to-trin/koder/nye/")

    assert not set(old) & set(
        Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    )
    assert Entry.objects.filter(verb="accounts.recovery_codes_renewed").count() == 1


def test_the_second_step_is_turned_off_again(client, somebody):
    set_up(client, somebody)

    assert client.get("/konto/to-trin/fjern/").status_code == 200
    client.post("/konto/to-trin/fjern/")

    assert not somebody.has_second_factor
    assert Entry.objects.filter(verb="accounts.second_factor_off").count() == 1


GUARDED = ["/arbejde/", "/en/arbejde/x/", "/konto/personer/", "/konto/personer/inviter/"]


@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize("name", ["secretary", "administrator", "contact", "chair"])
def test_who_can_write_must_set_up_a_second_step_first(client, cast, settings, name, path):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(getattr(cast, name))

    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].endswith(SET_UP)


@pytest.mark.parametrize("path", GUARDED)
def test_with_a_second_step_one_goes_on(client, cast, settings, path):
    settings.SECOND_FACTOR_REQUIRED = True
    Authenticator.objects.create(user=cast.secretary, type="totp", data={"secret": "x"})
    client.force_login(cast.secretary)

    assert not client.get(path).get("Location", "").endswith(SET_UP)


@pytest.mark.parametrize("path", GUARDED)
def test_in_the_demo_the_second_step_is_optional(client, cast, settings, path):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(cast.secretary)

    assert not client.get(path).get("Location", "").endswith(SET_UP)


def test_who_has_no_role_may_do_without(client, cast, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(cast.newcomer)

    assert client.get("/konto/personer/").status_code == 404
    assert client.get("/konto/").status_code == 200


def test_production_requires_what_the_demo_does_not():
    from kkr.config import settings as product

    assert product.SECOND_FACTOR_REQUIRED is not product.KKR_DEMO


@pytest.mark.parametrize("spelled", ["{0}-{1}", "{0} {1}", "{0}.{1}"])
def test_a_code_spelled_in_another_way_is_the_same_code(client, somebody, spelled):
    secret = set_up(client, somebody)
    code = totp(secret)

    reached = []
    for each in (code, spelled.format(code[:3], code[3:])):
        browser = Client()
        sign_in(browser, somebody.email)
        browser.post("/konto/log-ind/kode/", {"code": each})
        reached.append(browser.get("/konto/").status_code)
        cache.delete(THEIRS.format(somebody.pk, code))

    assert reached == [200, 302]
