"""Before a case or a version becomes public, the desk shows what was looked for and what was found."""

from datetime import date

import pytest
from tests.cast import HOUSE, LONG_AGO

from kkr.cases.actions import add_paper, open_case
from kkr.cases.models import Case, PaperVersion
from kkr.ledger.models import Entry

pytestmark = pytest.mark.django_db
NUMBER = "111111-1118"


@pytest.fixture
def paper(cast):
    facts = {"summary": "Om mål.", "by": HOUSE, "at": LONG_AGO}
    case = open_case(council=cast.council, title="Mål", opened_on=LONG_AGO.date(), **facts)
    html = f"<p>Ring til {NUMBER}.</p>"
    return add_paper(
        case, title="Notat", html=html, dated_on=date(2017, 1, 1), by=HOUSE, at=LONG_AGO
    ).paper


def test_a_number_in_a_paper_holds_it_back_until_there_is_a_reason(client, cast, paper):
    client.force_login(cast.secretary)
    release = f"/arbejde/sager/{paper.case.public_id}/papirer/{paper.slug}/1/frigiv/"
    assert "Hvorfor skal det være offentligt alligevel?" in client.get(release).content.decode()

    held = client.post(release)
    assert (held.status_code, NUMBER in held.content.decode()) == (200, False)
    assert not PaperVersion.objects.filter(released_at__isnull=False).exists()

    client.post(release, {"override": "Det er et eksempel."})
    assert PaperVersion.objects.filter(released_at__isnull=False).exists()
    assert NUMBER not in Entry.objects.latest("position").payload.text


def test_what_holds_nothing_is_opened_with_one_press(client, cast, paper):
    client.force_login(cast.secretary)

    client.post(f"/arbejde/sager/{paper.case.public_id}/aabn/")

    assert Case.objects.get().is_public
