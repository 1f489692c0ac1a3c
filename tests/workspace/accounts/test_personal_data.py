"""One person's data: all of it handed out, and what may go erased from every table."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.cast import HOUSE, Cast
from tests.documents.pictures import photograph
from tests.readers import body_of
from tests.workspace.accounts.conftest import GOOD
from tests.workspace.accounts.test_sign_in import sign_in

from kkr.accounts.actions import accept_invitation, erase_user, hand_out
from kkr.accounts.models import User
from kkr.council.actions import add_contact, keep_upload
from kkr.council.models import Contact, Person
from kkr.documents.actions import store_file
from kkr.ledger.models import Entry, Payload
from kkr.ledger.verification import verify
from kkr.news.actions import draft_news, keep_private_draft, publish_news
from kkr.news.models import NewsItem, PrivateDraft
from kkr.outbox.actions import deliver
from kkr.outbox.models import Mail
from kkr.workspace.accounts import letters
from kkr.workspace.accounts.inviting import invite_with_role

AT = datetime(2017, 2, 13, 8, 0, tzinfo=UTC)
NAME, EMAIL = "Kanarie Fuglesang", "kanarie.fuglesang@example.dk"
WHY = "Har bedt om det"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def somebody(cast) -> User:
    """A secretary who has left traces wherever somebody can."""
    user, token = invite_with_role(
        email=EMAIL, name=NAME, role="secretary", body=cast.council,
        by=cast.administrator, at=AT, now=timezone.now(),
    )  # fmt: skip
    deliver(now=timezone.now())
    user = accept_invitation(token, GOOD, at=AT, now=timezone.now())
    browser = Client(headers={"user-agent": "Firefox of Kanarie Fuglesang"})
    sign_in(browser, EMAIL, "a wrong guess at it")
    browser.post("/konto/adgangskode/glemt/", {"email": EMAIL})
    sign_in(browser, EMAIL)
    Client().force_login(user)
    letters.send_reset(user, at=AT)
    EmailAddress.objects.get_or_create(user=user, defaults={"email": EMAIL})
    Authenticator.objects.create(user=user, type="totp", data={"secret": "kanarie"})
    add_contact(
        municipality=cast.municipality, name=NAME, email=EMAIL, phone="12345678", by=HOUSE, at=AT
    )
    table = f"Navn\n{NAME}".encode()
    keep_upload(council=cast.council, name=f"{NAME}.csv", content=table, by=user, at=AT)
    store_file(ContentFile(photograph(), name=f"{NAME}.jpg"), by=user, at=AT)
    item = draft_news(council=cast.council, title="Mål", html="<p>Enighed</p>", by=user, at=AT)
    publish_news(item, by=user, at=AT)
    words = {"title": f"Skrevet af {NAME}", "html": f"<p>{EMAIL}</p>"}
    keep_private_draft(council=cast.council, fields=words, by=user, at=AT)
    return User.objects.get(pk=user.pk)


def dump() -> str:
    """Every row of every table, as text."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [
                f"{table} {[bytes(v) if isinstance(v, memoryview) else v for v in row]}"
                for row in cursor.fetchall()
            ]
    return "\n".join(rows)


def traces(text: str) -> list[str]:
    words = ("kanarie", "fuglesang", "12345678")
    return [line for line in text.splitlines() if any(word in line.casefold() for word in words)]


def erase(cast, user, why=WHY, by=None):
    return erase_user(user, why=why, by=by or cast.administrator, at=AT, now=timezone.now())


def unzipped(answer) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body_of(answer))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_one_fetches_everything_about_oneself(client, somebody):
    client.force_login(somebody)
    client.post("/konto/bekraeft/", {"password": GOOD, "next": "/konto/oplysninger/"})

    page = client.get("/konto/oplysninger/").content.decode()
    files = unzipped(client.post("/konto/oplysninger/"))

    assert "Hent det hele" in page
    held = json.loads(files["oplysninger.json"])["held"]
    counts = {key: len(part["rows"]) for key, part in held.items()}
    assert counts["account"] == counts["invitations"] == counts["contacts"] == 1
    assert counts["roles"] == counts["unsaved"] == counts["files"] == counts["versions"] == 1
    assert counts["uploads"] == 1
    assert counts["mail"] >= 3
    assert held["account"]["rows"][0]["email"] == EMAIL
    verbs = {row["verb"] for row in held["ledger"]["rows"]}
    assert verbs >= {"accounts.user_invited", "news.published"}
    readable = files["laes-mig.html"].decode()
    assert readable.startswith("<!doctype html>")
    assert f"<dd>{EMAIL}</dd>" in readable
    assert "<dd>sekretær</dd>" in readable.lower()
    assert any(name.startswith("filer/") and name.endswith(".jpg") for name in files)
    entry = Entry.objects.filter(verb="accounts.data_handed_out").get()
    assert entry.actor == somebody.actor_key


