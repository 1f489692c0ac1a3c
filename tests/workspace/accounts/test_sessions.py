import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from tests.workspace.accounts.test_sign_in import sign_in

from kkr.workspace.accounts.devices import device_name

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604"


def browsers(somebody, *agents):
    found = [Client(headers={"user-agent": agent}) for agent in agents]
    for each in found:
        sign_in(each, somebody.email)
    return found


def test_one_sees_where_one_is_signed_in(somebody):
    here, _there = browsers(somebody, FIREFOX, SAFARI)

    page = here.get("/konto/sessioner/").content.decode()

    assert [name in page for name in ("Firefox, Windows", "Safari, iPhone", "127.0.0.1")] == [
        True
    ] * 3


def test_one_session_is_ended_and_the_others_go_on(somebody):
    here, there, elsewhere = browsers(somebody, FIREFOX, SAFARI, FIREFOX)
    ended = UserSession.objects.get(session_key=there.session.session_key)

    here.post("/konto/sessioner/", {"session": str(ended.pk)})

    assert [each.get("/konto/").status_code for each in (here, there, elsewhere)] == [200, 302, 200]


def test_all_others_are_ended_at_once(somebody):
    here, there, elsewhere = browsers(somebody, FIREFOX, SAFARI, FIREFOX)

    here.post("/konto/sessioner/")

    assert [each.get("/konto/").status_code for each in (here, there, elsewhere)] == [200, 302, 302]


@pytest.mark.parametrize("number", ["theirs", "x", "0", "-1"])
def test_the_session_of_another_is_not_ended(somebody, cast, number):
    (here,) = browsers(somebody, FIREFOX)
    theirs = UserSession.objects.create(
        user=cast.member, ip="127.0.0.1", session_key="k", user_agent=""
    )

    here.post("/konto/sessioner/", {"session": str(theirs.pk) if number == "theirs" else number})

    assert UserSession.objects.filter(pk=theirs.pk).exists()
    assert here.get("/konto/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (SAFARI, "Safari, iPhone"),
        ("curl/8", ""),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537 Edg/140", "Edge, Linux"),
    ],
)
def test_a_browser_has_a_name_one_knows(agent, name):
    assert device_name(agent) == name
