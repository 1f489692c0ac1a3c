"""The register at the desk: people, seats, parties, committees, contacts."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.addresses import routes
from tests.cast import HOUSE, LONG_AGO, Cast, each_of
from tests.readers import Reader
from tests.workspace.conftest import MORNING

from kkr.council.actions import (
    add_committee,
    add_contact,
    add_party,
    add_person,
    correct_membership,
    start_membership,
    strike_membership,
)
from kkr.council.models import Committee, Contact, Council, Membership, Municipality, Party, Person
from kkr.ledger.models import Entry

pytestmark = pytest.mark.django_db
REGISTER = "/arbejde/register/"
HERE = f"{REGISTER}hovedstaden/"
STRANGERS = [name for name in Cast.NAMES if name not in {"citizen", "secretary", "administrator"}]
ELECTED = date(2014, 1, 1)


def seated(body, name, role="chair", starts_on=ELECTED, **facts):
    return start_membership(
        body=body, person=name, role=role, starts_on=starts_on, by=HOUSE, at=LONG_AGO, **facts
    )


@pytest.fixture
def chair(cast):
    return seated(cast.council, "Steen Christiansen", municipality=cast.municipality)


@pytest.fixture
def committee(cast):
    return cast.committee


@pytest.fixture
def contact(cast):
    return add_contact(
        municipality=cast.municipality, name="Karen", email="k@a.dk", by=HOUSE, at=LONG_AGO
    )


def at(membership, what=""):
    return f"{HERE}medlemskab/{membership.public_id}/{what}"


def of_council(chair, committee, contact):
    """Every address of the council's register, with something behind it."""
    ids = {"medlemskab": chair.public_id, "kontakter": contact.public_id}
    for route, _pattern in routes():
        if route.startswith("arbejde/register/<slug:council>/") and "<int:number>" not in route:
            part = route.split("/")[3] if route.count("/") > 3 else ""
            yield "/" + route.replace("<slug:council>", "hovedstaden").replace(
                "<slug:committee>", committee.slug
            ).replace("<uuid:public_id>", str(ids.get(part, "")))


# Who comes in


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_comes_in_without_signing_in(client, chair, committee, contact, method):
    paths = [REGISTER, f"{REGISTER}personer/", *of_council(chair, committee, contact)]

    answers = [getattr(client, method)(path) for path in paths]

    assert len(paths) > 15
    assert {answer.status_code for answer in answers} == {302}


@pytest.mark.parametrize("name", each_of(STRANGERS))
def test_for_whoever_does_not_keep_it_there_is_no_such_page(
    signed_in, chair, committee, contact, name
):
    browser, entries = signed_in(name), Entry.objects.count()

    for path in of_council(chair, committee, contact):
        for method in ("get", "post"):
            assert getattr(browser, method)(path).status_code == 404, path

    assert Entry.objects.count() == entries


@pytest.mark.parametrize("name", each_of(n for n in STRANGERS if n != "other_secretary"))
def test_who_keeps_no_register_sees_no_people_and_no_way_there(signed_in, chair, name):
    browser = signed_in(name)
    person = f"personer/{chair.person.public_id}/"

    for path in (
        "",
        "personer/",
        "personer/ny/",
        person,
        f"{person}navn/",
        "partier/",
        "partier/nyt/",
    ):
        assert browser.get(f"{REGISTER}{path}").status_code == 404, path
    assert REGISTER not in browser.get("/arbejde/").content.decode()


@pytest.mark.parametrize("name", ["secretary", "administrator"])
def test_who_keeps_it_finds_every_page_from_the_desk(signed_in, chair, committee, contact, name):
    browser = signed_in(name)

    assert REGISTER in browser.get("/arbejde/").content.decode()
    for path in of_council(chair, committee, contact):
        without_a_file = path.endswith(("/import/se/", "/import/forfra/"))
        for_others = path.endswith("/oplysninger/") and name == "secretary"
        expected = 302 if without_a_file else 404 if for_others else 200
        assert browser.get(path).status_code == expected, path


def test_kl_itself_has_no_register(signed_in):
    assert signed_in("administrator").get(f"{REGISTER}kl/").status_code == 404