def test_what_others_did_is_not_told_by_name(cast, somebody):
    rows = [rows for _holding, rows in hand_out(somebody, by=somebody, at=AT)]

    assert cast.administrator.actor_key not in str(rows)


def test_an_administrator_fetches_it_for_a_reason(signed_in, somebody):
    admin = signed_in("administrator")
    path = f"/konto/personer/{somebody.public_id}/oplysninger/"

    refused = admin.post(path, {"why": ""})
    files = unzipped(admin.post(path, {"why": WHY}))

    assert 'id="id_why_error"' in refused.content.decode()
    assert EMAIL.encode() in files["oplysninger.json"]
    entry = Entry.objects.get(verb="accounts.data_handed_out")
    assert Payload.objects.get(entry=entry).content == {"why": WHY}


@pytest.mark.parametrize("name", sorted(set(Cast.NAMES) - {"administrator", "citizen"}))
def test_nobody_else_fetches_or_erases(cast, signed_in, somebody, name):
    browser = signed_in(name)
    who = getattr(cast, name)

    for page in ("oplysninger", "slet"):
        path = f"/konto/personer/{somebody.public_id}/{page}/"
        assert browser.get(path).status_code == 404
        assert browser.post(path, {"why": WHY}).status_code == 404
    with pytest.raises(PermissionDenied):
        hand_out(somebody, why=WHY, by=who, at=AT)
    with pytest.raises(PermissionDenied):
        erase(cast, somebody, by=who)
    assert User.objects.get(pk=somebody.pk).email == EMAIL


def test_nobody_erases_themselves(cast):
    with pytest.raises(PermissionDenied):
        erase(cast, cast.administrator)


def test_the_page_says_what_goes_and_what_stays_before_it_is_done(signed_in, somebody):
    page = signed_in("administrator").get(f"/konto/personer/{somebody.public_id}/slet/")

    text = page.content.decode()
    assert "Det bliver slettet" in text
    assert "Det bliver bevaret" in text
    assert "artikel 17, stk. 3" in text
    assert "arkivloven" in text
    assert User.objects.get(pk=somebody.pk).erased_at is None


def test_what_is_erased_stands_in_no_table(cast, signed_in, somebody):
    before = traces(dump())
    assert len(before) > 10
    admin = signed_in("administrator")

    done = admin.post(f"/konto/personer/{somebody.public_id}/slet/", {"why": WHY})

    assert done["Location"] == f"/konto/personer/{somebody.public_id}/"
    assert traces(dump()) == []
    assert "Slettet konto" in admin.get(done["Location"]).content.decode()


def test_the_chain_stays_whole_and_says_erased(cast, somebody):
    erase(cast, somebody)

    verification = verify()

    assert verification.holds
    assert verification.erased >= 3
    assert Payload.objects.get(entry__verb="accounts.user_erased").content == {"why": WHY}
    assert Entry.objects.filter(verb="accounts.user_invited").exists()


def test_what_was_published_stays(cast, client, somebody):
    erase(cast, somebody)

    item = NewsItem.objects.get(title="Mål")
    assert client.get(item.path).status_code == 200
    assert item.document.latest.author == somebody.actor_key


def test_the_archive_of_the_erased_shows_nothing_of_it(cast, signed_in, somebody):
    erase(cast, somebody)
    path = f"/konto/personer/{somebody.public_id}/oplysninger/"

    files = unzipped(signed_in("administrator").post(path, {"why": "Eftersyn"}))

    assert [name for name, content in files.items() if traces(content.decode())] == []
    held = json.loads(files["oplysninger.json"])["held"]
    assert [
        held[key]["rows"] for key in ("mail", "sessions", "invitations", "unsaved", "files")
    ] == [[]] * 5
    assert held["roles"]["rows"][0]["body"] == "KKR Hovedstaden"


