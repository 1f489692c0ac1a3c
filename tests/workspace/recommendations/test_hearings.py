"""A secretary asks the members of the council in writing, and ends it; members answer at the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.consulting import a_case
from tests.meetings.hearing_members import LAST_DAY, answered, asked_of, drafted, seated, sent
from tests.workspace.recommendations.conftest import THEN

from kkr.cases.actions import add_paper
from kkr.meetings.actions import plan_meeting
from kkr.meetings.models import AgendaItem, Decision, WrittenHearing
from kkr.outbox.models import Mail
from kkr.rounds.asking import Notice, Told
from kkr.rounds.models import Reply
from kkr.workspace.recommendations.letters import letter_of

pytestmark = pytest.mark.django_db
MAYOR = "Mayor of the test"
STRANGERS = ("other_secretary", "chair", "member", "official", "contact", "newcomer")


@pytest.fixture
def case(cast):
    return a_case(cast.council)


@pytest.fixture
def out(cast, case):
    return sent(cast, case)


def page_of(made) -> str:
    return f"/arbejde/skriftlige-hoeringer/{made.public_id}/"


def text_of(client, address: str) -> str:
    return client.get(address).content.decode().replace("\xa0", " ")


def of_member(made, name=MAYOR) -> str:
    return f"/arbejde/svar/{asked_of(made, name).public_id}/"


def test_from_a_case_to_a_hearing_that_is_out(secretary, case, cast):
    seated(cast, "Bo")
    version = add_paper(case, title="Udkast", html="<p>Ti mål</p>", dated_on=LAST_DAY, **THEN)
    desk = f"/arbejde/sager/{case.public_id}/"
    new = f"{desk}skriftlig-hoering/"
    assert new in text_of(secretary, desk)
    said = {"title": "Tilskud", "html": "<p>Gives.</p>", "about": version.pk}
    assert "deadline_on" in secretary.post(new, said).context["form"].errors

    answer = secretary.post(new, said | {"deadline_on": "20.02.2017"})

    made = WrittenHearing.objects.get()
    page = page_of(made)
    assert answer["Location"] == page
    draft = text_of(secretary, page)
    assert "1 medlem bliver spurgt" in draft
    assert "Ti mål" in draft
    assert page in text_of(secretary, desk)
    assert page in text_of(secretary, "/arbejde/")

    secretary.post(f"{page}ret/", {"html": "<p>Gives i 2017.</p>", "based_on": 1})
    secretary.post(f"{page}send/")

    assert "Gives i 2017." in text_of(secretary, page)
    assert "0 af 1 tiltræder" in text_of(secretary, page)
    assert Mail.objects.get().to == "bo@example.dk"
    assert secretary.get(f"{page}send/")["Location"] == page
    assert "Det er sendt ud, så det, der spørges om, kan ikke ændres" in text_of(secretary, page)


def test_a_member_finds_it_on_the_desk_answers_and_changes_the_answer(client, out, cast):
    answered(out, "Bo", "disagrees", "For dyrt.")
    client.force_login(cast.mayor)
    page = of_member(out)
    desk = text_of(client, "/arbejde/")
    assert page in desk
    assert "Svar på skriftlig høring" in desk
    shown = text_of(client, page)
    assert "tilskuddet gives" in shown
    assert "For dyrt." in shown
    for other in ("decided_on", "source_url", "case_number", "path", "stage"):
        assert f'name="{other}"' not in shown
    assert client.get(f"{page}punkt/").status_code == 404

    assert (
        "Skriv den bemærkning"
        in client.post(page, {"answer": "agrees_with_remark"}).content.decode()
    )
    client.post(page, {"answer": "agrees"})
    client.post(page, {"answer": "wants_a_meeting", "why": "Bo har ret."})

    assert [each.answer for each in Reply.objects.filter(asked=asked_of(out, MAYOR))] == [
        "agrees",
        "wants_a_meeting",
    ]
    assert page not in text_of(client, "/arbejde/").split("</nav>")[-1]
    assert page in text_of(client, "/arbejde/svar/")
    assert client.get(of_member(out, "Bo")).status_code == 404


def test_nobody_else_has_these_pages(client, out, cast):
    names = (
        "",
        "ret/",
        "send/",
        "frist/",
        "traek-tilbage/",
        "bilag/",
        "beslut/",
        "til-moede/",
        "inhabil/",
    )
    for name in (*STRANGERS, "mayor"):
        client.force_login(getattr(cast, name))
        new = f"/arbejde/sager/{out.case.public_id}/skriftlig-hoering/"
        for address in (new, *(f"{page_of(out)}{each}" for each in names)):
            assert client.get(address).status_code == 404, (name, address)
        if name != "mayor":
            assert client.get(of_member(out)).status_code == 404, name


def test_the_secretary_follows_enters_an_answer_and_decides(secretary, out):
    answered(out, MAYOR)
    answered(out, "Bo", "agrees_with_remark", "Kun i år.")
    page = page_of(out)
    shown = text_of(secretary, page)
    assert "2 af 3 tiltræder" in shown
    assert "ingen konto på pladsen" in shown
    assert "Kun i år." in shown
    assert "har ikke svaret" in text_of(secretary, f"{page}beslut/")
    refused = secretary.post(f"{page}beslut/", {"kind": "approved"})
    assert "har ikke svaret" in refused.content.decode()

    entry = f"{page}svar/{asked_of(out, 'Eva').public_id}/"
    assert secretary.post(entry, {"answer": "disagrees"})["Location"] == page
    said = {"kind": "approved", "text": "Tilskuddet gives.", "dissent": "Eva er imod."}
    answer = secretary.post(f"{page}beslut/", said)

    made = Decision.objects.get()
    assert (made.document.latest.html, made.dissent) == ("<p>Tilskuddet gives.</p>", "Eva er imod.")
    assert answer["Location"] == f"/arbejde/hovedstaden/moeder/{made.item.meeting.slug}/"
    assert answer["Location"] in text_of(secretary, page)
    assert "ingen indstilling" not in text_of(secretary, f"{answer['Location']}dagsorden/udgiv/")
    assert secretary.get(f"{page}beslut/")["Location"] == page
    assert secretary.post(f"{page}beslut/", said)["Location"] == answer["Location"]
    late = secretary.post(f"{page}beslut/", said | {"kind": "rejected"})
    assert late.status_code == 409
    assert "En kollega kom først" in late.content.decode()
    assert Decision.objects.count() == 1


def test_a_hearing_costs_the_same_however_many_answer(secretary, out, cast):
    page = page_of(out)
    text_of(secretary, page)
    costs = []
    for name in (MAYOR, "Bo"):
        answered(out, name, "agrees_with_remark", "Kun i år.")
        with CaptureQueriesContext(connection) as asked:
            text_of(secretary, page)
        costs.append(len(asked))

    assert costs[0] == costs[1] < 15


def test_what_a_member_wants_on_a_meeting_is_put_on_its_agenda(secretary, out, cast):
    answered(out, "Bo", "wants_a_meeting")
    meeting = plan_meeting(council=cast.council, held_on=LAST_DAY, **THEN)
    page = page_of(out)
    assert page in text_of(secretary, "/arbejde/")
    assert "ønsker sagen på et møde" in text_of(secretary, page)

    secretary.post(f"{page}til-moede/", {"meeting": meeting.pk})

    assert AgendaItem.objects.get().meeting == meeting
    assert page not in text_of(secretary, "/arbejde/").split("</nav>")[-1]


def test_no_readers_are_promised_why_it_is_withdrawn(secretary, out):
    withdraw = f"{page_of(out)}traek-tilbage/"
    assert "læserne ser den ikke" in text_of(secretary, withdraw)
    refused = secretary.post(withdraw, {"why": ""}).context["form"]
    assert refused.errors["why"] == ["Skriv, hvorfor spørgsmålet trækkes tilbage."]


def test_a_draft_has_no_answers_to_end(secretary, cast, case):
    page = page_of(drafted(cast, case))
    for each in ("beslut/", "til-moede/"):
        assert secretary.get(f"{page}{each}")["Location"] == page
        assert "Det er ikke sendt ud endnu" in text_of(secretary, page)


def test_who_is_disqualified_is_named_before_it_is_sent_and_in_what_is_decided(
    secretary, cast, case
):
    bo = seated(cast, "Bo").role_grants.get().membership.person
    seated(cast, "Ida")
    made = drafted(cast, case)
    page = page_of(made)
    leave_out = f"{page}inhabil/"
    assert leave_out in text_of(secretary, page)
    assert "why" in secretary.post(leave_out, {"person": bo.pk}).context["form"].errors

    assert secretary.post(leave_out, {"person": bo.pk, "why": "Ejer messen"})["Location"] == page

    shown = text_of(secretary, page)
    assert "1 medlem bliver spurgt" in shown
    assert "Ejer messen" in shown
    again = f"{leave_out}{made.exclusions.get().pk}/"
    assert again in shown
    assert secretary.post(again, {"why": ""}).context["form"].errors
    secretary.post(f"{page}send/")
    assert secretary.get(leave_out)["Location"] == secretary.get(again)["Location"] == page
    answered(made, "Ida")
    assert "Ejer messen" in text_of(secretary, page)
    assert "ikke spurgt: Bo." in text_of(secretary, f"{page}beslut/")


@pytest.mark.parametrize("what", ["before3", "late", "moved"])
def test_a_member_is_reminded_in_the_second_person(out, what):
    asked = asked_of(out, MAYOR)
    told = Told(what, asked, asked.round.steps.get())

    letter = letter_of(Notice("mayor@example.dk", MAYOR, (told,)))
    several = letter_of(Notice("mayor@example.dk", MAYOR, (told, told)))

    assert MAYOR not in " ".join(letter.paragraphs)
    assert not [link for link in several.links if MAYOR in link.label]
