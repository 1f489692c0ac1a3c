"""An item is written, kept unsaved, looked at, saved; and what a case and a colleague have to do with it."""

import re
from uuid import uuid4

import pytest
from tests.workspace.meetings.preparing import BY, at, text_of, words

from kkr.cases.actions import add_paper, open_case
from kkr.documents.models import UnsavedText
from kkr.meetings.actions import cancel_meeting, edit_item, publish_agenda
from kkr.meetings.models import AgendaItem

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def case(cast):
    return open_case(council=cast.council, title="Mål for sundhed", opened_on=BY["at"].date(), **BY)


@pytest.fixture
def paper(case):
    day = BY["at"].date()
    return add_paper(case, title="Udkast", html="<p>x</p>", dated_on=day, **BY)


def test_an_item_is_put_on_the_agenda_with_all_that_is_said_of_it(secretary, meeting):
    said = {
        "proposal": "Det indstilles, at KKR drøfter turisme.",
        "presenter": "Formanden",
        "minutes": "15",
        "source_url": "www.kl.dk/turisme",
    }

    answer = secretary.post(at(meeting, "agenda_item_new"), words(**said))

    item = AgendaItem.objects.get()
    assert answer["Location"].endswith(f"#punkt-{item.public_id}")
    assert (item.proposal, item.minutes) == (said["proposal"], 15)
    assert item.source_url == "https://www.kl.dk/turisme"
    assert item.document.latest.html == "<p>Tekst</p>"


def test_pressed_twice_it_is_one_item(secretary, meeting):
    form = words(token=str(uuid4()))

    for _press in range(2):
        assert secretary.post(at(meeting, "agenda_item_new"), form).status_code == 302

    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "Skriv en titel"),
        ({"is_closed": "on"}, "Skriv den overskrift"),
        ({"minutes": "et kvarter"}, "Skriv et antal minutter"),
        ({"opens_on": "snart"}, "Skriv en dag"),
        (
            {"is_closed": "on", "public_heading": "Personsag", "opens_on": "01.01.2016"},
            "Vælg en dag efter i dag",
        ),
        (
            {"section": "9"},
            "Det kan ikke vælges her, eller ikke længere. Vælg en af dem, der står her.",
        ),
        ({"case": "99999"}, "Sagen er her ikke længere"),
    ],
)
def test_what_is_wrong_is_said_in_danish_and_nothing_is_lost(secretary, meeting, changes, told):
    answer = secretary.post(at(meeting, "agenda_item_new"), words(**changes))

    page = text_of(answer)
    assert told in page
    assert "&lt;p&gt;Tekst&lt;/p&gt;" in page
    assert not AgendaItem.objects.exists()


def test_a_closed_item_shows_in_the_list_what_everybody_reads(secretary, meeting):
    form = words(is_closed="on", public_heading="Personsag", opens_on="01.03.2018", opens_when="")

    secretary.post(at(meeting, "agenda_item_new"), form)

    assert "alle læser ”Personsag”" in text_of(secretary.get(at(meeting, "agenda")))


def test_an_item_is_changed(secretary, item):
    secretary.post(at(item, "agenda_item"), words(title="Optag", based_on=item.revision))

    item.refresh_from_db()
    assert (item.title, item.section, item.revision) == ("Optag", 3, 2)


def test_who_saves_second_sees_both_texts_and_loses_nothing(secretary, item):
    edit_item(item, based_on=1, title="Kollegas titel", html="<p>Kollegas tekst</p>", **BY)

    answer = secretary.post(at(item, "agenda_item"), words(title="Min titel", based_on=1))

    page = text_of(answer)
    assert answer.status_code == 409
    for text in ("Kollegas titel", "Min titel", "Kollegas", "&lt;p&gt;Tekst&lt;/p&gt;"):
        assert text in page
    again = re.search(r'name="based_on" value="(\d+)"', page)[1]
    assert (
        secretary.post(
            at(item, "agenda_item"), words(title="Min titel", based_on=again)
        ).status_code
        == 302
    )
    item.refresh_from_db()
    assert item.title == "Min titel"


def test_a_clash_names_who_changed_the_item_and_not_who_wrote_its_text(secretary, cast, item):
    mine = words(title=item.title, proposal="", based_on=1)
    secretary.post(at(item, "agenda_item"), mine)
    item.refresh_from_db()
    facts = {"title": item.title, "html": item.document.latest.html, "proposal": "Det indstilles"}
    before = item.revision
    edit_item(item, based_on=before, **facts, by=cast.administrator, at=BY["at"])

    page = text_of(secretary.post(at(item, "agenda_item"), mine | {"based_on": before}))

    assert f"{cast.administrator.name} gemte" in page
    assert f"{cast.secretary.name} gemte" not in page


def test_what_is_not_saved_is_kept_for_its_writer_alone(secretary, signed_in, item):
    path = at(item, "agenda_item")

    answer = secretary.post(path, words(title="Halv", based_on=1), **HTMX)

    assert "Gemt kl. 09.00" in text_of(answer) or "09.00" in text_of(answer)
    assert 'value="Halv"' in text_of(secretary.get(path))
    assert "Halv" not in text_of(signed_in("administrator").get(path))
    secretary.post(path, words(title="Hel", based_on=1))
    assert not UnsavedText.objects.exists()


