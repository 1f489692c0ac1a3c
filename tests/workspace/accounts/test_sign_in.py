import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from tests.cast import HOUSE, LONG_AGO
from tests.workspace.accounts.conftest import GOOD

from kkr.accounts.actions import close_user, invite_user
from kkr.accounts.models import User
from kkr.ledger.models import Entry
from kkr.outbox.models import Mail

pytestmark = pytest.mark.django_db
SIGN_IN = "/konto/log-ind/"


def sign_in(client, address, password=GOOD, path=SIGN_IN, **more):
    return client.post(path, {"login": address, "password": password, **more})


def seen(answer, address):
    """The page without what differs from call to call, and without the address typed in."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return answer.status_code, page.replace(address, "ADDRESS")


def test_one_signs_in_with_address_and_password(client, somebody):
    answer = sign_in(client, "Somebody@Example.dk")

    assert (answer.status_code, answer["Location"]) == (302, "/arbejde/")
    assert "Somebody" in client.get("/konto/").content.decode()
    assert not EmailAddress.objects.exists()


def test_signing_in_leads_back_where_one_was_and_never_out_of_the_house(client, somebody):
    assert (
        sign_in(client, somebody.email, next="/konto/sessioner/")["Location"] == "/konto/sessioner/"
    )
    client.logout()
    assert sign_in(client, somebody.email, next="https://evil.example/")["Location"] == "/arbejde/"


def test_the_session_ends_with_the_browser(client, somebody):
    cookie = sign_in(client, somebody.email).cookies[settings.SESSION_COOKIE_NAME]

    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")


def test_a_wrong_password_tells_not_whether_there_is_an_account(client, somebody):
    invite_user(email="invited@example.dk", name="I", by=HOUSE, at=LONG_AGO, now=LONG_AGO)
    closed = User.objects.create(email="closed@example.dk", name="C", joined_at=LONG_AGO)
    close_user(closed, why="left", by=HOUSE, at=LONG_AGO, now=LONG_AGO)

    answers = {
        seen(sign_in(client, address, "a wrong password"), address)
        for address in (somebody.email, "nobody@example.dk", "invited@example.dk", closed.email)
    }

    assert len(answers) == 1
    assert "The e-mail address or the password is wrong." in str(answers) or "forkert" in str(
        answers
    )


def test_a_forgotten_password_tells_not_whether_there_is_an_account(client, somebody):
    answers = {
        (answer.status_code, answer["Location"])
        for address in (somebody.email, "nobody@example.dk")
        for answer in [client.post("/konto/adgangskode/glemt/", {"email": address})]
    }

    assert answers == {(302, "/konto/adgangskode/glemt/sendt/")}
    assert set(Mail.objects.values_list("to", flat=True)) == {somebody.email, "nobody@example.dk"}


def test_guessing_is_stopped_even_when_the_sixth_guess_is_right(client, somebody):
    for _ in range(5):
        sign_in(client, somebody.email, "a wrong password")

    answer = sign_in(client, somebody.email)

    assert answer.status_code == 200
    assert client.get("/konto/").status_code == 302


def test_guessing_at_an_address_without_account_is_stopped_alike(client, somebody):
    pages = [
        [seen(sign_in(client, address, "a wrong password"), address) for _ in range(6)][-1]
        for address in (somebody.email,)
    ]
    client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    pages += [
        [
            seen(sign_in(client, "no@example.dk", "a wrong password"), "no@example.dk")
            for _ in range(6)
        ][-1]
    ]

    assert pages[0] == pages[1]


def test_one_computer_cannot_guess_at_many_addresses(client, somebody):
    for number in range(10):
        sign_in(client, f"nobody{number}@example.dk", "a wrong password")

    sign_in(client, somebody.email)

    assert client.get("/konto/").status_code == 302


def test_too_many_questions_are_answered_with_429_in_our_words(client):
    for number in range(10):
        client.post("/konto/adgangskode/glemt/", {"email": f"nobody{number}@example.dk"})

    answer = client.post("/konto/adgangskode/glemt/", {"email": "another@example.dk"})

    assert answer.status_code == 429
    assert 'class="site-footer"' in answer.content.decode()


def test_limits_are_counted_where_all_processes_see_them():
    assert settings.CACHES["default"]["BACKEND"].endswith("db.DatabaseCache")


def test_a_forwarded_address_is_believed_only_from_our_own_proxy(client, somebody, settings):
    for number in range(10):
        client.post(
            SIGN_IN,
            {"login": f"nobody{number}@example.dk", "password": "x"},
            headers={"x-forwarded-for": f"192.0.2.{number}"},
        )
    sign_in(client, somebody.email)
    assert client.get("/konto/").status_code == 302

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.post(
        SIGN_IN,
        {"login": somebody.email, "password": GOOD},
        headers={"x-forwarded-for": "203.0.113.1"},
    )
    assert client.get("/konto/").status_code == 200


def test_a_new_password_is_chosen_with_the_link_from_the_mail_once(client, somebody):
    for _ in range(5):
        sign_in(client, somebody.email, "a wrong password")
    client.post("/konto/adgangskode/glemt/", {"email": somebody.email})
    link = re.search(r"http\S+/konto/adgangskode/ny/\S+", Mail.objects.get().text)[0]
    assert link.startswith(settings.SITE_URL)
    path = link.removeprefix(settings.SITE_URL)

    form = client.get(path)["Location"]
    assert path.split("/")[-2] not in form
    new = "en helt ny lang adgangskode"
    client.post(form, {"password1": new, "password2": new})

    somebody.refresh_from_db()
    assert somebody.check_password(new)
    assert Entry.objects.filter(verb="accounts.password_changed").count() == 1
    assert list(Mail.objects.order_by("pk").values_list("confidential", flat=True)) == [True, False]
    assert client.get(path).status_code == 200
    assert sign_in(client, somebody.email, new).status_code == 302


def test_a_made_up_link_chooses_nothing(client, somebody):
    answer = client.get(f"/konto/adgangskode/ny/{somebody.pk}/made-up/")

    assert answer.status_code == 200
    assert "password1" not in answer.content.decode()


def test_changing_the_password_ends_the_other_sessions(client, somebody, django_user_model):
    other = type(client)()
    sign_in(client, somebody.email)
    sign_in(other, somebody.email)
    new = "en helt ny lang adgangskode"

    client.post("/konto/adgangskode/", {"oldpassword": GOOD, "password1": new, "password2": new})

    assert client.get("/konto/").status_code == 200
    assert other.get("/konto/").status_code == 302
    assert Entry.objects.filter(verb="accounts.password_changed").count() == 1
    assert Mail.objects.get().to == somebody.email


@pytest.mark.parametrize(
    "fields", [("x", "y", "y"), (GOOD, "kort", "kort"), (GOOD, "one long word", "another one")]
)
def test_each_mistake_is_said_at_its_field(client, somebody, fields):
    sign_in(client, somebody.email)

    answer = client.post(
        "/konto/adgangskode/",
        dict(zip(("oldpassword", "password1", "password2"), fields, strict=True)),
    )

    page = answer.content.decode()
    assert re.search(r'<p class="refusal" id="id_(\w+)_error">', page)
    assert 'aria-invalid="true"' in page
    assert "_error" in re.search(r'aria-describedby="([^"]+_error)"', page)[1]


def test_signing_out_asks_first_and_ends_the_session(client, somebody):
    sign_in(client, somebody.email)

    assert client.get("/konto/log-ud/").status_code == 200
    assert client.get("/konto/").status_code == 200
    assert client.post("/konto/log-ud/")["Location"] == SIGN_IN
    assert client.get("/konto/").status_code == 302


def test_nobody_signs_up(client):
    assert client.get("/konto/opret/").status_code == 404
    assert client.get("/konto/signup/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "adgangskode/",
        "to-trin/",
        "to-trin/tilfoej/",
        "to-trin/koder/",
        "sessioner/",
        "personer/",
    ],
)
def test_who_is_not_signed_in_is_asked_to(client, path):
    answer = client.get(f"/konto/{path}")

    assert answer.status_code == 302
    assert answer["Location"].startswith(SIGN_IN)


def test_public_pages_lead_to_sign_in_or_to_work_and_name_nobody(client, register, somebody):
    anonymous = client.get("/")
    assert f'href="{SIGN_IN}"' in anonymous.content.decode()
    assert not anonymous.cookies
    assert "Cookie" not in anonymous.get("Vary", "")
    sign_in(client, somebody.email)

    signed_in = client.get("/")

    page = signed_in.content.decode()
    assert 'href="/arbejde/"' in page
    assert f'href="{SIGN_IN}"' not in page
    assert somebody.email not in page
    assert somebody.name not in page
    assert "Cookie" in signed_in["Vary"], "so the page cache does not keep it"


def test_no_cache_keeps_a_page_about_an_account(client, somebody):
    assert "no-store" in client.get(SIGN_IN)["Cache-Control"]
    sign_in(client, somebody.email)
    assert "no-store" in client.get("/konto/sessioner/")["Cache-Control"]
    assert 'content="noindex"' in client.get("/konto/").content.decode()


def test_a_form_without_its_token_is_refused_in_our_words(somebody):
    careful = Client(enforce_csrf_checks=True)

    answer = sign_in(careful, somebody.email)

    assert answer.status_code == 403
    assert 'class="site-footer"' in answer.content.decode()