def test_a_secretary_renames_nobody_of_another_council(signed_in, chair):
    other = signed_in("other_secretary")
    path = f"{REGISTER}personer/{chair.person.public_id}/navn/"

    assert other.get(path).status_code == 404
    assert other.post(path, {"name": "Andet", "why": "x"}).status_code == 404
    assert Person.objects.get(pk=chair.person_id).name == "Steen Christiansen"


# The chair is replaced


def test_a_chair_is_replaced_and_the_public_page_is_right_on_every_date(secretary, chair):
    read = Reader()
    page = "/hovedstaden/medlemmer/?dato="
    for day in ("2018-01-28", "2018-01-29", "2018-01-30"):
        assert "Steen Christiansen" in read(page + day)[1]
    read("/hovedstaden/")

    answer = secretary.post(
        at(chair, "afloes/"),
        {"name": "Karsten Søndergaard", "on": "29.01.2018", "reason": "replaced"},
        follow=True,
    )

    assert "Karsten Søndergaard tager over efter Steen Christiansen" in answer.content.decode()
    seen = {
        day: [name for name in ("Steen Christiansen", "Karsten Søndergaard") if name in text]
        for day in ("2018-01-28", "2018-01-29", "2018-01-30")
        for text in [read(page + day)[1]]
    }
    assert seen == {
        "2018-01-28": ["Steen Christiansen"],
        "2018-01-29": ["Karsten Søndergaard"],
        "2018-01-30": ["Karsten Søndergaard"],
    }
    assert "Steen Christiansen" in read("/hovedstaden/")[1]  # it is still 2017
    data = read("/data/medlemmer.csv?raad=hovedstaden&dato=2018-01-29")[1]
    assert "Karsten Søndergaard" in data
    assert "Steen Christiansen" not in data


