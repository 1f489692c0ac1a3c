"""What somebody may do is seen with who gave it, given more, and taken back."""

from datetime import UTC, date, datetime

import pytest
from tests.cast import HOUSE, Cast
from tests.workspace.accounts.conftest import GOOD

from kkr.accounts.models import User
from kkr.council.actions import end_membership, grant_role, revoke_role, start_membership
from kkr.council.models import RoleGrant
from kkr.ledger.models import Entry

AT = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed(client, cast):
    """Somebody's browser, which has said the password once more."""

    def sign_in(name):
        who = getattr(cast, name)
        who.set_password(GOOD)
        who.save()
        client.force_login(who)
        client.post("/konto/bekraeft/", {"password": GOOD, "next": "/konto/"})
        return client

    return sign_in


def page_of(person, what=""):
    return f"/konto/personer/{person.public_id}/{what}"


def given(body, role="official", **more):
    return {"role": role, "body": str(body.pk), "why": "Ny opgave", **more}


def grant_of(user, role):
    return RoleGrant.objects.get(user=user, role=role)


def test_a_page_says_who_gave_a_role_and_when(confirmed, cast):
    admin = confirmed("administrator")
    admin.post(page_of(cast.contact, "roller/ny/"), given(cast.council))

    page = admin.get(page_of(cast.contact)).content.decode()

    assert "Embedsmand, KKR Hovedstaden" in page
    assert "Givet den 13. februar 2017 af Administrator: Ny opgave" in (
        page.replace(cast.administrator.name, "Administrator").replace("\xa0", " ")
    )


def test_somebody_has_several_roles_and_keeps_those_they_had(confirmed, cast):
    admin = confirmed("administrator")

    answer = admin.post(page_of(cast.contact, "roller/ny/"), given(cast.council))

    assert answer["Location"] == page_of(cast.contact)
    running = RoleGrant.objects.of_user(cast.contact).running_now()
    assert {grant.role for grant in running} == {"contact", "official"}
    assert Entry.objects.filter(verb="council.role_granted").last().actor == (
        cast.administrator.actor_key
    )


def test_a_role_that_follows_from_a_seat_ends_with_it(confirmed, cast):
    User.objects.filter(pk=cast.contact.pk).update(name="Ib Terp")
    seat = start_membership(
        body=cast.council, person="Ib Terp", role="supplementary",
        starts_on=date(2014, 1, 1), by=HOUSE, at=AT,
    )  # fmt: skip
    admin = confirmed("administrator")
    asked = admin.get(page_of(cast.contact, "roller/ny/")).content.decode()
    assert "Ib Terp, supplerende medlem, KKR Hovedstaden" in asked

    admin.post(
        page_of(cast.contact, "roller/ny/"), given(cast.council, "member", membership=seat.pk)
    )
    assert RoleGrant.objects.of_user(cast.contact).running_now().with_role("member").exists()
    end_membership(seat, on=date(2017, 2, 13), reason="", by=HOUSE, at=AT)

    assert not RoleGrant.objects.of_user(cast.contact).running_now().with_role("member").exists()
    assert "(ophørt 12.\xa0februar 2017)" in admin.get(page_of(cast.contact)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"role": "contact"}, "role"), ({"why": ""}, "why"), ({"body": ""}, "body")],
)
def test_what_cannot_be_is_said_at_its_field(confirmed, cast, wrong, field):
    admin = confirmed("administrator")

    answer = admin.post(page_of(cast.contact, "roller/ny/"), given(cast.council) | wrong)

    assert f'id="id_{field}_error"' in answer.content.decode()
    assert RoleGrant.objects.filter(user=cast.contact).count() == 1


def test_the_same_role_twice_is_once(confirmed, cast):
    admin = confirmed("administrator")
    admin.post(page_of(cast.contact, "roller/ny/"), given(cast.council))

    answer = admin.post(page_of(cast.contact, "roller/ny/"), given(cast.council))

    assert answer.status_code == 200
    assert "har allerede denne rolle" in answer.content.decode()
    assert RoleGrant.objects.filter(user=cast.contact, role="official").count() == 1