def test_what_is_begun_and_not_saved_is_gone_on_with_and_thrown_away(secretary, meeting):
    new = at(meeting, "agenda_item_new")
    secretary.post(new, words(title="Begyndt"), **HTMX)
    assert "Skriv videre" in text_of(secretary.get(at(meeting, "agenda")))
    assert 'value="Begyndt"' in text_of(secretary.get(new))

    secretary.post(at(meeting, "agenda_item_new_forget"))

    assert 'value="Begyndt"' not in text_of(secretary.get(new))


def test_two_windows_do_not_write_over_each_other(secretary, item):
    path = at(item, "agenda_item")
    secretary.post(path, words(title="Vindue 1", kept=0, based_on=1), **HTMX)

    answer = secretary.post(path, words(title="Vindue 2", kept=0, based_on=1), **HTMX)

    assert answer.status_code == 409
    assert UnsavedText.objects.get().fields["title"] == "Vindue 1"


def test_a_window_that_missed_an_answer_is_not_taken_for_another(secretary, item):
    path = at(item, "agenda_item")
    page = text_of(secretary.get(path))
    window = re.search(r'name="window" value="([^"]*)"', page)[1]

    def write(title, own=window):
        form = words(title=title, kept=0, window=own, based_on=1)
        return secretary.post(path, form, **HTMX).status_code

    # the answer to the first never came, so the window still says the same number
    assert [write("Et"), write("To"), write("Andet", str(uuid4()))] == [200, 200, 409]
    assert UnsavedText.objects.get().fields["title"] == "To"


@pytest.mark.parametrize("is_new", [True, False])
def test_saving_throws_away_only_the_words_it_saves(secretary, meeting, item, is_new):
    path = at(meeting, "agenda_item_new") if is_new else at(item, "agenda_item")
    secretary.post(path, words(title="Andet vindue", kept=0, based_on=1), **HTMX)

    saved = secretary.post(path, words(title="Gemt", kept=0, based_on=1, token=str(uuid4())))

    assert saved.status_code == 302
    unsaved = UnsavedText.objects.get()
    assert unsaved.fields["title"] == "Andet vindue"
    again = words(title="Andet vindue", kept=unsaved.revision, based_on=2, token=str(uuid4()))
    assert secretary.post(path, again).status_code == 302
    assert not UnsavedText.objects.exists()


def test_it_is_looked_at_with_what_is_not_saved(secretary, item):
    answer = secretary.post(at(item, "agenda_item"), words(title="Set", preview="1"), follow=True)

    assert "<h1" in text_of(answer)
    assert "Set" in text_of(answer)


def test_a_case_and_a_version_of_its_paper_are_chosen_without_a_script(
    secretary, meeting, case, paper
):
    new = at(meeting, "agenda_item_new")
    page = text_of(secretary.post(new, words(choose="1"), follow=True))
    assert case.title in page

    found = text_of(secretary.get(at(meeting, "agenda_item_new_case"), {"q": "mål"}))
    assert f'value="{case.pk}.{paper.pk}"' in found
    nothing = text_of(secretary.get(at(meeting, "agenda_item_new_case"), {"q": "vej"}))
    assert "Ingen sag for rådet" in nothing

    chosen = secretary.post(
        at(meeting, "agenda_item_new_case"), {"chosen": f"{case.pk}.{paper.pk}"}
    )
    form = text_of(secretary.get(chosen["Location"]))
    assert "Udkast, udgave 1" in form
    assert 'value="Turisme"' in form
    secretary.post(new, words(case=case.pk, paper=paper.pk))
    item = AgendaItem.objects.get()
    assert (item.case, item.paper) == (case, paper)


def test_a_case_of_another_council_is_not_there(secretary, meeting, register):
    from kkr.council.models import Council

    sjaelland = Council.objects.get(slug="sjaelland")
    other = open_case(council=sjaelland, title="Sjællands sag", opened_on=BY["at"].date(), **BY)

    assert other.title not in text_of(secretary.get(at(meeting, "agenda_item_new_case")))
    answer = secretary.post(at(meeting, "agenda_item_new"), words(case=other.pk))
    assert "Sagen er her ikke længere" in text_of(answer)


def test_an_agenda_that_is_over_takes_no_item_and_says_so(secretary, meeting):
    cancel_meeting(meeting, why="Snestorm", **BY)

    assert "kan ikke ændres længere" in text_of(secretary.get(at(meeting, "agenda_item_new")))
    answer = secretary.post(at(meeting, "agenda_item_new"), words())
    assert answer.status_code == 200
    assert "Aflyst" in text_of(answer)


def test_an_item_is_taken_off_and_a_published_one_says_why(secretary, meeting, item, second):
    secretary.post(at(second, "agenda_item_withdraw"), {"why": ""})
    publish_agenda(meeting, **BY)
    path = at(item, "agenda_item_withdraw")

    assert "Skriv hvorfor" in text_of(secretary.post(path, {"why": ""}))
    secretary.post(path, {"why": "Sagen er ikke klar."})

    item.refresh_from_db()
    assert item.withdrawn_why == "Sagen er ikke klar."
    assert "Sagen er ikke klar." in text_of(secretary.get(at(meeting, "agenda")))


def test_what_is_pasted_is_tidied(secretary, meeting):
    html = '<p class="MsoNormal" style="x">Hej</p><script>1</script>'

    assert secretary.post(at(meeting, "agenda_tidy"), {"html": html}).json()["html"] == "<p>Hej</p>"
