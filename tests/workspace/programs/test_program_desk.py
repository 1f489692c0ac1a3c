"""A secretary gives a municipality's system a token, which is shown once, and takes it back."""

import pytest
from tests.rounds.asking_around import municipality
from tests.workspace.conftest import MORNING
from tests.workspace.programs.conftest import QUESTIONS, Program

from kkr.rounds.actions import give_token
from kkr.rounds.models import ProgramToken

pytestmark = pytest.mark.django_db
HERE = "/arbejde/register/hovedstaden/adgange/"


def text_of(client, address: str) -> str:
    return client.get(address).content.decode().replace("\xa0", " ")


def test_a_token_is_given_shown_once_and_listed(secretary, cast):
    assert HERE in text_of(secretary, "/arbejde/register/hovedstaden/kontakter/")
    assert HERE in text_of(secretary, "/arbejde/hovedstaden/anbefalinger/")
    assert "Ingen systemer har adgang endnu" in text_of(secretary, HERE)

    said = {"municipality": cast.municipality.pk, "label": "SBSYS"}
    shown = secretary.post(f"{HERE}ny/", said)

    words = shown.context["words"]
    assert words in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert Program(words).get(QUESTIONS).status_code == 200
    listed = text_of(secretary, HERE)
    assert "Albertslund, SBSYS" in listed
    assert "givet 13. februar 2017 af secretary" in listed
    assert "sidst brugt" in listed
    assert words not in listed


def test_what_is_missing_is_said_and_no_token_is_given(secretary):
    answer = secretary.post(f"{HERE}ny/", {"label": ""})

    assert set(answer.context["form"].errors) == {"municipality", "label"}
    assert not ProgramToken.objects.exists()


def test_a_municipality_of_another_council_cannot_be_chosen(secretary):
    said = {"municipality": municipality("roskilde").pk, "label": "SBSYS"}

    assert secretary.post(f"{HERE}ny/", said).status_code == 200
    assert not ProgramToken.objects.exists()


def test_a_token_is_taken_back_and_stays_on_the_list(secretary, cast):
    token, words = give_token(cast.municipality, label="SBSYS", by=cast.secretary, at=MORNING)
    back = f"{HERE}{token.pk}/tag-tilbage/"
    assert back in text_of(secretary, HERE)
    assert "SBSYS" in text_of(secretary, back)
    assert Program(words).get(QUESTIONS).status_code == 200

    assert secretary.post(back)["Location"] == HERE

    assert Program(words).get(QUESTIONS).status_code == 401
    assert "taget tilbage 13. februar 2017" in text_of(secretary, HERE)
    assert secretary.get(back).status_code == 404


@pytest.mark.parametrize("who", ["contact", "mayor", "newcomer", "other_secretary", "official"])
def test_nobody_else_reaches_the_tokens(signed_in, cast, who):
    token, _words = give_token(cast.municipality, label="SBSYS", by=cast.secretary, at=MORNING)
    stranger = signed_in(who)

    for address in (HERE, f"{HERE}ny/", f"{HERE}{token.pk}/tag-tilbage/"):
        assert stranger.get(address).status_code == 404
        sent = {"municipality": cast.municipality.pk, "label": "Mit"}
        assert stranger.post(address, sent).status_code == 404
    assert [each.revoked_at for each in ProgramToken.objects.all()] == [None]


def test_a_secretary_of_another_council_takes_back_no_token_of_ours(signed_in, cast):
    token, _words = give_token(cast.municipality, label="SBSYS", by=cast.secretary, at=MORNING)
    other = signed_in("other_secretary")

    there = f"/arbejde/register/sjaelland/adgange/{token.pk}/tag-tilbage/"
    assert other.post(there).status_code == 404
    assert "SBSYS" not in text_of(other, "/arbejde/register/sjaelland/adgange/")


def test_a_contact_sees_the_systems_of_its_own_municipality(signed_in, cast):
    _token, words = give_token(cast.municipality, label="SBSYS", by=cast.secretary, at=MORNING)

    own = text_of(signed_in("contact"), "/arbejde/svar/")
    assert "Albertslund, SBSYS: har haft adgang siden 13. februar 2017, aldrig brugt" in " ".join(
        own.replace("\n", " ").split()
    ).replace(" , ", ", ")
    assert words not in own
    assert "SBSYS" not in text_of(signed_in("other_contact"), "/arbejde/svar/")
