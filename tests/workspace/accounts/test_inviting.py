"""What an inviter may learn, and what a role that was given with an invitation ends with."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.cast import HOUSE, LONG_AGO
from tests.workspace.accounts.conftest import GOOD

from kkr.accounts.actions import close_user, take_back_invitation
from kkr.accounts.models import User
from kkr.council.actions import start_membership
from kkr.council.models import Municipality, RoleGrant
from kkr.outbox.models import Mail
from kkr.workspace.accounts.inviting import invite_with_role, take_back

AT = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)
PEOPLE = "/konto/personer/"
pytestmark = pytest.mark.django_db


def facts(body, role="contact", **more):
    return {"name": "Ny", "email": "ny@example.dk", "role": role, "body": str(body.pk)} | more


def invited(cast, by, body=None, at=AT):
    user, _token = invite_with_role(
        email="ny@example.dk", name="Ny", role="contact", body=body or cast.municipality,
        by=by, at=at, now=timezone.now(),
    )  # fmt: skip
    return user


def seat(cast, name, role, starts_on=date(2014, 1, 1), **more):
    return start_membership(
        body=cast.council, person=name, role=role, starts_on=starts_on, by=HOUSE, at=AT, **more
    )


def test_nobody_learns_whose_address_it_is_by_inviting_it_in_vain(client, cast):
    User.objects.filter(pk=cast.other_secretary.pk).update(name="Hemmelig Hansen")
    client.force_login(cast.secretary)

    answer = client.post(
        f"{PEOPLE}inviter/", facts(cast.council, "member", email=cast.other_secretary.email)
    )

    assert "Hemmelig" not in answer.content.decode()


def test_open_closed_and_no_account_are_refused_alike_where_one_has_no_say(client, cast):
    close_user(cast.other_contact, why="x", by=HOUSE, at=AT, now=timezone.now())
    addresses = [cast.other_secretary.email, cast.other_contact.email, "ny@example.dk"]
    client.force_login(cast.secretary)

    said = [
        client.post(f"{PEOPLE}inviter/", facts(cast.council, email=address)).context["form"].errors
        for address in addresses
    ]

    assert said[0] == said[1] == said[2] != {}
    assert not Mail.objects.exists()


@pytest.mark.parametrize("name", ["administrator", "secretary"])
def test_whoever_invites_a_closed_account_is_told_and_waits_for_nobody(client, cast, name):
    User.objects.filter(pk=cast.other_contact.pk).update(name="Hemmelig Hansen")
    close_user(cast.other_contact, why="x", by=HOUSE, at=AT, now=timezone.now())
    client.force_login(getattr(cast, name))
    form = facts(cast.municipality, email=cast.other_contact.email)
    answer = client.post(f"{PEOPLE}inviter/", form).content.decode()

    assert 'id="id_email_error"' in answer
    assert "Hemmelig" not in answer
    assert not RoleGrant.objects.filter(user=cast.other_contact, body=cast.municipality).exists()
    assert not Mail.objects.exists()


def test_who_has_a_role_already_is_told_nothing_new(client, cast):
    client.force_login(cast.secretary)

    first, again = (
        client.post(f"{PEOPLE}inviter/", facts(cast.council, "official", email=cast.chair.email))
        for _ in range(2)
    )

    assert first.status_code == 302
    assert "har allerede den rolle" in again.content.decode()
    assert [mail.to for mail in Mail.objects.all()] == [cast.chair.email]
    assert RoleGrant.objects.filter(user=cast.chair, role="official").count() == 1


def invited_twice(cast):
    """By two secretaries, each for a municipality of their own."""
    greve = Municipality.objects.get(slug="greve")
    person = invited(cast, cast.secretary, at=LONG_AGO)
    return person, invited(cast, cast.other_secretary, greve, at=LONG_AGO)


def test_a_second_invitation_says_that_the_first_link_is_replaced_and_names_both_roles(cast):
    person, _same = invited_twice(cast)

    first, second = (mail.text for mail in Mail.objects.filter(to=person.email).order_by("pk"))

    assert "træder i stedet" in second
    assert "træder i stedet" not in first
    assert "Albertslund" in second
    assert "Greve" in second


@pytest.mark.parametrize("name", ["secretary", "other_secretary"])
def test_who_invited_too_takes_back_the_own_role_and_not_the_others_link(client, cast, name):
    person, _same = invited_twice(cast)
    client.force_login(getattr(cast, name))

    answer = client.post(f"{PEOPLE}{person.public_id}/tag-tilbage/")

    assert person.invitations.unanswered().exists()
    left = RoleGrant.objects.get(user=person, revoked_at=None).body_id
    assert (left == cast.municipality.pk) == (name == "other_secretary")
    assert "virker stadig" in str(*get_messages(answer.wsgi_request))


def test_with_the_last_role_the_link_goes(cast):
    person, _same = invited_twice(cast)

    for who in (cast.other_secretary, cast.secretary):
        take_back(person, by=who, at=AT, now=timezone.now())

    assert not person.invitations.unanswered().exists()


def test_who_may_not_invite_lets_nobody_in(cast):
    with pytest.raises(PermissionDenied):
        invited(cast, cast.mayor)


def test_a_member_who_chairs_too_stays_member_when_the_chair_ends(client, cast):
    by_office = seat(cast, "Ny", "member_by_office", municipality=cast.municipality)
    chairs = seat(cast, "Ny", "chair", starts_on=date(2014, 1, 29))
    client.force_login(cast.secretary)

    for role in ("member", "chair"):
        client.post(f"{PEOPLE}inviter/", facts(cast.council, role))

    grants = RoleGrant.objects.filter(user__email="ny@example.dk")
    assert {each.role: each.membership for each in grants} == {"member": by_office, "chair": chairs}


def test_what_was_taken_back_opens_no_role_and_is_no_contact(client, cast):
    client.force_login(cast.secretary)
    client.post(f"{PEOPLE}inviter/", facts(cast.municipality))
    person = User.objects.get(email="ny@example.dk")

    for _ in range(2):
        client.post(f"{PEOPLE}{person.public_id}/tag-tilbage/")

    assert not RoleGrant.objects.running_now().filter(user=person).exists()
    page = client.get("/arbejde/register/hovedstaden/kontakter/").content.decode()
    assert "mailto:ny@example.dk" not in page


def test_what_somebody_else_sent_is_not_taken_back(client, cast):
    person = invited(cast, cast.administrator)
    client.force_login(cast.secretary)
    path = f"{PEOPLE}{person.public_id}/"

    assert "tag-tilbage" not in client.get(path).content.decode()
    assert client.post(f"{path}tag-tilbage/").status_code == 404
    with pytest.raises(PermissionDenied):
        take_back_invitation(person, by=cast.secretary, at=AT, now=timezone.now())
    assert person.invitations.unanswered().exists()


@pytest.mark.parametrize("name", ["mayor", "contact", "newcomer"])
@pytest.mark.parametrize("act", ["", "inviter/", "tag-tilbage/", "nulstil/", "luk/"])
def test_a_stranger_finds_no_page_however_it_is_asked_for(client, cast, name, act):
    client.force_login(getattr(cast, name))
    path = f"{PEOPLE}{cast.member.public_id}/{act}"

    assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]


@pytest.mark.parametrize("act", ["nulstil", "luk"])
def test_a_secretary_is_not_asked_for_a_password_first(client, cast, act):
    cast.secretary.set_password(GOOD)
    cast.secretary.save()
    client.force_login(cast.secretary)

    answer = client.post(f"{PEOPLE}{cast.member.public_id}/{act}/", {"why": "x"})

    assert answer.status_code == 404


def test_an_administrator_does_not_close_the_own_account(client, cast):
    client.force_login(cast.administrator)

    answer = client.post(f"{PEOPLE}{cast.administrator.public_id}/luk/", {"why": "x"})

    assert answer.status_code == 404


def test_municipalities_of_other_councils_are_out_of_reach(client, cast):
    client.force_login(cast.secretary)
    greve = Municipality.objects.get(slug="greve")

    client.post(f"{PEOPLE}inviter/", facts(greve, email=cast.member.email))

    assert RoleGrant.objects.filter(user=cast.member).count() == 1
