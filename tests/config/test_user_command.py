import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from tests.cast import HOUSE, LONG_AGO
from tests.config.test_cli import run

from kkr.accounts.actions import create_user
from kkr.accounts.models import User
from kkr.council.models import RoleGrant
from kkr.outbox.models import Mail

pytestmark = pytest.mark.django_db
GOOD = "en lang og sjælden adgangskode"


def test_a_fresh_system_gets_its_first_administrator(client):
    result = run("user", "create-administrator", "Admin@example.dk", "Ad Min")

    assert result.exit_code == 0
    link = re.search(rf"{settings.SITE_URL}(/konto/invitation/\S+)", result.output)[1]
    client.post(link, {"password": GOOD, "again": GOOD})
    user = User.objects.get()
    assert user.has_perm("accounts.create_user")
    assert RoleGrant.objects.get().granted_by == "system:operator"


def test_somebody_is_invited_without_a_role(register):
    result = run("user", "invite", "ny@example.dk", "Ny")

    assert result.exit_code == 0
    assert Mail.objects.get().to == "ny@example.dk"
    assert not RoleGrant.objects.exists()


@pytest.mark.parametrize("address", ["not an address", "taken@example.dk"])
def test_a_wrong_address_is_a_wrong_call(register, address):
    create_user(email="taken@example.dk", name="T", password=GOOD, by=HOUSE, at=LONG_AGO)

    assert run("user", "invite", address, "Ny").exit_code == 2
    assert not Mail.objects.exists()


def test_the_operator_resets_a_second_factor():
    user = create_user(email="a@example.dk", name="A", password=GOOD, by=HOUSE, at=LONG_AGO)
    assert run("user", "reset-second-factor", "nobody@example.dk").exit_code == 3
    assert run("user", "reset-second-factor", "a@example.dk").exit_code == 2
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})

    result = run("user", "reset-second-factor", "A@example.dk", "--why", "lost it")

    assert result.exit_code == 0
    assert not user.has_second_factor
    assert Mail.objects.get().to == "a@example.dk"
