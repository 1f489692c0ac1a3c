"""The register of common lines at the desk."""

from datetime import date

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import minuted
from tests.rounds.asking_around import answered, area
from tests.workspace.conftest import MORNING

from kkr.lines.actions import establish_line
from kkr.lines.models import CommonLine
from kkr.meetings.actions import add_item, decide, plan_meeting
from kkr.recommendations.actions import recommend
from kkr.rounds.actions import open_round

pytestmark = pytest.mark.django_db
INDEX = "/arbejde/faelles-linjer/"


@pytest.fixture
def decision(cast):
    by = {"by": HOUSE, "at": MORNING}
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **by)
    item = add_item(meeting, section=3, title="Mål for sundhed", **by)
    made = decide(item, kind="approved", html="<p>Godkendt.</p>", **by)
    minuted(meeting)
    made.refresh_from_db()
    return made


def form_of(decision, **other):
    return {
        "title": "Mål for sundhed",
        "text": "Vi vil:\r\n\r\n- leve længere\r\n- <b>spise</b> grønt",
        "in_force_from": "2017-02-06",
        "replaces": "",
        "token": "11111111-1111-4111-8111-111111111111",
    } | other


def test_a_secretary_establishes_a_line_and_replaces_it(secretary, decision):
    address = f"{INDEX}ny/{decision.public_id}/"
    assert "Mål for sundhed" in secretary.get(INDEX).content.decode()
    first = secretary.get(address).content.decode()
    assert "Godkendt." in first

    answer = secretary.post(address, form_of(decision))
    secretary.post(address, form_of(decision))

    line = CommonLine.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, INDEX)
    assert line.document.latest.html == (
        "<p>Vi vil:</p><ul><li>leve længere</li><li>&lt;b&gt;spise&lt;/b&gt; grønt</li></ul>"
    )

    again = {"title": "Nye mål", "token": "21111111-1111-4111-8111-111111111111"}
    facts = again | {"replaces": line.pk, "in_force_from": "01.01.2018"}
    secretary.post(address, form_of(decision, **facts))
    line.refresh_from_db()
    assert (line.replaced_by.title, line.ends_on) == ("Nye mål", date(2018, 1, 1))
    assert "afløst 1. januar 2018" in secretary.get(INDEX).content.decode().replace("\xa0", " ")


def test_a_line_is_ended_by_a_decision(secretary, decision):
    secretary.post(f"{INDEX}ny/{decision.public_id}/", form_of(decision))
    line = CommonLine.objects.get()
    address = f"{INDEX}slut/{line.public_id}/"

    assert "Vælg den beslutning" in secretary.post(address, {"on": "2018-01-01"}).content.decode()
    early = secretary.post(address, {"on": "2016-01-01", "decision": decision.pk})
    assert "før den trådte i kraft" in early.content.decode()
    secretary.post(address, {"on": "2018-01-01", "decision": decision.pk})

    line.refresh_from_db()
    assert (line.ended_by, line.ends_on) == (decision, date(2018, 1, 1))
    assert secretary.get(address).status_code == 404


def test_what_is_wrong_is_said_at_the_field(secretary, decision):
    answer = secretary.post(
        f"{INDEX}ny/{decision.public_id}/", form_of(decision, title="", text="")
    )

    page = answer.content.decode()
    assert "Skriv en titel" in page
    assert "Skriv, hvad kommunerne står for" in page


@pytest.mark.parametrize("name", ["other_secretary", "chair", "contact"])
def test_only_who_keeps_the_council_establishes_a_line(signed_in, decision, name):
    browser = signed_in(name)
    expected = 404 if name == "contact" else 200

    assert browser.get(INDEX).status_code == expected
    assert browser.get(f"{INDEX}ny/{decision.public_id}/").status_code == 404
    assert browser.post(f"{INDEX}ny/{decision.public_id}/", form_of(decision)).status_code == 404
    assert not CommonLine.objects.exists()


def test_members_read_a_closed_line_and_change_nothing(cast, signed_in):
    by = {"by": HOUSE, "at": MORNING}
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **by)
    facts = {"is_closed": True, "public_heading": "Personsag"}
    item = add_item(meeting, section=3, title="Forhandling", **facts, **by)
    made = decide(item, kind="approved", html="<p>Godkendt.</p>", **by)
    minuted(meeting)
    made.refresh_from_db()
    facts = {"title": "Fælles bud", "html": "<p>Højst fem</p>", "in_force_from": date(2017, 2, 6)}
    line = establish_line(made, **facts, **by)

    read = signed_in("mayor")
    page = read.get(INDEX).content.decode()

    for words in ("Fælles bud", "<p>Højst fem</p>"):
        assert words in page
    for way in ("/slut/", "/ny/"):
        assert way not in page
    assert read.get(f"{INDEX}slut/{line.public_id}/").status_code == 404
    assert f'href="{INDEX}"' in read.get("/arbejde/").content.decode()
    assert "Højst fem" not in signed_in("other_secretary").get(INDEX).content.decode()


def test_what_the_municipalities_did_not_carry_says_so_before_and_after(secretary, decision):
    asks = {"title": "Mål", "html": "<p>Godkender I?</p>", "deadlines": [("", date(2017, 5, 1))]}
    by = {"by": HOUSE, "at": MORNING}
    made = recommend(decision, **asks, rule="all", areas=[area("albertslund")], **by)
    open_round(made.round, **by)
    address = f"{INDEX}ny/{decision.public_id}/"
    still_open = "Kommunerne har endnu ikke tiltrådt anbefalingen."
    for page in (INDEX, address):
        assert still_open in secretary.get(page).content.decode()

    secretary.post(address, form_of(decision))
    answered(made.round, "albertslund", "not_approved", at=MORNING)

    page = secretary.get(INDEX).content.decode().replace("\xa0", " ")
    assert still_open not in page
    assert "Kommunerne har ikke tiltrådt anbefalingen (13. februar 2017)." in page
    assert "Linjen gælder alligevel, indtil I ophæver den." in page
    answered(made.round, "albertslund", "approved", at=MORNING, why="Fejl.")
    assert "tiltrådt anbefalingen" not in secretary.get(INDEX).content.decode()
