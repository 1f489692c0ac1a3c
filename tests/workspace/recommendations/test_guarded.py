"""What a guard finds in a question or an answer is said where it was written, in Danish."""

import pytest
from tests.workspace.programs.conftest import APPROVED, address_of, program_of
from tests.workspace.recommendations.conftest import THEN
from tests.workspace.recommendations.test_by_link import SAID, newest, way_in
from tests.workspace.recommendations.test_importing import HERE, hidden, looked_at

from kkr.ledger.models import Entry
from kkr.meetings.opening import opening_of
from kkr.rounds.actions import reword
from kkr.rounds.models import Reply, State

pytestmark = pytest.mark.django_db
NUMBER = "070761-4285"
REMARK = {"answer": "approved_with_remarks", "remark": f"Se {NUMBER}.", "decided_on": "07.02.2017"}
TOLD = "ligner et CPR-nummer"
WHY = {"override": "Nummeret er opdigtet."}


def test_a_question_with_a_number_is_sent_out_with_a_reason_only(secretary, drafted):
    reword(drafted.round, html=f"<p>{NUMBER}</p>", based_on=1, **THEN)
    assert TOLD in secretary.get(f"{HERE}send/").content.decode()

    assert secretary.post(f"{HERE}send/").status_code == 200
    drafted.round.refresh_from_db()
    assert drafted.round.state == State.DRAFT

    secretary.post(f"{HERE}send/", WHY)
    drafted.round.refresh_from_db()
    assert drafted.round.state == State.OPEN
    assert WHY["override"] in Entry.objects.get(verb="rounds.opened").payload.text


def test_a_contact_is_told_at_the_remark_and_by_a_link_too(client, signed_in, asked, made):
    link = way_in(newest())
    for browser, address in (
        (signed_in("contact"), f"/arbejde/svar/{asked.public_id}/"),
        (client, link),
    ):
        page = browser.post(address, REMARK | WHY).content.decode()
        assert TOLD in page
        assert "sekretariat" in page
        assert "Hvorfor skal det være offentligt alligevel" not in page

    assert not Reply.objects.exists()
    assert not newest().text.count("bekraeft")


def test_a_program_is_told_at_the_field(cast, made, asked):
    answer = program_of(cast, "albertslund").put(
        address_of(asked, "/answer"), APPROVED | {"case_number": NUMBER}
    )

    assert answer.status_code == 422
    (wrong,) = answer.json()["errors"]
    assert wrong["field"] == "case_number"
    assert NUMBER not in wrong["detail"]


def test_the_secretary_enters_it_with_a_reason(secretary, asked):
    address = f"{HERE}svar/{asked.public_id}/"
    said = REMARK | {"case_number": "17/1"}
    page = secretary.post(address, said).content.decode()
    assert TOLD in page
    assert "Hvorfor skal det være offentligt alligevel" in page

    secretary.post(address, said | WHY)

    assert Reply.objects.get().answer == "approved_with_remarks"


def test_a_table_with_a_number_is_brought_in_with_a_reason_only(secretary, made):
    rows = f"Kommune\tSvar\tBemærkning\tSagsnummer\nGlostrup\tGodkendt\t{NUMBER}\t17/2"
    page = looked_at(secretary, rows)
    assert TOLD in page
    assert "Hvorfor skal det være offentligt alligevel" in page

    refused = secretary.post(f"{HERE}indlaes/", hidden(page)).content.decode()
    assert TOLD in refused
    assert not Reply.objects.exists()

    secretary.post(f"{HERE}indlaes/", hidden(page) | WHY)
    assert Reply.objects.get().remark == NUMBER


def test_what_was_asked_and_answered_is_looked_at_when_the_item_opens(secretary, made, asked):
    secretary.post(f"{HERE}svar/{asked.public_id}/", SAID | {"case_number": "17/1"})

    said = [piece.text + piece.html for piece in opening_of(made.decision.item).pieces]

    assert "<p>Godkender I målene?</p>" in said
    assert "17/1" in said
