"""Taking minutes: decisions are kept while they are written, saved once, and never written over."""

import pytest
from tests.cast import each_of
from tests.meetings.council_at_work import BY, held
from tests.workspace.minutes.desk import HX, form_on, item_at, part_of, sent_by, where

from kkr.cases.actions import open_case
from kkr.meetings.actions import change_decision, decide, edit_item, exclude_member, withdraw_item
from kkr.meetings.models import Decision, Meeting, UnsavedDecision

pytestmark = pytest.mark.django_db
PAGES = (
    "referat/",
    "referat/slut/",
    "referat/vis/",
    "referat/udgiv/",
    "referat/udgaver/",
    "fremmoede/",
    "fremmoede/suppleant/",
    "opfoelgning/",
)
STRANGERS = ("other_secretary", "chair", "mayor", "official", "contact", "newcomer")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", each_of(STRANGERS))
def test_who_takes_no_minutes_finds_no_such_page(signed_in, meeting, name, page):
    assert signed_in(name).get(where(meeting, page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_for_the_secretary(secretary, meeting, page):
    assert secretary.get(where(meeting, page)).status_code == 200


@pytest.mark.parametrize("name", each_of(STRANGERS))
def test_nobody_else_writes_or_keeps_anything(signed_in, meeting, item, name):
    client = signed_in(name)

    for sent in (client.post(item_at(item), {}), client.post(item_at(item), {}, **HX)):
        assert sent.status_code == 404
    assert client.post(where(meeting, "referat/slut/"), {}).status_code == 404
    assert client.post(where(meeting, "fremmoede/opraab/"), {}).status_code == 404
    assert not UnsavedDecision.objects.exists()


def test_a_decision_is_written_as_it_is_typed(secretary, item):
    words = {"kind": "approved", "text": "Godkendt.\n\n- A\n- B <b>", "dissent": "X tog forbehold."}

    sent = secretary.post(item_at(item), form_on(secretary, item, is_newsworthy="on", **words))

    made = Decision.objects.get()
    assert (sent.status_code, made.kind, made.is_newsworthy) == (302, "approved", True)
    assert made.document.latest.html == "<p>Godkendt.</p><ul><li>A</li><li>B &lt;b&gt;</li></ul>"
    assert made.dissent == "X tog forbehold."


def test_a_double_press_makes_one_decision(secretary, item):
    form = form_on(secretary, item, kind="approved", text="Godkendt.")

    for _press in range(2):
        assert secretary.post(item_at(item), form).status_code == 302

    assert Decision.objects.count() == 1
    assert Decision.objects.get().document.versions.count() == 1


def test_several_decisions_stand_on_one_item(secretary, item):
    for kind in ("discussed", "recommended"):
        secretary.post(item_at(item), form_on(secretary, item, kind=kind, text=kind))

    assert [each.kind for each in item.decisions.in_order()] == ["discussed", "recommended"]


def test_who_did_not_see_a_colleagues_decision_is_asked_before_there_are_two(secretary, item):
    form = form_on(secretary, item, kind="approved", text="Godkendt.")
    decide(item, kind="discussed", html="<p>Kollegaens</p>", **BY)

    refused = secretary.post(item_at(item), form)

    part = part_of(refused.content.decode(), item)
    assert "En kollega har imens noteret en beslutning" in part
    assert "er der to beslutninger på punktet" in part
    assert '<details class="more">' not in part, "mine stands open beside it"
    assert "Godkendt.</textarea>" in part
    assert [each.kind for each in item.decisions.all()] == ["discussed"]
    secretary.post(item_at(item), form_on(secretary, item, kind="approved", text="Godkendt."))
    assert [each.kind for each in item.decisions.in_order()] == ["discussed", "approved"]


def test_ending_too_early_and_without_anybody_there_is_warned_of(secretary, meeting):
    page = secretary.get(where(meeting, "referat/slut/")).content.decode().replace("\xa0", " ")

    assert "Mødet er først den 20. februar 2017" in page
    assert "Ingen er noteret som til stede" in page


def test_what_was_not_touched_is_not_written_again(secretary, item):
    made = decide(item, kind="approved", html="<p>En</p>", **BY)
    form = form_on(secretary, item, kind="discussed", text="To")
    change_decision(made, based_on=1, kind="approved", html="<p>Kollegaens</p>", **BY)

    assert secretary.post(item_at(item), form).status_code == 302

    texts = [each.document.latest.text for each in item.decisions.in_order()]
    assert texts == ["Kollegaens", "To"]


def test_who_is_second_sees_both_texts_and_loses_none(secretary, item):
    made = decide(item, kind="approved", html="<p>En</p>", **BY)
    form = form_on(secretary, item, number=0, kind="approved", text="Mine ord")
    change_decision(made, based_on=1, kind="rejected", html="<p>Kollegaens ord</p>", **BY)

    answer = secretary.post(item_at(item), form)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Kollegaens" in page
    assert "Mine" in page
    assert made.document.versions.count() == 2

    again = sent_by(page, item)
    assert secretary.post(item_at(item), again).status_code == 302
    assert made.document.latest.html == "<p>Mine ord</p>"


def test_who_is_second_can_save_though_the_words_were_kept_while_they_were_written(secretary, item):
    """The script keeps what is written before each press of the button."""
    made = decide(item, kind="approved", html="<p>En</p>", **BY)
    form = form_on(secretary, item, number=0, kind="approved", text="Mine ord")
    change_decision(made, based_on=1, kind="approved", html="<p>Kollegaens ord</p>", **BY)
    form["kept"] = secretary.post(item_at(item), form, **HX).json()["kept"]

    again = sent_by(secretary.post(item_at(item), form).content.decode(), item)

    assert secretary.post(item_at(item), again, **HX).status_code == 200
    assert secretary.post(item_at(item), again).status_code == 302
    assert made.document.latest.text == "Mine ord"


def test_words_kept_in_another_window_are_not_taken_for_those_that_were_refused(secretary, item):
    form = form_on(secretary, item, text="Uden art")
    secretary.post(item_at(item), form_on(secretary, item, text="Andet vindue"), **HX)

    again = sent_by(secretary.post(item_at(item), form).content.decode(), item)

    assert secretary.post(item_at(item), again, **HX).status_code == 409


def test_who_takes_a_colleagues_words_over_writes_no_new_version(secretary, item):
    made = decide(item, kind="approved", html="<p>En</p>", **BY)
    form = form_on(secretary, item, number=0, kind="approved", text="Mine ord")
    change_decision(made, based_on=1, kind="rejected", html="<p>Kollegaens ord</p>", **BY)
    again = sent_by(secretary.post(item_at(item), form).content.decode(), item)
    key = made.public_id.hex

    theirs = again | {f"{key}-kind": "rejected", f"{key}-text": "Kollegaens ord"}
    assert secretary.post(item_at(item), theirs).status_code == 302
    assert made.document.versions.count() == 2
    before = again | {f"{key}-kind": "approved", f"{key}-text": "En"}
    assert secretary.post(item_at(item), before).status_code == 302
    assert made.document.latest.text == "En"


def test_a_text_without_a_kind_says_what_is_missing_and_stays(secretary, item):
    page = secretary.post(item_at(item), form_on(secretary, item, text="Uden art")).content.decode()

    assert "Vælg, hvad rådet gjorde med punktet." in page
    assert "Uden art" in page
    assert not Decision.objects.exists()


def test_what_is_written_is_kept_for_its_writer_alone(signed_in, secretary, item):
    form = form_on(secretary, item, text="Halvt skrevet")

    answer = secretary.post(item_at(item), form, **HX)

    assert "kun for dig" in answer.json()["said"]
    assert "Halvt skrevet" in part_of(secretary.get(where(item.meeting)).content.decode(), item)
    administrator = signed_in("administrator").get(where(item.meeting)).content.decode()
    assert "Halvt skrevet" not in administrator
    assert not Decision.objects.exists()


def test_saving_throws_the_unsaved_words_away(secretary, item):
    secretary.post(item_at(item), form_on(secretary, item, text="Halvt"), **HX)
    form = form_on(secretary, item, kind="approved", text="Helt")

    secretary.post(item_at(item), form)

    assert not UnsavedDecision.objects.exists()


def test_what_is_taken_back_to_what_is_saved_is_no_longer_unsaved(secretary, item):
    secretary.post(item_at(item), form_on(secretary, item, text="Halvt"), **HX)

    answer = secretary.post(item_at(item), form_on(secretary, item, text=""), **HX)

    assert answer.json() == {"said": "", "kept": 0}
    assert not UnsavedDecision.objects.exists()


def test_one_window_does_not_write_over_another(secretary, item):
    first = form_on(secretary, item, text="Første vindue")
    secretary.post(item_at(item), form_on(secretary, item, text="Andet vindue"), **HX)

    answer = secretary.post(item_at(item), first, **HX)

    assert answer.status_code == 409
    assert "Andet vindue" in str(UnsavedDecision.objects.get().words)
    instead = first | {"kept": answer.json()["kept"]}
    assert secretary.post(item_at(item), instead, **HX).status_code == 200
    assert "Første vindue" in str(UnsavedDecision.objects.get().words)


def test_unsaved_words_can_be_thrown_away(secretary, item):
    secretary.post(item_at(item), form_on(secretary, item, text="Halvt"), **HX)

    secretary.post(f"{item_at(item)}forfra/")

    assert not UnsavedDecision.objects.exists()


def test_a_script_that_is_signed_out_is_told_so(client, item):
    assert client.post(item_at(item), {}, **HX).status_code == 401


def test_a_text_with_formatting_stands_as_html_and_keeps_it(secretary, item):
    html = "<p>En <strong>fed</strong> tekst</p>"
    made = decide(item, kind="approved", html=html, **BY)
    part = part_of(secretary.get(where(item.meeting)).content.decode(), item)
    assert "&lt;strong&gt;" in part
    form = form_on(
        secretary, item, number=0, kind="approved", as_html="1", text=f"{html}<p>Og mere</p>"
    )

    secretary.post(item_at(item), form)

    assert made.document.latest.html == f"{html}<p>Og mere</p>"


def test_the_meeting_does_not_end_while_an_item_is_undecided_without_a_reason(secretary, meeting):
    page = secretary.post(where(meeting, "referat/slut/"), {"undecided": ""}).content.decode()
    assert "3.1 Dimensionering" in page
    assert "3.2 Valg af direktør" in page
    assert Meeting.objects.get(pk=meeting.pk).state == "called"

    why = {"undecided": "Mødet løb tør for tid."}
    for _press in range(2):
        assert secretary.post(where(meeting, "referat/slut/"), why).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).state == "held"
    again = secretary.get(where(meeting, "referat/udgiv/")).content.decode()
    assert "Mødet løb tør for tid.</textarea>" in again


def test_what_is_not_saved_is_said_before_the_meeting_ends(secretary, meeting, item):
    secretary.post(item_at(item), form_on(secretary, item, text="Halvt"), **HX)

    assert (
        "ét punkt, er ikke gemt" in secretary.get(where(meeting, "referat/slut/")).content.decode()
    )


def test_what_a_colleague_has_not_saved_is_said_too_and_no_word_of_it(
    cast, signed_in, secretary, meeting, item, closed
):
    colleague = signed_in("administrator")
    for each in (item, closed):
        colleague.post(item_at(each), form_on(colleague, each, text="Halvt skrevet"), **HX)

    page = secretary.get(where(meeting, "referat/slut/")).content.decode()

    assert f"{cast.administrator.name} har skrevet noget, der ikke er gemt, på 3.1, 3.2." in page
    assert "Halvt skrevet" not in page
    assert "skrevet noget" not in colleague.get(where(meeting, "referat/slut/")).content.decode()
    end = {"undecided": "Mødet løb tør for tid."}
    assert secretary.post(where(meeting, "referat/slut/"), end).status_code == 302


def test_a_decision_noted_by_mistake_is_taken_back(secretary, meeting, item):
    made = decide(item, kind="rejected", **BY)
    page = where(meeting, f"referat/beslutning/{made.public_id}/tag-tilbage/")
    assert secretary.get(page).status_code == 200

    assert secretary.post(page, {"drop": "1"}).status_code == 302

    assert not Decision.objects.exists()


def test_the_page_says_who_takes_no_part_in_an_item(cast, secretary, meeting, closed):
    mayor = cast.mayor.role_grants.get().membership.person
    exclude_member(closed, mayor, why="Inhabil", **BY)

    part = part_of(secretary.get(where(meeting)).content.decode(), closed)

    assert "Deltager ikke i dette punkt: Mayor of the test" in part


def test_a_meeting_that_is_over_is_not_ended_again(secretary, meeting, item):
    held(meeting)

    page = secretary.get(where(meeting)).content.decode()

    assert "Afslut mødet" not in page


@pytest.fixture
def of_case(cast, item):
    """The item with a case it is about."""
    made = open_case(council=cast.council, title="Optag", opened_on=BY["at"].date(), **BY)
    facts = {"title": item.title, "html": "<p>Optaget</p>", "case": made}
    return edit_item(item, based_on=item.revision, **facts, **BY)


def test_sending_back_asks_for_a_wish(secretary, of_case):
    sent = secretary.post(item_at(of_case), form_on(secretary, of_case, kind="referred_back"))

    assert "Skriv mindst ét ønske" in sent.content.decode()
    assert not Decision.objects.exists()


def test_without_a_case_nothing_is_sent_back(secretary, item):
    words = {"kind": "referred_back", "wishes": "Fokus"}

    sent = secretary.post(item_at(item), form_on(secretary, item, **words))

    assert "Punktet hører ikke til en sag" in sent.content.decode()
    assert not Decision.objects.exists()


def test_an_old_decision_that_was_sent_back_without_a_wish_is_put_right_in_a_word(secretary, item):
    made = decide(item, kind="approved", html="<p>Sendt tilbge</p>", **BY)
    Decision.objects.filter(pk=made.pk).update(kind="referred_back")

    sent = secretary.post(item_at(item), form_on(secretary, item, number=0, text="Sendt tilbage"))

    assert sent.status_code == 302
    assert made.document.latest.text == "Sendt tilbage"


def test_the_last_wish_is_not_taken_out(secretary, of_case):
    made = decide(of_case, kind="referred_back", wishes=["Fokus"], **BY)

    sent = secretary.post(item_at(of_case), form_on(secretary, of_case, number=0, wishes=""))

    assert f'id="id_{made.public_id.hex}-wishes_error"' in sent.content.decode()
    assert made.wishes_listed == ["Fokus"]


def test_wishes_are_written_one_a_line_and_stand_in_the_field_again(secretary, of_case):
    item = of_case
    words = {"kind": "referred_back", "text": "Sendt tilbage.", "wishes": "- Færre temaer\n\nFokus"}

    secretary.post(item_at(item), form_on(secretary, item, **words), **HX)
    assert "Færre temaer" in UnsavedDecision.objects.get().words.popitem()[1]["wishes"]
    secretary.post(item_at(item), form_on(secretary, item, **words))

    made = Decision.objects.get()
    assert made.wishes_listed == ["Færre temaer", "Fokus"]
    assert "Færre temaer\nFokus</textarea>" in secretary.get(where(item.meeting)).content.decode()
    assert not UnsavedDecision.objects.exists()
    secretary.post(item_at(item), form_on(secretary, item, number=0, wishes="Fokus"))
    assert made.wishes.get().text == "Fokus"


@pytest.mark.parametrize(
    ("kind", "wishes", "told"),
    [
        ("approved", "Fokus", "Kun en beslutning, der sender sagen tilbage, har ønsker."),
        ("referred_back", "x" * 401, "Et ønske kan være 400 tegn langt."),
    ],
)
def test_a_wish_that_cannot_stand_there_is_refused_in_words(secretary, of_case, kind, wishes, told):
    item = of_case
    sent = secretary.post(item_at(item), form_on(secretary, item, kind=kind, wishes=wishes))

    assert told in sent.content.decode()
    assert not Decision.objects.exists()


def test_a_withdrawn_item_is_said_in_the_words_that_readers_have(secretary, meeting, item):
    withdraw_item(item, why="Sagen venter.", **BY)

    page = secretary.get(where(meeting, "referat/")).content.decode()

    assert "Taget af dagsordenen" in page
    assert "Trukket tilbage" not in page
