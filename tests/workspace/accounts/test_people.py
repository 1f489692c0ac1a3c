from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.cast import HOUSE, acting, user
from tests.workspace.accounts.conftest import GOOD

from kkr.accounts.actions import take_back_invitation
from kkr.accounts.models import Invitation, User
from kkr.council.actions import end_membership, grant_role, start_membership
from kkr.council.models import Association, Council, Municipality, RoleGrant
from kkr.ledger.models import Entry
from kkr.outbox.actions import deliver
from kkr.outbox.models import Mail
from kkr.workspace.accounts.inviting import invite_with_role

AT = datetime(2017, 2, 13, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
LINK = r"/konto/invitation/\S+"


def link_in(mail):
    return next(word for word in mail.text.split() if "/konto/invitation/" in word).partition(
        "localhost:8000"
    )[2]


def facts(body, role="contact"):
    return {"name": "Ny", "email": "ny@example.dk", "role": role, "body": str(body.pk)}


def test_a_secretary_invites_the_contact_of_a_municipality(client, cast):
    client.force_login(cast.secretary)

    client.post("/konto/personer/inviter/", facts(cast.municipality))

    invited = User.objects.get(email="ny@example.dk")
    assert RoleGrant.objects.get(user=invited).body_id == cast.municipality.pk
    assert not RoleGrant.objects.of_user(invited).exists()
    assert Mail.objects.get().to == invited.email


def test_the_invited_person_chooses_a_password_and_signs_in(client, cast):
    invite_with_role(
        email="ny@example.dk", name="Ny", role="contact", body=cast.municipality,
        by=cast.secretary, at=AT, now=timezone.now(),
    )  # fmt: skip
    path = link_in(Mail.objects.get())

    assert "Ny" in client.get(path).content.decode()
    wrong = client.post(path, {"password": GOOD, "again": "something else"})
    assert 'id="id_again_error"' in wrong.content.decode()
    weak = client.post(path, {"password": "kort", "again": "kort"})
    assert 'id="id_password_error"' in weak.content.decode()
    assert client.post(path, {"password": GOOD, "again": GOOD})["Location"] == "/konto/log-ind/"
    assert client.get(path).status_code == 410
    client.post("/konto/log-ind/", {"login": "ny@example.dk", "password": GOOD})

    assert client.get("/konto/").status_code == 200
    assert RoleGrant.objects.of_user(User.objects.get(email="ny@example.dk")).exists()


def test_the_link_is_in_no_database_when_it_has_been_sent(client, cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.force_login(cast.administrator)
    client.post("/konto/personer/inviter/", facts(cast.municipality))

    mail = deliver(now=timezone.now())

    assert (mail.state, mail.text, mail.html) == ("sent", "", "")
    assert mail.useless_at > timezone.now() + timedelta(days=13)


def test_an_invitation_too_old_or_made_up_is_gone_alike(client, cast):
    invite_with_role(
        email="ny@example.dk", name="Ny", role="contact", body=cast.municipality,
        by=cast.secretary, at=AT, now=timezone.now() - timedelta(days=14),
    )  # fmt: skip
    path = link_in(Mail.objects.get())

    made_up = "/konto/invitation/made-up/"
    pages = [client.get(each) for each in (path, made_up)]

    assert [page.status_code for page in pages] == [410, 410]
    assert pages[0].content.decode().replace(path, made_up) == pages[1].content.decode()


def test_guessing_at_invitations_is_stopped(client, db):
    for _ in range(20):
        client.post("/konto/invitation/x/", {"password": GOOD, "again": GOOD})

    assert client.post("/konto/invitation/x/").status_code == 429


def test_a_secretary_hands_out_no_power_over_others(cast):
    with pytest.raises(PermissionDenied):
        invite_with_role(
            email="ny@example.dk", name="Ny", role="secretary", body=cast.council,
            by=cast.secretary, at=AT, now=AT,
        )  # fmt: skip

    assert "administrator" not in [value for value, _ in roles(cast.secretary)]
    assert "administrator" in [value for value, _ in roles(cast.administrator)]


def roles(inviter):
    from kkr.workspace.accounts.choices import roles_for

    return roles_for(inviter)


def test_if_the_role_is_refused_nobody_is_invited(client, cast):
    client.force_login(cast.secretary)

    answer = client.post("/konto/personer/inviter/", facts(cast.council))

    assert 'id="id_role_error"' in answer.content.decode()
    assert not User.objects.filter(email="ny@example.dk").exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(("slug", "reached"), [("glostrup", True), ("odense", False)])
def test_a_secretary_chooses_among_the_own_councils_municipalities(client, cast, slug, reached):
    client.force_login(cast.secretary)

    answer = client.post("/konto/personer/inviter/", facts(Municipality.objects.get(slug=slug)))

    assert (answer.status_code == 302) is reached


def test_who_has_an_account_gets_the_role_and_the_answer_is_the_same(client, cast):
    """Also from a secretary who could not see the account; an address is not tried out in vain."""
    client.force_login(cast.other_secretary)
    form = facts(Municipality.objects.get(slug="greve"))

    known = client.post(
        "/konto/personer/inviter/", form | {"email": cast.member.email}, follow=True
    )
    new = client.post("/konto/personer/inviter/", form, follow=True)

    for answer in (known, new):
        assert "Invitationen er sendt til" in answer.content.decode()
    assert RoleGrant.objects.get(user=cast.member, role="contact").granted_by
    told = Mail.objects.get(to=cast.member.email)
    assert "Kontaktperson, Greve" in told.text
    assert cast.member.name != "Ny"


def test_a_members_role_follows_from_the_seat_and_ends_with_it(client, cast):
    seat = start_membership(
        body=cast.council, person="Ny", role="supplementary", starts_on=date(2014, 1, 1),
        by=HOUSE, at=AT,
    )  # fmt: skip
    client.force_login(cast.secretary)

    client.post("/konto/personer/inviter/", facts(cast.council, role="member"))

    grant = RoleGrant.objects.get(user__email="ny@example.dk")
    assert grant.membership == seat
    end_membership(seat, on=date(2017, 2, 1), reason="resigned", by=HOUSE, at=AT)
    assert not RoleGrant.objects.running_at(AT).filter(pk=grant.pk).exists()


@pytest.mark.parametrize("role", ["member", "chair"])
def test_nobody_is_invited_as_member_without_a_seat(client, cast, role):
    client.force_login(cast.secretary)

    answer = client.post("/konto/personer/inviter/", facts(cast.council, role=role))

    assert 'id="id_name_error"' in answer.content.decode()
    assert not User.objects.filter(email="ny@example.dk").exists()
    assert not Mail.objects.exists()


def test_nobody_else_renames_who_waits(client, cast):
    client.force_login(cast.secretary)
    client.post("/konto/personer/inviter/", facts(cast.municipality))
    client.force_login(cast.other_secretary)

    form = facts(Municipality.objects.get(slug="greve")) | {"name": "Fjollehoved"}
    answer = client.post("/konto/personer/inviter/", form)

    assert User.objects.get(email="ny@example.dk").name == "Ny"
    assert "hedder allerede Ny her" in str(list(map(str, get_messages(answer.wsgi_request))))


def test_a_mistyped_invitation_is_taken_back(client, cast):
    client.force_login(cast.secretary)
    client.post("/konto/personer/inviter/", facts(cast.municipality))
    person, path = User.objects.get(email="ny@example.dk"), link_in(Mail.objects.get())

    for _ in range(2):
        assert client.post(f"/konto/personer/{person.public_id}/tag-tilbage/").status_code == 302

    assert client.get(path).status_code == 410
    assert Entry.objects.filter(verb="accounts.invitation_taken_back").count() == 1


def test_what_was_accepted_is_not_taken_back(client, cast):
    client.force_login(cast.secretary)

    client.post(f"/konto/personer/{cast.member.public_id}/tag-tilbage/")

    assert cast.member.is_active
    with pytest.raises(PermissionDenied):
        take_back_invitation(cast.member, by=cast.mayor, at=AT, now=timezone.now())


def test_an_administrator_invites_another(client, cast):
    client.force_login(cast.administrator)

    client.post("/konto/personer/inviter/", facts(Association.objects.get(), role="administrator"))

    assert RoleGrant.objects.get(user__email="ny@example.dk").role == "administrator"


def test_inviting_again_sends_a_new_link_with_the_role_granted_once(client, cast):
    client.force_login(cast.secretary)
    client.post("/konto/personer/inviter/", facts(cast.municipality))
    person = User.objects.get(email="ny@example.dk")

    client.post(f"/konto/personer/{person.public_id}/inviter/")
    client.post("/konto/personer/inviter/", facts(cast.municipality))

    assert Invitation.objects.unanswered().filter(user=person).count() == 1
    assert RoleGrant.objects.filter(user=person).count() == 1
    links = [link_in(mail) for mail in Mail.objects.order_by("pk")]
    assert [client.get(link).status_code for link in links] == [410, 410, 200]


def test_who_came_in_is_not_invited_again(client, cast):
    client.force_login(cast.secretary)

    answer = client.post(f"/konto/personer/{cast.member.public_id}/inviter/")

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["chair", "mayor", "member", "official", "contact", "newcomer"])
@pytest.mark.parametrize("path", ["", "inviter/"])
def test_who_may_not_invite_does_not_see_people(client, cast, name, path):
    client.force_login(getattr(cast, name))

    assert client.get(f"/konto/personer/{path}").status_code == 404


def test_a_secretary_sees_the_people_of_the_own_council_only(client, cast):
    cast.everyone()
    client.force_login(cast.secretary)

    page = client.get("/konto/personer/").content.decode()
    there = client.get(f"/konto/personer/{cast.contact.public_id}/").status_code
    elsewhere = client.get(f"/konto/personer/{cast.other_secretary.public_id}/").status_code

    assert ">contact<" in page
    assert "other_secretary" not in page
    assert (there, elsewhere) == (200, 404)


def confirmed(client, administrator, path, data):
    administrator.set_password(GOOD)
    administrator.save()
    client.force_login(administrator)
    asked = client.post(path, data)
    assert asked["Location"].startswith("/konto/bekraeft/")
    client.post(asked["Location"], {"password": GOOD, "next": path})


def test_an_administrator_resets_a_lost_second_factor_after_confirming(client, cast):
    Authenticator.objects.create(user=cast.member, type="totp", data={"secret": "x"})

    confirmed(
        client,
        cast.administrator,
        f"/konto/personer/{cast.member.public_id}/nulstil/",
        {"why": "Lost"},
    )

    assert not cast.member.has_second_factor
    assert Mail.objects.get().to == cast.member.email


def test_an_administrator_closes_an_account_after_confirming(client, cast):
    confirmed(
        client, cast.administrator, f"/konto/personer/{cast.member.public_id}/luk/", {"why": "Left"}
    )

    assert not User.objects.get(pk=cast.member.pk).is_active


@pytest.mark.parametrize("act", ["nulstil", "luk"])
def test_a_secretary_neither_resets_nor_closes(client, cast, act):
    Authenticator.objects.create(user=cast.member, type="totp", data={"secret": "x"})
    client.force_login(cast.secretary)

    answer = client.post(f"/konto/personer/{cast.member.public_id}/{act}/", {"why": "x"})

    assert answer.status_code == 404
    assert cast.member.has_second_factor
    assert User.objects.get(pk=cast.member.pk).is_active


def test_without_a_reason_nothing_is_reset(client, cast):
    Authenticator.objects.create(user=cast.member, type="totp", data={"secret": "x"})

    confirmed(
        client, cast.administrator, f"/konto/personer/{cast.member.public_id}/nulstil/", {"why": ""}
    )

    assert cast.member.has_second_factor


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_for_many(client, cast, django_assert_num_queries, more):
    client.force_login(cast.administrator)
    for number in range(more):
        acting(f"more{number}", "contact", cast.municipality)
        Authenticator.objects.create(user=user(f"other{number}"), type="totp", data={})

    with django_assert_num_queries(14):
        client.get("/konto/personer/")


def test_the_house_may_do_it_too(cast):
    assert HOUSE.has_perm("accounts.reset_second_factor", cast.member)


def test_the_list_shows_a_secretary_no_roles_elsewhere(cast, client):
    elsewhere = Council.objects.get(slug="sjaelland")
    grant_role(user=cast.member, body=elsewhere, role="member", by=HOUSE, at=AT)
    client.force_login(cast.secretary)

    page = client.get("/konto/personer/").content.decode()

    assert f">{cast.member.name}</a>" in page
    assert elsewhere.name not in page
