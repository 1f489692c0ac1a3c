import pytest
from tests.cast import HOUSE, LONG_AGO
from tests.config.test_cli import run

from kkr.accounts.models import User
from kkr.config.demo import users

FIRST, SECOND = "en lang adgangskode", "en anden lang adgangskode"
pytestmark = pytest.mark.django_db


def test_another_password_is_given_to_who_is_there_and_to_nobody_twice(register):
    users.load(password=FIRST, by=HOUSE, at=LONG_AGO)

    changed = users.set_password(SECOND, by=HOUSE, at=LONG_AGO)
    again = users.set_password(SECOND, by=HOUSE, at=LONG_AGO)

    assert (changed, again) == (len(users.PEOPLE), 0)
    assert all(user.check_password(SECOND) for user in User.objects.all())


@pytest.mark.parametrize("more", [[], ["--check"]])
def test_a_weak_password_is_refused_before_anything_is_loaded(settings, monkeypatch, more):
    settings.KKR_DEMO = True
    monkeypatch.setenv("KKR_DEMO_PASSWORD", "demo")

    result = run("demo", "load", *more)

    assert result.exit_code == 2
    assert result.output.startswith("KKR_DEMO_PASSWORD: The password is too short.")
    assert not User.objects.exists()


def test_a_check_loads_nothing(settings, monkeypatch):
    settings.KKR_DEMO = True
    monkeypatch.setenv("KKR_DEMO_PASSWORD", FIRST)

    assert run("demo", "load", "--check").exit_code == 0
    assert not User.objects.exists()
