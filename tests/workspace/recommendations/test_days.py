"""The days of a question are put right where they are written, before it is a draft; so is how many it takes."""

import pytest
from tests.cases.consulting import a_case
from tests.rounds.asking_around import area

from kkr.rounds.models import Round

pytestmark = pytest.mark.django_db
INDEX = "/arbejde/hovedstaden/anbefalinger/"
SAID = {"title": "Mål", "html": "<p>Hvad mener I?</p>", "whom": "some", "rule": "all"}
OVER, COMING, LATER = "01.02.2017", "01.04.2017", "01.05.2017"


@pytest.fixture(params=["recommendation", "consultation"])
def new(request):
    """Where a question in one step or two is begun."""
    if request.param == "recommendation":
        return f"{INDEX}ny/{request.getfixturevalue('decision').public_id}/"
    case = a_case(request.getfixturevalue("cast").council)
    return f"/arbejde/sager/{case.public_id}/hoeringer/ny/"


def refused(browser, page: str, **days: str) -> dict[str, list[str]]:
    said = SAID | {"areas": [area("glostrup").pk]} | days
    found = browser.post(page, said).context["form"].errors
    assert not Round.objects.exists()
    return {name: list(map(str, reasons)) for name, reasons in found.items()}


def test_a_day_that_is_over_is_refused_in_the_draft_at_its_field(secretary, new):
    over = ["Den dag er gået. Vælg en, der kommer."]
    assert refused(secretary, new, deadline_on=OVER) == {"deadline_on": over}
    assert refused(secretary, new, first_on=OVER, deadline_on=COMING) == {"first_on": over}


def test_so_it_is_in_a_written_hearing(secretary, cast):
    page = f"/arbejde/sager/{a_case(cast.council).public_id}/skriftlig-hoering/"
    assert list(refused(secretary, page, deadline_on=OVER)) == ["deadline_on"]


def test_a_first_day_after_the_last_is_put_right_at_the_first(secretary, new):
    found = refused(secretary, new, first_on=LATER, deadline_on=COMING)
    assert found == {"first_on": ["Vælg en dag, der ligger før svarfristen."]}


def test_how_many_it_takes_is_never_folded_away(secretary, decision):
    page = secretary.get(f"{INDEX}ny/{decision.public_id}/").content.decode()
    before = page[: page.index('name="number"')]
    assert before.count("<details") == before.count("</details>")