def test_a_form_sent_twice_replaces_once(secretary, chair):
    facts = {"name": "Karsten Søndergaard", "on": "2018-01-29", "reason": "replaced"}

    answers = [secretary.post(at(chair, "afloes/"), facts) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Person.objects.filter(name="Karsten Søndergaard").count() == 1
    assert Membership.objects.count() == 2


def test_a_near_name_is_asked_about_and_nothing_saved_before(secretary, cast, chair):
    known = add_person(name="Karsten Søndergaard", by=HOUSE, at=LONG_AGO)
    facts = {"name": "Carsten Søndergård", "on": "2018-01-29", "reason": "replaced"}

    asked = secretary.post(at(chair, "afloes/"), facts)
    assert asked.status_code == 200
    assert "Karsten Søndergaard" in asked.content.decode()
    assert Membership.objects.count() == 1

    secretary.post(at(chair, "afloes/"), {**facts, "who": known.slug})
    assert Membership.objects.get(starts_on=date(2018, 1, 29)).person == known


@pytest.fixture
def karsten(cast, chair):
    """Somebody who has a seat of his own, for another municipality and party than the chair."""
    person = add_person(name="Karsten Søndergaard", by=HOUSE, at=LONG_AGO)
    roskilde = Municipality.objects.get(slug="glostrup")
    party = add_party(letter="H", name="En anden liste", by=HOUSE, at=LONG_AGO)
    return start_membership(
        body=cast.council,
        person=person,
        role="supplementary",
        starts_on=date(2018, 1, 1),
        municipality=roskilde,
        party=party,
        by=HOUSE,
        at=LONG_AGO,
    )


def test_who_takes_over_sits_for_what_their_own_seat_says(secretary, chair, karsten):
    facts = {"name": "Karsten Søndergaard", "on": "2018-01-29", "reason": "replaced"}
    form = secretary.get(at(chair, "afloes/")).context["form"]
    assert (form["municipality"].value(), form["party"].value()) == (None, None)

    secretary.post(at(chair, "afloes/"), facts)

    new = Membership.objects.get(replaces=chair)
    assert (new.municipality, new.party) == (karsten.municipality, karsten.party)


def test_what_contradicts_their_own_seat_is_refused(secretary, cast, chair, karsten):
    facts = {"name": "Karsten Søndergaard", "on": "2018-01-29", "reason": "replaced"}
    facts["municipality"] = str(cast.municipality.pk)

    answer = secretary.post(at(chair, "afloes/"), facts)

    assert set(answer.context["form"].errors) == {"municipality"}
    assert not Membership.objects.filter(replaces=chair).exists()


def test_whom_it_may_be_is_told_by_municipality_and_the_seat_of_that_day(secretary, chair, karsten):
    facts = {"name": "Carsten Søndergård", "on": "2018-01-29", "reason": "replaced"}

    page = secretary.post(at(chair, "afloes/"), facts).content.decode()

    assert f"Karsten Søndergaard ({karsten.municipality}), supplerende medlem" in page


def test_who_hands_the_same_place_over_second_is_told(secretary, chair):
    facts = {"on": "2018-01-29", "reason": "replaced"}
    secretary.post(at(chair, "afloes/"), facts | {"name": "Karsten Søndergaard"})

    answer = secretary.post(at(chair, "afloes/"), facts | {"name": "Helle Adelborg"})

    assert "En kollega kom først: Karsten Søndergaard tager over" in answer.content.decode()
    assert Membership.objects.filter(replaces=chair).count() == 1


def test_or_it_is_somebody_new_after_all(secretary, chair):
    add_person(name="Karsten Søndergaard", by=HOUSE, at=LONG_AGO)
    facts = {"name": "Carsten Søndergård", "on": "2018-01-29", "who": "new:carsten-soendergaard"}

    assert secretary.post(at(chair, "afloes/"), facts).status_code == 302
    assert Person.objects.filter(name="Carsten Søndergård").exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": "31.02.2018"}, "on"),
        ({"on": ""}, "on"),
        ({"on": "01.01.0001"}, "on"),
        ({"on": "2013-12-01"}, "on"),
        ({"name": " "}, "name"),
        ({"reason": "sure"}, "reason"),
        ({"source": "ikke en adresse"}, "source"),
        ({"party": "999999"}, "party"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_changes(secretary, chair, facts, field):
    facts = {"name": "Karsten Søndergaard", "on": "2018-01-29", "reason": "replaced", **facts}

    answer = secretary.post(at(chair, "afloes/"), facts)

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert (Membership.objects.count(), Person.objects.count()) == (1, 1)


# Seats


def test_a_seat_is_given_to_somebody_new(secretary, cast):
    facts = {
        "name": "Ny Person",
        "role": "supplementary",
        "starts_on": "01.01.2014",
        "last_day": "31.12.2017",
        "party": Party.objects.get(letter="A").pk,
        "token": "7d9e5a3c-0000-4000-8000-000000000000",
    }

    for _ in range(2):
        assert secretary.post(f"{HERE}ny/", facts).status_code == 302

    seat = Membership.objects.get()
    assert (seat.person.name, seat.ends_on, seat.term.label) == (
        "Ny Person",
        date(2018, 1, 1),
        "2014-18",
    )


@pytest.mark.parametrize("change", [{"name": "En Anden"}, {"last_day": "30.06.2016"}])
def test_the_form_of_a_new_seat_sent_again_with_other_words_is_refused(secretary, cast, change):
    facts = {
        "name": "Ny Person",
        "role": "supplementary",
        "starts_on": "01.01.2014",
        "token": "7d9e5a3c-0000-4000-8000-000000000000",
    }
    secretary.post(f"{HERE}ny/", facts)

    again = secretary.post(f"{HERE}ny/", facts | change)

    assert "har allerede oprettet" in again.content.decode()
    assert Membership.objects.get().ends_on is None
    assert Person.objects.get().name == "Ny Person"


@pytest.mark.parametrize("number", ["99999999999999999999", "-1_000_000_000_000_000_000_000", "x"])
def test_a_choice_that_no_key_can_be_is_refused_in_words(secretary, chair, number):
    for path in (f"{HERE}ny/", at(chair, "ret/"), f"{HERE}kontakter/ny/"):
        answer = secretary.post(path, {"name": "Ny Person", "municipality": number})

        assert answer.status_code == 200, path
        assert "Det kan ikke vælges her" in answer.content.decode(), path


def test_a_second_chair_is_refused_in_words(secretary, chair):
    facts = {"name": "Ny Person", "role": "chair", "starts_on": "2016-01-01"}

    answer = secretary.post(f"{HERE}ny/", facts)

    assert "Steen Christiansen er formand fra" in answer.content.decode()
    assert not Person.objects.filter(name="Ny Person").exists()


def test_a_seat_ends_on_its_last_day(secretary, chair):
    secretary.post(at(chair, "slut/"), {"last_day": "2017-06-30", "reason": "resigned"})

    chair.refresh_from_db()
    assert (chair.ends_on, chair.end_reason) == (date(2017, 7, 1), "resigned")


def test_a_seat_is_corrected_with_the_reason_and_both_stand_in_the_history(secretary, chair):
    form = secretary.get(at(chair, "ret/")).context["form"]
    facts = {name: form[name].value() or "" for name in form.fields}

    secretary.post(at(chair, "ret/"), {**facts, "role": "vice_chair", "why": "Referatet er fundet"})

    page = secretary.get(at(chair)).content.decode()
    chair.refresh_from_db()
    assert chair.role == "vice_chair"
    assert "Rolle: fra formand til næstformand" in page
    assert "Referatet er fundet" in page
    assert "secretary" in page


def test_a_stale_correction_shows_both_and_saves_neither(secretary, chair):
    form = secretary.get(at(chair, "ret/")).context["form"]
    facts = {name: form[name].value() or "" for name in form.fields} | {"why": "Kilden"}
    correct_membership(chair, {"source": "https://a.dk/"}, why="Hurtigere", by=HOUSE, at=MORNING)

    clash = secretary.post(at(chair, "ret/"), {**facts, "source": "https://b.dk/"})

    assert clash.status_code == 409
    assert "https://a.dk/" in clash.content.decode()
    assert "https://b.dk/" in clash.content.decode()
    assert Membership.objects.get().source == "https://a.dk/"
    again = {
        **facts,
        "source": "https://b.dk/",
        "based_on": clash.context["form"]["based_on"].value(),
    }
    assert secretary.post(at(chair, "ret/"), again).status_code == 302
    assert Membership.objects.get().source == "https://b.dk/"


def test_what_was_a_mistake_is_struck_out_and_seen_at_the_desk_only(secretary, client, chair):
    secretary.post(at(chair, "stryg/"), {"why": "Forkert råd"})

    assert "Forkert råd" in secretary.get(at(chair)).content.decode()
    assert "Strøget" in secretary.get(HERE).content.decode()
    public = client.get("/hovedstaden/medlemmer/?dato=2017-02-13").content.decode()
    assert "Steen Christiansen" not in public
    assert secretary.post(at(chair, "ret/"), {"role": "chair"}).status_code == 200


def test_members_are_found_by_day_and_name(secretary, cast, chair):
    seated(cast.council, "Ib Terp", "supplementary", date(2018, 1, 1))

    def names(query):
        rows = secretary.get(f"{HERE}?{query}").context["rows"]
        return [row[0]["text"] for row in rows]

    assert names("dato=2017-02-13") == ["Steen Christiansen"]
    assert set(names("dato=2018-01-01")) == {"Steen Christiansen", "Ib Terp"}
    assert names("dato=01.01.2018&q=terp") == ["Ib Terp"]
    assert "Skriv en dag" in secretary.get(f"{HERE}?dato=i+morgen").content.decode()


# People and parties


def test_a_person_is_entered_once_however_often_the_form_is_sent(secretary):
    facts = {"name": "Ny  Person", "token": "7d9e5a3c-0000-4000-8000-000000000001"}

    first = secretary.post(f"{REGISTER}personer/ny/", facts)
    again = secretary.post(f"{REGISTER}personer/ny/", {**facts, "who": "new:ny-person"})

    assert first["Location"] == again["Location"]
    assert Person.objects.get().name == "Ny Person"


def test_the_form_of_a_new_person_sent_again_with_another_name_is_refused(secretary):
    facts = {"name": "Ny Person", "token": "7d9e5a3c-0000-4000-8000-000000000001"}
    secretary.post(f"{REGISTER}personer/ny/", facts)

    again = secretary.post(f"{REGISTER}personer/ny/", facts | {"name": "En Anden"})

    assert "har allerede oprettet" in again.content.decode()
    assert Person.objects.get().name == "Ny Person"


def test_the_existing_person_is_offered(secretary, chair):
    asked = secretary.post(f"{REGISTER}personer/ny/", {"name": "steen kristiansen"})

    assert "Steen Christiansen (Albertslund), formand, KKR Hovedstaden" in asked.content.decode()
    taken = secretary.post(
        f"{REGISTER}personer/ny/", {"name": "steen kristiansen", "who": chair.person.slug}
    )
    assert taken["Location"].endswith(f"{chair.person.public_id}/")
    assert Person.objects.count() == 1


def test_a_person_is_renamed_with_the_reason(secretary, chair):
    path, before = f"{REGISTER}personer/{chair.person.public_id}/", chair.person.slug

    assert "Sidens adresse bliver" in secretary.get(f"{path}navn/").content.decode()
    secretary.post(f"{path}navn/", {"name": "Steen Græse", "why": "Gift"})

    assert "Navn: fra Steen Christiansen til Steen Græse" in secretary.get(path).content.decode()
    assert Person.objects.get(pk=chair.person_id).slug == before


def test_a_party_is_entered_by_a_secretary_and_changed_by_an_administrator(secretary, signed_in):
    secretary.post(f"{REGISTER}partier/nyt/", {"letter": "H", "name": "Borgernes Parti"})
    path = f"{REGISTER}partier/borgernes-parti/"

    assert secretary.get(path).status_code == 404
    assert secretary.post(path, {"letter": "X", "name": "X"}).status_code == 404
    signed_in("administrator").post(path, {"letter": "H", "name": "Borgernes Liste"})
    assert Party.objects.get(letter="H").name == "Borgernes Liste"


# Committees and contacts


def test_a_correction_that_changes_nothing_says_so(secretary, cast, chair, contact):
    entries = Entry.objects.count()
    what = {"name": "Karen", "email": "k@a.dk"}
    seat = {"role": "chair", "municipality": cast.municipality.pk, "starts_on": "2014-01-01"}
    bases = {"start_basis": "exact", "end_basis": "exact", "why": "Se her"}

    for path, form in (
        (f"{HERE}kontakter/{contact.public_id}/", what),
        (at(chair, "ret/"), {**seat, **bases}),
    ):
        page = secretary.post(path, form, follow=True).content.decode()
        assert "Intet er ændret" in page
    assert Entry.objects.count() == entries
    page = secretary.post(
        at(chair, "ret/"), {**seat, **bases, "starts_on": "2014-01-02"}, follow=True
    )
    assert "Intet er ændret" not in page.content.decode()
    assert Entry.objects.count() == entries + 1


def test_a_committee_is_set_up_filled_renamed_and_closed(secretary, cast):
    secretary.post(f"{HERE}udvalg/ny/", {"name": "Sundhed", "composition": "officials"})
    path = f"{HERE}udvalg/hovedstaden-sundhed/"
    facts = {"name": "Anna Embedsmand", "role": "chair", "starts_on": "2014-01-01"}
    secretary.post(f"{path}ny/", facts)
    assert "Anna Embedsmand" in secretary.get(f"{HERE}udvalg/").content.decode()
    secretary.post(f"{path}navn/", {"name": "Sundhed og ældre"})
    # its address stays
    secretary.post(f"{path}luk/", {"last_day": "31.12.2016"})

    page = secretary.get(path).content.decode()
    assert Committee.objects.get().ends_on == date(2017, 1, 1)
    assert Membership.objects.get().ends_on == date(2017, 1, 1)
    assert "Navn: fra Sundhed til Sundhed og ældre" in page
    assert "Anna Embedsmand" not in page


def test_every_municipality_stands_there_with_its_contact_or_the_lack_of_one(
    secretary, cast, contact
):
    assert cast.other_contact

    page = secretary.get(f"{HERE}kontakter/").content.decode()

    assert "2 ud af 29 kommuner har en kontakt" in page
    assert "k@a.dk" in page
    assert "other_contact" in page
    assert page.count("Ingen endnu") == 27


def test_an_account_that_gets_no_mail_says_so_until_it_is_named_as_contact(secretary, cast):
    user = cast.other_contact
    page = secretary.get(f"{HERE}kontakter/").content.decode()
    said = "får ingen mail om spørgsmål: tilføj som kontaktperson"
    way = unescape(re.search(f'<a href="([^"]*)">{said}</a>', page)[1])

    form = secretary.get(way).context["form"]
    assert (form.initial["name"], form.initial["email"]) == (user.name, user.email)
    secretary.post(way, form.initial | {"municipality": form.initial["municipality"].pk})

    assert said not in secretary.get(f"{HERE}kontakter/").content.decode()


def test_a_contact_is_named_changed_replaced_and_removed(secretary, cast):
    facts = {"municipality": cast.municipality.pk, "name": "Karen", "email": "karen@a.dk"}
    secretary.post(f"{HERE}kontakter/ny/", facts)
    karen = Contact.objects.get()
    path = f"{HERE}kontakter/{karen.public_id}/"
    secretary.post(path, {"name": "Karen Holm", "email": "kh@a.dk"})
    secretary.post(f"{path}afloes/", {"name": "Karl", "phone": "12345678"})
    karl = Contact.objects.current().get()
    assert secretary.get(path).status_code == 404
    secretary.post(f"{HERE}kontakter/{karl.public_id}/fjern/", {"why": "Nyt job"})

    assert [(each.name, each.email, each.phone) for each in Contact.objects.all()] == [
        ("Karen Holm", "", ""),
        ("Karl", "", ""),
    ]


@pytest.mark.parametrize("what", ["", "afloes/"])
def test_a_form_open_while_a_colleague_ended_the_contact_keeps_its_words(secretary, contact, what):
    path = f"{HERE}kontakter/{contact.public_id}/{what}"
    add_contact(
        municipality=contact.municipality, name="Karl", email="karl@a.dk", replaces=contact,
        by=HOUSE, at=MORNING,
    )  # fmt: skip

    answer = secretary.post(path, {"name": "Kirsten Vind", "email": "kv@a.dk"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Karen er ikke længere kontaktperson, det er Karl" in page
    assert "Kirsten Vind" in page
    assert "kv@a.dk" in page
    assert [each.name for each in Contact.objects.current()] == ["Karl"]


def test_a_contact_is_handed_over_once_however_often_the_form_is_sent(secretary, contact):
    path = f"{HERE}kontakter/{contact.public_id}/afloes/"
    facts = {"name": "Karl", "email": "karl@a.dk"}

    assert [secretary.post(path, facts).status_code for _ in range(2)] == [302, 302]
    assert [each.name for each in Contact.objects.current()] == ["Karl"]


def test_a_contact_of_another_councils_municipality_is_refused(secretary):
    greve = Municipality.objects.get(slug="greve")

    secretary.post(
        f"{HERE}kontakter/ny/", {"municipality": greve.pk, "name": "X", "email": "x@y.dk"}
    )

    assert not Contact.objects.exists()


# As many questions to the database for three as for one


def one_of_each(cast, number):
    seat = seated(cast.council, f"Person {number}", "supplementary", municipality=cast.municipality)
    strike_membership(
        seated(cast.council, f"Forkert {number}", "supplementary"), why="x", by=HOUSE, at=LONG_AGO
    )
    made = add_committee(
        council=cast.council,
        name=f"Udvalg {number}",
        composition="officials",
        by=HOUSE,
        at=LONG_AGO,
    )
    seated(made, f"Formand {number}")
    place = Municipality.objects.in_council(cast.council, date(2017, 2, 13))[number]
    add_contact(municipality=place, name=f"K{number}", email="k@a.dk", by=HOUSE, at=LONG_AGO)
    return seat


@pytest.mark.parametrize(
    ("path", "count"),
    [
        (f"{REGISTER}personer/", 6),
        (HERE, 6),
        (f"{HERE}udvalg/", 6),
        (f"{HERE}kontakter/", 8),
        (f"{REGISTER}partier/", 4),
    ],
)
def test_a_list_of_three_costs_what_a_list_of_one_does(cast, path, count):
    client = Client()
    client.force_login(cast.secretary)
    counted = []
    for numbers in ([0], [1, 2]):
        for number in numbers:
            one_of_each(cast, number)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counted.append(len(queries))

    assert counted == [count, count]


def test_the_other_council_is_untouched(secretary, cast, chair):
    sjaelland = Council.objects.get(slug="sjaelland")
    other = seated(sjaelland, "Niels Hörup")

    assert secretary.get(at(other)).status_code == 404
    assert secretary.get(at(other).replace("hovedstaden", "sjaelland")).status_code == 404
