"""Two who change the same, contacts asked for twice, and what is held about a contact without an account."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.cast import HOUSE, LONG_AGO
from tests.readers import body_of
from tests.workspace.test_register import HERE, REGISTER

from kkr.accounts.actions import close_user
from kkr.council.actions import (
    add_contact,
    add_person,
    change_contact,
    change_party,
    erase_contact,
    grant_role,
    hand_out_contact,
    remove_contact,
    rename_committee,
    rename_person,
)
from kkr.council.models import Committee, Contact, Municipality, Party, Person
from kkr.ledger.models import Entry, Payload
from kkr.ledger.verification import verify
from kkr.outbox.actions import enqueue
from kkr.outbox.models import Mail
from kkr.workspace.register.fields import Municipalities

pytestmark = pytest.mark.django_db


# Whoever is second


def of_party(_cast):
    return change_party, Party.objects.get(slug="socialdemokratiet"), {"letter": "A", "name": "Nyt"}


def of_committee(cast):
    return rename_committee, cast.committee, {"name": "Nyt", "why": "x"}


def of_person(cast):
    somebody = add_person(name="Ib Terp", by=HOUSE, at=LONG_AGO)
    return rename_person, somebody, {"name": "Nyt", "why": "x"}


def of_contact(cast):
    known = {"name": "Kim", "email": "kim@example.dk", "by": HOUSE, "at": LONG_AGO}
    somebody = add_contact(municipality=cast.municipality, **known)
    return change_contact, somebody, {"name": "Nyt", "phone": "12345678"}


def form_of(thing):
    if isinstance(thing, Party):
        return f"{REGISTER}partier/{thing.slug}/"
    if isinstance(thing, Person):
        return f"{REGISTER}personer/{thing.public_id}/navn/"
    if isinstance(thing, Committee):
        return f"{HERE}udvalg/{thing.slug}/navn/"
    return f"{HERE}kontakter/{thing.public_id}/"


@pytest.mark.parametrize("kind", [of_party, of_committee, of_person, of_contact])
def test_whoever_is_second_sees_both_and_overwrites_nothing(signed_in, cast, kind):
    browser = signed_in("administrator")
    change, thing, words = kind(cast)
    seen = browser.get(form_of(thing)).context["form"]["based_on"].value()
    change(thing, **words | {"name": "Kollegas"}, by=HOUSE, at=LONG_AGO)

    clash = browser.post(form_of(thing), words | {"name": "Mit", "based_on": seen})
    thing.refresh_from_db()

    assert (clash.status_code, thing.name) == (409, "Kollegas")
    assert "Kollegas" in clash.content.decode()
    newest = clash.context["form"]["based_on"].value()
    assert (
        browser.post(form_of(thing), words | {"name": "Mit", "based_on": newest}).status_code == 302
    )
    thing.refresh_from_db()
    assert thing.name == "Mit"


def test_a_contact_with_a_telephone_alone_is_named_once(secretary, cast):
    form = {"municipality": cast.municipality.pk, "name": "Kim", "email": "", "phone": "12345678"}

    for _ in range(2):
        assert secretary.post(f"{HERE}kontakter/ny/", form).status_code == 302

    assert Contact.objects.filter(name="Kim").count() == 1


def test_a_closed_account_is_no_contact_and_gets_no_role(secretary, cast):
    close_user(cast.contact, why="x", by=cast.administrator, at=LONG_AGO, now=timezone.now())

    assert cast.contact.email not in secretary.get(f"{HERE}kontakter/").content.decode()
    cast.contact.refresh_from_db()
    with pytest.raises(ValidationError, match="lukket"):
        grant_role(user=cast.contact, body=cast.council, role="member", by=HOUSE, at=LONG_AGO)


def test_correcting_a_seat_keeps_its_municipality_though_it_moved(cast):
    aarhus = Municipality.objects.get(slug="aarhus")

    assert aarhus in Municipalities(cast.council, now=aarhus).queryset
    assert aarhus not in Municipalities(cast.council).queryset


# A contact who has no account


@pytest.fixture
def outsider(cast):
    add_contact(
        municipality=Municipality.objects.get(slug="glostrup"), name="Kanarie Fuglesang",
        email="kanarie@example.dk", by=HOUSE, at=LONG_AGO,
    )  # fmt: skip
    enqueue(to="kanarie@example.dk", subject="Kanariebrev", text="Kanarie", at=LONG_AGO)
    return add_contact(
        municipality=cast.municipality, name="Kanarie Fuglesang", email="kanarie@example.dk",
        phone="12345678", by=HOUSE, at=LONG_AGO,
    )  # fmt: skip


def test_what_is_held_about_a_contact_is_one_file(signed_in, outsider):
    answer = signed_in("administrator").post(
        f"{HERE}kontakter/{outsider.public_id}/oplysninger/", {"why": "Indsigt", "fetch": "1"}
    )

    with zipfile.ZipFile(io.BytesIO(body_of(answer))) as file:
        told = file.read("oplysninger.json").decode()
    for word in ("Albertslund", "Glostrup", "12345678", "Kanariebrev"):
        assert word in told
    assert Entry.objects.filter(verb="council.contact_handed_out").count() == 1


@pytest.mark.parametrize("is_former", [False, True])
def test_a_contact_is_erased_everywhere(signed_in, outsider, is_former):
    browser = signed_in("administrator")
    data = f"{HERE}kontakter/{outsider.public_id}/oplysninger/"
    if is_former:
        remove_contact(outsider, by=HOUSE, at=LONG_AGO)
        assert data in browser.get(f"{HERE}kontakter/").content.decode()

    assert browser.post(data, {"why": "Bedt om det", "erase": "1"}).status_code == 302

    theirs = Entry.objects.about(outsider).filter(payload__text__contains="anarie")
    assert not theirs.exists()
    assert Contact.objects.get(pk=outsider.pk).name == ""
    assert verify().holds
    left = [str(row) for row in [*Payload.objects.values(), *Contact.objects.values()]]
    assert not any("anarie" in row for row in left)
    assert not Mail.objects.exclude(to="").exists()


@pytest.mark.parametrize(
    "why", ["", "Kanarie Fuglesang bad om det", "Skrev fra KANARIE@example.dk i går"]
)
def test_why_a_contact_is_erased_names_nobody(signed_in, outsider, why):
    data = f"{HERE}kontakter/{outsider.public_id}/oplysninger/"

    answer = signed_in("administrator").post(data, {"why": why, "erase": "1"})

    assert 'id="id_why_error"' in answer.content.decode()
    assert Contact.objects.filter(name="Kanarie Fuglesang").count() == 2


def test_what_the_history_says_of_a_contact_is_in_the_file(cast, outsider):
    change_contact(outsider, name="Kanarie F", email=outsider.email, by=cast.secretary, at=LONG_AGO)

    held = hand_out_contact(outsider, why="Indsigt", by=cast.administrator, at=LONG_AGO)

    told = {holding.key: rows for holding, rows in held}["ledger"]
    assert [row["verb"] for row in told].count("council.contact_added") == 2
    assert "Kanarie Fuglesang" in str(told)
    assert cast.secretary.actor_key not in str(told)


@pytest.mark.parametrize("words", [{"fetch": "1"}, {"erase": "1"}])
def test_the_password_is_asked_for_again_first(client, cast, outsider, words):
    administrator = cast.administrator
    administrator.set_password("en lang og sjælden adgangskode")
    administrator.save()
    client.force_login(administrator)

    answer = client.post(
        f"{HERE}kontakter/{outsider.public_id}/oplysninger/", {"why": "x", **words}
    )

    assert answer["Location"].startswith("/konto/bekraeft/")
    assert Contact.objects.get(pk=outsider.pk).name


def test_a_contact_with_an_account_is_erased_with_that(signed_in, cast):
    known = {"name": "Kim", "email": cast.contact.email, "by": HOUSE, "at": LONG_AGO}
    somebody = add_contact(municipality=cast.municipality, **known)
    data = f"{HERE}kontakter/{somebody.public_id}/oplysninger/"

    answer = signed_in("administrator").post(data, {"why": "x", "erase": "1"})

    assert "har en konto" in answer.content.decode()


@pytest.mark.parametrize("act", [hand_out_contact, erase_contact])
def test_a_secretary_neither_fetches_nor_erases_a_contact(cast, outsider, act):
    now = {"now": timezone.now()} if act is erase_contact else {}
    with pytest.raises(PermissionDenied):
        act(outsider, why="x", by=cast.secretary, at=LONG_AGO, **now)


def test_somebody_entered_by_mistake_is_fetched_and_erased_by_an_administrator(signed_in, cast):
    somebody = add_person(name="Kanarie Fuglesang", by=HOUSE, at=LONG_AGO)
    page = f"/arbejde/register/personer/{somebody.public_id}/"
    browser = signed_in("administrator")

    assert f"{page}oplysninger/" in browser.get(page).content.decode()
    fetched = browser.post(f"{page}oplysninger/", {"why": "Indsigt", "fetch": "1"})
    with zipfile.ZipFile(io.BytesIO(b"".join(fetched.streaming_content))) as zipped:
        assert "Kanarie Fuglesang" in zipped.read("laes-mig.html").decode()
    browser.post(f"{page}oplysninger/", {"why": "Var en prøve", "erase": "1"})

    assert browser.get(page).status_code == 404
    assert "Kanarie" not in browser.get("/arbejde/register/personer/").content.decode()


def test_a_secretary_is_shown_no_way_to_a_persons_data(signed_in, cast):
    somebody = add_person(name="Ib Terp", by=HOUSE, at=LONG_AGO)
    page = f"/arbejde/register/personer/{somebody.public_id}/"
    browser = signed_in("secretary")

    assert "oplysninger/" not in browser.get(page).content.decode()
    assert browser.get(f"{page}oplysninger/").status_code == 404