def test_a_role_is_taken_back_with_a_reason_that_stays(confirmed, cast):
    secretary = confirmed("secretary")
    grant = grant_of(cast.contact, "contact")
    path = page_of(cast.contact, f"roller/{grant.pk}/tag/")

    refused = secretary.post(path, {"why": ""})
    for _ in range(2):
        assert secretary.post(path, {"why": "Ny stilling"})["Location"] == page_of(cast.contact)

    grant.refresh_from_db()
    assert 'id="id_why_error"' in refused.content.decode()
    assert (grant.revoked_by, grant.revoked_why) == (cast.secretary.actor_key, "Ny stilling")
    assert Entry.objects.filter(verb="council.role_revoked").count() == 1


def test_a_reason_that_would_stay_names_nobody(confirmed, cast):
    admin = confirmed("administrator")
    grant = grant_of(cast.contact, "contact")
    named = {"why": f"Aftalt med {cast.contact.email}"}

    for answer in (
        admin.post(page_of(cast.contact, "roller/ny/"), given(cast.council) | named),
        admin.post(page_of(cast.contact, f"roller/{grant.pk}/tag/"), named),
    ):
        assert 'id="id_why_error"' in answer.content.decode()

    assert RoleGrant.objects.filter(user=cast.contact, revoked_at=None).count() == 1


def test_a_secretary_hands_out_and_takes_no_power_over_others(confirmed, cast):
    secretary = confirmed("secretary")
    own = grant_of(cast.secretary, "secretary")

    answer = secretary.post(
        page_of(cast.contact, "roller/ny/"), given(cast.council, role="secretary")
    )

    assert 'id="id_role_error"' in answer.content.decode()
    assert secretary.post(page_of(cast.secretary, f"roller/{own.pk}/tag/")).status_code == 404
    assert f"roller/{own.pk}/tag/" not in secretary.get(page_of(cast.secretary)).content.decode()


@pytest.mark.parametrize(
    "name", sorted(set(Cast.NAMES) - {"administrator", "citizen", "secretary"})
)
def test_who_keeps_no_register_of_it_gives_and_takes_nothing(confirmed, cast, name):
    grant = grant_of(cast.contact, "contact")
    browser = confirmed(name)

    for what in ("roller/ny/", f"roller/{grant.pk}/tag/"):
        answer = browser.post(page_of(cast.contact, what), given(cast.council))
        assert answer.status_code in {403, 404}

    grant.refresh_from_db()
    assert grant.revoked_at is None
    assert RoleGrant.objects.filter(user=cast.contact).count() == 1


def test_a_grant_stands_under_whose_it_is_only(confirmed, cast):
    grant = grant_of(cast.contact, "contact")

    answer = confirmed("administrator").get(page_of(cast.member, f"roller/{grant.pk}/tag/"))

    assert answer.status_code == 404


def test_the_password_is_asked_for_again_first(client, cast):
    administrator = cast.administrator
    administrator.set_password(GOOD)
    administrator.save()
    client.force_login(administrator)

    answer = client.get(page_of(cast.contact, "roller/ny/"))

    assert answer["Location"].startswith("/konto/bekraeft/")


def test_who_has_no_role_yet_and_whose_role_ended_is_told_apart(confirmed, client, cast):
    assert cast.newcomer
    held = grant_of(cast.official, "official")
    revoke_role(held, why="Flyttet", by=HOUSE, at=datetime(2017, 2, 10, tzinfo=UTC))
    admin = confirmed("administrator")

    page = admin.get("/konto/personer/").content.decode().replace("\xa0", " ")
    assert "ingen rolle endnu" in page
    assert "Embedsmand, KKR Hovedstaden (ophørt 10. februar 2017)" in page
    page = admin.get(page_of(cast.official)).content.decode().replace("\xa0", " ")
    assert "Embedsmand, KKR Hovedstaden (ophørt 10. februar 2017)" in page
    for name, told in (
        ("newcomer", "Du har ingen rolle endnu"),
        ("official", "ikke længere nogen"),
    ):
        client.force_login(getattr(cast, name))
        assert told in client.get("/arbejde/").content.decode()


def test_a_role_ends_on_the_last_day_of_its_seat(cast):
    seat = start_membership(
        body=cast.council,
        person="Ny",
        role="substitute",
        starts_on=date(2014, 1, 1),
        by=HOUSE,
        at=AT,
    )
    facts = {"user": cast.newcomer, "body": cast.council, "role": "member", "by": HOUSE, "at": AT}
    grant = grant_role(**facts, membership=seat)
    end_membership(seat, on=date(2017, 1, 1), reason="", by=HOUSE, at=AT)

    assert RoleGrant.objects.get(pk=grant.pk).ended_on == date(2016, 12, 31)