def test_the_erased_can_come_in_no_more(cast, client, somebody):
    there = Client()
    there.force_login(somebody)

    erase(cast, somebody)

    assert sign_in(client, EMAIL).status_code == 200
    assert there.get("/konto/").status_code == 302


def test_a_waiting_mail_is_not_sent(cast, somebody):
    letters.send_reset(somebody, at=AT)

    erase(cast, somebody)

    assert deliver(now=timezone.now()) is None
    assert not Mail.objects.exclude(to="").exists()


def test_a_public_office_stays_public(cast):
    mayor = cast.mayor

    erase(cast, mayor)

    assert Person.objects.get(name="Mayor of the test").memberships.count() == 1
    assert User.objects.get(pk=mayor.pk).name == "Slettet konto"


@pytest.mark.parametrize("why", ["", "  ", f"{NAME.upper()} har bedt om det", f"skrev fra {EMAIL}"])
def test_the_reason_is_given_and_names_nobody(cast, somebody, why):
    with pytest.raises(ValidationError) as refusal:
        erase(cast, somebody, why=why)

    assert list(refusal.value.message_dict) == ["why"]
    assert User.objects.get(pk=somebody.pk).is_active


def test_what_is_erased_is_erased_once(cast, somebody):
    erase(cast, somebody)

    with pytest.raises(ValidationError):
        erase(cast, somebody)


@pytest.mark.parametrize("email", [f"x{EMAIL}", f"x.{EMAIL}", f"{EMAIL}.dk"])
def test_whose_address_ends_or_begins_alike_is_somebody_else(cast, somebody, email):
    invite_with_role(
        email=email, name="Anden", role="secretary", body=cast.council,
        by=cast.administrator, at=AT, now=timezone.now(),
    )  # fmt: skip
    said = str([rows for _holding, rows in hand_out(somebody, by=somebody, at=AT)])

    erase(cast, somebody)

    assert email not in said
    entry = Entry.objects.get(
        verb="accounts.user_invited", subject_id=User.objects.get(email=email).pk
    )
    assert entry.payload.content["email"] == email


def test_a_name_within_a_word_of_the_reason_is_nobody(cast):
    User.objects.filter(pk=cast.member.pk).update(name="Bo")

    erase(cast, User.objects.get(pk=cast.member.pk), why="Boede der før")

    assert User.objects.get(pk=cast.member.pk).erased_at


def test_somebody_elses_traces_stay(cast, somebody):
    draft = keep_private_draft(
        council=cast.council, fields={"title": "x"}, by=cast.secretary, at=AT
    )
    add_contact(
        municipality=cast.municipality, name="Anden", email="anden@example.dk", by=HOUSE, at=AT
    )
    letters.send_reset(cast.secretary, at=AT)

    erase(cast, somebody)

    assert PrivateDraft.objects.get() == draft
    assert Contact.objects.get(name="Anden").ended_at is None
    assert Mail.objects.get(to=cast.secretary.email).erased_at is None


@pytest.mark.parametrize("page", ["/konto/oplysninger/", "/konto/personer/{}/slet/"])
def test_the_password_is_asked_for_again_first(client, cast, page):
    administrator = cast.administrator
    administrator.set_password(GOOD)
    administrator.save()
    client.force_login(administrator)

    answer = client.get(page.format(cast.member.public_id))

    assert answer["Location"].startswith("/konto/bekraeft/")


@pytest.mark.parametrize("page", ["slet", "oplysninger"])
def test_whoever_may_not_is_not_even_asked_for_a_password(client, cast, page):
    client.force_login(cast.mayor)  # who gave none just now
    nobody = "7d9e5a3c-0000-4000-8000-000000000000"

    for about in (cast.member.public_id, nobody):
        assert client.get(f"/konto/personer/{about}/{page}/").status_code == 404


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.post("/konto/oplysninger/")["Location"].startswith("/konto/log-ind/")


def test_the_archive_does_not_hold_what_lets_its_reader_in(cast, client):
    reader = cast.secretary
    reader.set_password(GOOD)
    reader.save()
    client.post("/konto/adgangskode/glemt/", {"email": reader.email})
    assert "/konto/adgangskode/ny/" in Mail.objects.get(to=reader.email).text

    held = hand_out(reader, why=WHY, by=cast.administrator, at=AT)

    (mail,) = next(rows for held, rows in held if held.key == "mail")
    assert (mail["subject"] != "", mail["text"]) == (True, "")
