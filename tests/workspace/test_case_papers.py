"""Papers at the desk: written by one at a time, kept while they are, compared, released."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import HOUSE
from tests.documents.pictures import photograph
from tests.readers import body_of
from tests.workspace.conftest import MORNING

from kkr.cases.actions import (
    add_paper,
    answer_wish,
    edit_case,
    open_case,
    publish_case,
    put_official_on,
    send_back,
)
from kkr.cases.models import Paper, PaperVersion
from kkr.documents.models import EditLock, File, UnsavedText
from kkr.ledger import clock

pytestmark = pytest.mark.django_db
DAY = date(2017, 2, 6)
BY = {"by": HOUSE, "at": MORNING}
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(cast):
    return open_case(council=cast.council, title="Mål", summary="Kort.", opened_on=DAY, **BY)


@pytest.fixture
def first(case):
    table = "<table><tbody><tr><td>Albertslund</td><td>10</td></tr></tbody></table>"
    return add_paper(case, title="Udkast", html=f"<p>Ti temaer</p>{table}", dated_on=DAY, **BY)


@pytest.fixture
def official(signed_in, cast, case):
    put_official_on(case, user=cast.official, **BY)
    return signed_in("official")


def of_case(case, what=""):
    return f"/arbejde/sager/{case.public_id}/{what}"


def of_paper(case, what=""):
    return of_case(case, f"papirer/udkast/{what}")


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode().replace("\xa0", " ")


def next_version(**changes):
    facts = {"what_changed": "Færre temaer", "based_on": 1, "dated_on": "2017-02-13"}
    return {"html": "<p>Tre temaer</p>", **facts, **changes}


def later(monkeypatch, minutes):
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(minutes=minutes))


# The first version, and the next


def test_a_paper_is_added_once_however_often_the_button_is_pressed(secretary, case):
    token = re.search(
        r'name="token" value="([^"]+)"', text(secretary.get(of_case(case, "nyt-papir/")))
    )
    form = {"title": "Udkast", "html": "<p>Et</p>", "dated_on": "2017-02-13", "token": token[1]}

    first, second = (secretary.post(of_case(case, "nyt-papir/"), form) for _ in range(2))

    assert first["Location"] == second["Location"] == of_paper(case)
    assert PaperVersion.objects.get().version.html == "<p>Et</p>"
    assert not PaperVersion.objects.public().exists()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("title", {"title": ""}),
        ("title", {"title": "!!!"}),
        ("title", {"title": "Udkast"}),
        ("dated_on", {"dated_on": "i går"}),
        ("html", {"html": '<p><a href="/filer/00000000-0000-4000-8000-000000000000/a">x</a></p>'}),
    ],
)
def test_what_is_wrong_with_a_new_paper_is_said_at_its_field(secretary, case, first, field, change):
    form = {"title": "Nyt", "html": "<p>x</p>", "dated_on": "2017-02-13", **change}

    assert f'id="id_{field}_error"' in text(secretary.post(of_case(case, "nyt-papir/"), form))
    assert Paper.objects.count() == 1


def test_the_next_version_says_what_is_changed(secretary, case, first):
    page = text(secretary.post(of_paper(case, "skriv/"), next_version(what_changed="")))
    assert 'id="id_what_changed_error"' in page
    assert "Tre temaer" in page

    for _ in range(2):
        secretary.post(of_paper(case, "skriv/"), next_version())
    assert [v.version.number for v in PaperVersion.objects.in_order()] == [1, 2]


def test_an_official_writes_the_next_version(official, case, first):
    answer = official.post(of_paper(case, "skriv/"), next_version())

    assert answer["Location"] == of_paper(case)
    assert PaperVersion.objects.count() == 2


# One at a time


def test_who_comes_second_is_told_who_writes_and_may_take_it_over(
    secretary, official, cast, case, first
):
    official.get(of_paper(case, "skriv/"))

    page = text(secretary.get(of_paper(case, "skriv/")))
    assert "official skriver i teksten nu" in page
    assert 'id="written"' not in page
    assert "official skriver på næste udgave" in text(secretary.get(of_paper(case)))

    secretary.post(of_paper(case, "skriv/overtag/"))
    assert EditLock.objects.get().holder == cast.secretary
    assert 'id="written"' in text(secretary.get(of_paper(case, "skriv/")))


def test_taken_over_one_is_told_while_writing_and_loses_nothing(
    secretary, official, cast, case, first
):
    official.get(of_paper(case, "skriv/"))
    secretary.post(of_paper(case, "skriv/overtag/"))

    kept = text(official.post(of_paper(case, "skriv/"), next_version(), headers=HTMX))
    assert "secretary overtog teksten" in kept
    assert UnsavedText.objects.get(user=cast.official).fields["html"] == "<p>Tre temaer</p>"

    clash = text(official.post(of_paper(case, "skriv/"), next_version()), 409)
    assert "En kollega skriver i teksten nu" in clash
    for words in ("Ti temaer", "Tre temaer", 'name="take_over"'):
        assert words in re.sub(r"</?(del|ins)>", "", clash)
    assert PaperVersion.objects.count() == 1


def test_a_colleagues_save_is_seen_beside_ones_own(secretary, official, case, first):
    official.get(of_paper(case, "skriv/"))
    secretary.post(of_paper(case, "skriv/overtag/"))
    secretary.post(of_paper(case, "skriv/"), next_version(html="<p>Fem temaer</p>"))

    clash = text(official.post(of_paper(case, "skriv/"), next_version()), 409)
    assert "En kollega har gemt imens" in clash or "gemte" in clash
    assert PaperVersion.objects.count() == 2

    based_on = re.search(r'name="based_on" value="(\d+)"', clash)[1]
    official.post(of_paper(case, "skriv/"), next_version(based_on=based_on))
    assert [v.version.text for v in PaperVersion.objects.in_order()][1:] == [
        "Fem temaer",
        "Tre temaer",
    ]


def test_taking_over_and_saving_is_one_press(secretary, official, case, first):
    official.get(of_paper(case, "skriv/"))

    secretary.post(of_paper(case, "skriv/"), next_version(take_over="1"))
    assert PaperVersion.objects.count() == 2


def test_silence_opens_the_text(secretary, official, case, first, monkeypatch):
    official.get(of_paper(case, "skriv/"))
    later(monkeypatch, 16)

    assert 'id="written"' in text(secretary.get(of_paper(case, "skriv/")))


def test_who_stops_lets_others_write(secretary, official, case, first):
    official.get(of_paper(case, "skriv/"))
    official.post(of_paper(case, "skriv/forfra/"))

    assert not EditLock.objects.exists()


# Kept while it is written


def test_what_is_written_is_kept_for_the_writer_alone(secretary, official, case, first):
    kept = text(secretary.post(of_paper(case, "skriv/"), next_version(), headers=HTMX))
    assert "kun for dig" in kept

    page = text(secretary.get(of_paper(case, "skriv/")))
    assert "Tre temaer" in page
    assert "Færre temaer" in page
    assert "Tre temaer" not in text(official.get(of_paper(case, "skriv/vis/")))
    assert "Tre temaer" in text(secretary.get(of_paper(case, "skriv/vis/")))

    secretary.post(of_paper(case, "skriv/"), next_version())
    assert not UnsavedText.objects.exists()


def test_two_windows_do_not_write_over_each_other(secretary, case, first):
    path = of_paper(case, "skriv/")
    secretary.post(path, next_version(kept="0"), headers=HTMX)

    other = secretary.post(path, next_version(html="<p>Nul</p>", kept="0"), headers=HTMX)
    assert other.status_code == 409
    assert "data-instead" in other.content.decode()


def test_a_window_that_missed_an_answer_is_not_taken_for_another(secretary, case, first):
    path = of_paper(case, "skriv/")
    window = re.search(r'name="window" value="([^"]+)"', text(secretary.get(path)))[1]
    for html in ("<p>Et</p>", "<p>To</p>", "<p>Tre</p>"):
        kept = secretary.post(path, next_version(html=html, kept="0", window=window), headers=HTMX)
        assert kept.status_code == 200, html

    assert UnsavedText.objects.get().fields["html"] == "<p>Tre</p>"


def test_a_text_that_is_begun_waits_in_the_case(secretary, case):
    path = of_case(case, "nyt-papir/")
    secretary.post(path, {"title": "Begyndt", "html": "<p>x</p>"}, headers=HTMX)
    assert 'value="Begyndt"' in text(secretary.get(path))

    secretary.post(of_case(case, "nyt-papir/forfra/"))
    assert 'value="Begyndt"' not in text(secretary.get(path))


# Files


def test_a_file_is_attached_without_a_script_and_read_where_the_version_is(
    secretary, client, case, first
):
    upload = SimpleUploadedFile("tal.txt", b"Tal og ord")
    path = of_paper(case, "skriv/filer/")
    answer = secretary.post(path, {"file": upload, "label": "Bilag 1: <Tal>"})
    assert answer["Location"] == of_paper(case, "skriv/")

    unsaved = UnsavedText.objects.get().fields["html"]
    file = File.objects.get()
    assert unsaved.endswith(f'<p><a href="{file.path}" rel="noopener">Bilag 1: &lt;Tal&gt;</a></p>')
    secretary.post(of_paper(case, "skriv/"), next_version(html=unsaved))
    assert client.get(file.path).status_code == 404

    publish_case(case, **BY)
    secretary.post(of_paper(case, "2/frigiv/"), {"override": "Tabellen er kun til tal."})
    assert body_of(client.get(file.path)) == b"Tal og ord"


@pytest.mark.parametrize(
    "upload",
    [None, SimpleUploadedFile("virus.exe", b"MZ"), SimpleUploadedFile("tal.pdf", b"ikke en pdf")],
)
def test_what_is_wrong_with_a_file_is_said_at_it(secretary, case, first, upload):
    form = {"file": upload} if upload else {"label": "x"}

    page = text(secretary.post(of_paper(case, "skriv/filer/"), form))
    assert 'id="id_file_error"' in page
    assert not File.objects.exists()


def test_an_image_stands_in_the_text_with_its_words(secretary, case, first):
    def photo():
        return SimpleUploadedFile("kort.jpg", photograph((40, 30)))

    path = of_paper(case, "skriv/billeder/")
    assert 'id="id_alt_text_error"' in text(secretary.post(path, {"image": photo()}))

    secretary.post(path, {"image": photo(), "alt_text": "Et kort"})
    assert 'alt="Et kort"' in UnsavedText.objects.get().fields["html"]
    figure = secretary.post(path, {"image": photo(), "alt_text": "To"}, headers=HTMX)
    assert figure.content.decode().startswith("<figure>")


def test_what_is_pasted_is_tidied_for_those_who_sign_in(secretary, client):
    path = "/arbejde/sager/ryd-op/"

    assert secretary.post(path, {"html": "<p style='x'>A</p>"}).json()["html"] == "<p>A</p>"
    assert client.post(path, {"html": "x"}).status_code == 302


# Versions


def test_any_two_versions_are_compared_side_by_side_and_in_one_text(secretary, case, first):
    table = "<table><tbody><tr><td>Albertslund</td><td>12</td></tr></tbody></table>"
    secretary.post(of_paper(case, "skriv/"), next_version(html=f"<p>Tre temaer</p>{table}"))

    beside = text(secretary.get(of_paper(case)))
    assert "Fra udgave 1 til udgave 2" in beside
    assert 'class="beside"' in beside
    asked = {"fra": 1, "til": 2, "vis": "samlet"}
    inline = text(secretary.get(of_paper(case), asked))
    assert 'class="beside"' not in inline
    assert "<td><del>10</del><ins>12</ins></td>" in inline
    assert "Fra udgave 2 til udgave 1" in text(secretary.get(of_paper(case), {"fra": 2, "til": 1}))


@pytest.mark.parametrize("asked", [{"udgave": "9"}, {"fra": "x", "til": "0"}, {"vis": "andet"}])
def test_a_version_that_is_not_there_shows_the_newest(secretary, case, first, asked):
    assert "Ti temaer" in text(secretary.get(of_paper(case), asked))


def test_a_version_is_released_and_put_before_the_council_by_a_press(secretary, case, first):
    paths = [of_paper(case, what) for what in ("1/frigiv/", "1/for-raadet/")]
    for path in paths:
        text(secretary.get(path))
    first.refresh_from_db()
    assert (first.released_at, first.is_before_council) == (None, False)

    for path in paths * 2:
        why = {"override": "Tabellen er kun til tal."}
        assert secretary.post(path, why)["Location"] == of_paper(case)
    first.refresh_from_db()
    assert (first.released_at, first.is_before_council) == (MORNING, True)


def test_a_number_that_is_no_version_is_404(secretary, case, first):
    assert secretary.get(of_paper(case, "2/frigiv/")).status_code == 404
    assert secretary.get(of_case(case, "papirer/andet/")).status_code == 404


# Wishes


def test_the_open_wishes_stand_beside_the_text_and_are_asked_for_when_it_is_released(
    secretary, cast, case, first
):
    met, left = send_back(
        case, wanted_by=cast.council, on=DAY, wishes=["Færre temaer", "Klarere mål"], **BY
    )
    page = text(secretary.get(of_paper(case, "skriv/")))
    assert met.text in page
    assert left.text in page

    secretary.post(of_paper(case, "skriv/"), next_version())
    second = PaperVersion.objects.get(version__number=2)
    answer_wish(met, answer="met", why="Der er tre.", version=second, **BY)

    beside = text(secretary.get(of_paper(case, "skriv/"))).partition('id="wishes"')[2]
    assert left.text in beside.partition("</section>")[0]
    assert met.text not in beside.partition("</section>")[0]
    assert "er ikke besvaret endnu" in text(secretary.get(of_paper(case, "2/frigiv/")))
    answer_wish(left, answer="not", why="Senere.", version=second, **BY)
    assert "er ikke besvaret endnu" not in text(secretary.get(of_paper(case, "2/frigiv/")))
    assert secretary.post(of_paper(case, "2/frigiv/")).status_code == 302


def test_an_official_on_the_case_may_name_the_responsible_committee_as_author(
    cast, official, case, first
):
    edit_case(case, title=case.title, committee=cast.committee, **BY)

    answer = official.post(of_paper(case, "skriv/"), next_version(author=str(cast.committee.pk)))

    assert answer.status_code == 302
    assert PaperVersion.objects.get(version__number=2).author_id == cast.committee.pk
