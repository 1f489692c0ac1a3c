"""A file is read where a text that uses it is read, and nowhere else."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import HOUSE, Cast
from tests.documents.pictures import photograph
from tests.readers import Reader, body_of
from tests.workspace.conftest import MORNING

from kkr.documents.actions import store_file
from kkr.documents.models import File
from kkr.documents.richtext import figure
from kkr.news.actions import (
    draft_news,
    edit_news,
    publish_news,
    store_news_image,
    withdraw_news,
)

pytestmark = pytest.mark.django_db
SECRETARIAT = {"secretary", "administrator"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def file():
    return store_file(ContentFile(photograph(), name="Rådet.jpg"), by=HOUSE, at=MORNING)


@pytest.fixture
def pictured(cast, file):
    """A draft that shows the file."""
    html = figure(file.path, shows="Rådet på trappen")
    return draft_news(council=cast.council, title="Rådet", html=html, by=HOUSE, at=MORNING)


def readers(signed_in, file) -> set[str]:
    """Who of the cast gets the file at its address; all others are told there is none."""
    names = [name for name in Cast.NAMES if name != "citizen"]
    statuses = {name: status(signed_in(name), file) for name in names}
    assert set(statuses.values()) <= {200, 404}
    return {name for name in names if statuses[name] == 200}


def status(client, file) -> int:
    answer = client.get(file.path)
    body_of(answer)
    return answer.status_code


def test_the_file_of_a_draft_is_for_those_who_see_the_draft(client, signed_in, file, pictured):
    assert readers(signed_in, file) == SECRETARIAT
    assert status(client, file) == 404


def test_a_file_in_no_text_is_for_whoever_brought_it(client, cast, signed_in):
    upload = ContentFile(photograph(), name="a.jpg")
    own = store_news_image(
        upload, council=cast.council, alt_text="x", by=cast.secretary, at=MORNING
    )

    assert readers(signed_in, own) == {"secretary"}
    assert status(client, own) == 404


def test_what_is_published_is_for_everybody(client, signed_in, file, pictured):
    publish_news(pictured, by=HOUSE, at=MORNING)

    assert readers(signed_in, file) == set(Cast.NAMES) - {"citizen"}
    assert status(client, file) == 200


def test_what_is_withdrawn_is_no_more(client, signed_in, file, pictured):
    publish_news(pictured, by=HOUSE, at=MORNING)
    withdraw_news(pictured, reason="Forkert", by=HOUSE, at=MORNING)

    assert status(client, file) == 404
    assert readers(signed_in, file) == SECRETARIAT


def test_what_was_taken_out_of_a_public_text_is_no_more(client, signed_in, file, pictured):
    publish_news(pictured, by=HOUSE, at=MORNING)
    edit_news(pictured, title="Rådet", html="<p>x</p>", based_on=1, by=HOUSE, at=MORNING)

    assert status(client, file) == 404
    assert readers(signed_in, file) == SECRETARIAT


def test_a_secretary_elsewhere_cannot_make_it_public(cast, signed_in, file, pictured):
    theirs = signed_in("other_secretary")
    words = {"title": "Stjålet", "html": figure(file.path, shows="x"), "token": "", "based_on": ""}

    answer = theirs.post("/arbejde/sjaelland/nyheder/ny/", words)

    assert "Teksten viser en fil, som ikke er her" in answer.content.decode()
    assert status(theirs, file) == 404


def test_it_is_sent_as_what_it_was_checked_to_be(client, file, pictured):
    publish_news(pictured, by=HOUSE, at=MORNING)

    answer = client.get(file.path)

    assert body_of(answer) == file.content.read()
    file.content.close()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == "inline; filename*=utf-8''R%C3%A5det.jpg"
    assert answer["Content-Length"] == str(file.size)
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer["ETag"] == f'"{file.digest}"'
    assert "Cookie" not in answer.get("Vary", "")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_who_has_it_is_not_sent_it_again(client, file, pictured):
    publish_news(pictured, by=HOUSE, at=MORNING)

    answer = client.get(file.path, headers={"If-None-Match": f'"{file.digest}"'})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["Cache-Control"] == "public, max-age=3600"


def test_a_closed_file_is_kept_by_no_cache(secretary, client, file, pictured):
    answer = secretary.get(file.path)
    known = client.get(file.path, headers={"If-None-Match": f'"{file.digest}"'})

    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]
    assert known.status_code == 404
    body_of(answer)


def test_the_page_cache_keeps_none(file, pictured):
    read = Reader()
    publish_news(pictured, by=HOUSE, at=MORNING)
    File.objects.update(name="raadet.jpg")
    file.refresh_from_db()
    assert read(file.path)[0] == "200"

    withdraw_news(pictured, reason="Forkert", by=HOUSE, at=MORNING)

    assert read(file.path)[0] == "404"


@pytest.mark.parametrize("name", ["andet.jpg", "R%C3%A5det.jpg/", "r%C3%A5det.jpg"])
def test_under_another_name_there_is_none(client, file, pictured, name):
    publish_news(pictured, by=HOUSE, at=MORNING)

    assert client.get(f"/filer/{file.public_id}/{name}").status_code == 404


def test_what_a_browser_might_run_is_saved_and_not_shown(client, cast):
    text = store_file(ContentFile(b"<script>", name="a.txt"), by=HOUSE, at=MORNING)
    html = f'<p><a href="{text.path}">a</a></p>'
    item = draft_news(council=cast.council, title="Bilag", html=html, by=HOUSE, at=MORNING)
    publish_news(item, by=HOUSE, at=MORNING)

    answer = client.get(text.path)

    assert answer["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert answer["Content-Type"] == "text/plain"
    body_of(answer)


def test_the_object_and_the_list_agree(cast, pictured, file):
    for name, person in cast.everyone().items():
        assert (file in File.objects.visible_to(person)) == (name in SECRETARIAT)


def test_no_question_has_the_gates_of_several_rooms_in_it(cast, pictured, file):
    with CaptureQueriesContext(connection) as asked:
        for seen in (File.objects.public(), File.objects.visible_to(cast.contact)):
            assert file not in seen

    questions = [each["sql"] for each in asked.captured_queries]
    assert any("news_newsitem" in question for question in questions)
    assert not [each for each in questions if "news_newsitem" in each and "lines_" in each]


def test_what_the_reader_acts_as_is_asked_once(secretary, pictured, file):
    with CaptureQueriesContext(connection) as asked:
        assert status(secretary, file) == 200

    of_roles = [each for each in asked.captured_queries if "council_rolegrant" in each["sql"]]
    assert len(of_roles) == 1


EDIT = "/arbejde/hovedstaden/nyheder/{}/"


def image(content: bytes | None = None, name: str = "kort.jpg", **words):
    upload = ContentFile(photograph() if content is None else content, name=name)
    return {"image": upload, "alt_text": "Kort over rådet", "caption": "Foto: Ritzau"} | words


def test_an_image_is_put_into_a_text_without_a_script(secretary, drafted):
    path = EDIT.format(drafted.public_id)

    assert secretary.post(f"{path}billeder/", image())["Location"] == path

    file = File.objects.get()
    form = secretary.get(path).content.decode()
    assert f"src=&quot;{file.path}&quot;" in form
    assert "Rådet har godkendt målene." in form
    preview = secretary.get(f"{path}vis/").content.decode()
    assert f'<img alt="Kort over rådet" src="{file.path}"' in preview
    assert 'width="60" height="40"' in preview
    assert "<figcaption>Foto: Ritzau</figcaption>" in preview
    page = secretary.get(f"{path}billeder/").content.decode()
    assert f'<img src="{file.path}" alt="Kort over rådet"' in page


def test_the_first_save_can_wait_until_the_image_is_in(secretary):
    new = "/arbejde/hovedstaden/nyheder/ny/"
    asked = secretary.post(new, {"title": "Ny", "html": "<p>a</p>", "images": "1"})
    assert asked["Location"] == f"{new}billeder/"

    assert secretary.post(f"{new}billeder/", image())["Location"] == new

    form = secretary.get(new).content.decode()
    assert 'value="Ny"' in form
    assert "&lt;p&gt;a&lt;/p&gt;&lt;figure&gt;&lt;img alt=&quot;Kort over rådet" in form


def test_an_image_that_is_there_is_put_in_again(secretary, drafted):
    path = EDIT.format(drafted.public_id)
    secretary.post(f"{path}billeder/", image())
    file = File.objects.get()

    secretary.post(f"{path}billeder/", {"again": str(file.public_id)})

    assert secretary.get(path).content.decode().count(f"src=&quot;{file.path}&quot;") == 2
    assert File.objects.count() == 1


def test_the_editor_gets_the_image_alone(secretary, drafted):
    path = f"{EDIT.format(drafted.public_id)}billeder/"

    answer = secretary.post(path, image(), headers={"HX-Request": "true"})

    assert answer.content.decode().startswith('<figure><img alt="Kort over rådet" src="/filer/')


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"alt_text": ""}, "Skriv, hvad billedet viser"),
        ({"image": ""}, "Vælg et billede på din computer"),
        ({"content": b"GIF89a", "name": "a.gif"}, "Et billede skal være en JPEG- eller PNG-fil"),
        ({"content": b"x" * 99, "name": "a.jpg"}, "indholdet er noget andet"),
        ({"content": b"", "name": "a.jpg"}, "Filen er tom"),
        ({"content": photograph() + b"x" * 21 * 2**20}, "Billedet er større end 20,0\xa0MB"),
    ],
)
def test_what_is_wrong_with_an_image_is_said_and_nothing_kept(secretary, drafted, wrong, said):
    path = f"{EDIT.format(drafted.public_id)}billeder/"

    page = secretary.post(path, image(**wrong)).content.decode()
    part = secretary.post(path, image(**wrong), headers={"HX-Request": "true"})

    assert said in page
    assert (part.status_code, said in part.content.decode()) == (422, True)
    assert not File.objects.exists()


@pytest.mark.parametrize("name", sorted(set(Cast.NAMES) - SECRETARIAT - {"citizen"}))
def test_who_may_not_write_puts_in_no_image(signed_in, drafted, name):
    visitor = signed_in(name)

    for path in (EDIT.format(drafted.public_id), "/arbejde/hovedstaden/nyheder/ny/"):
        assert visitor.get(f"{path}billeder/").status_code == 404
        assert visitor.post(f"{path}billeder/", image()).status_code == 404
    assert not File.objects.exists()


def test_what_a_colleague_has_not_saved_is_not_put_in(cast, secretary, drafted, signed_in):
    path = f"{EDIT.format(drafted.public_id)}billeder/"
    secretary.post(path, image())

    answer = signed_in("administrator").post(path, {"again": str(File.objects.get().public_id)})

    assert "Vælg et billede på din computer" in answer.content.decode()


def test_an_image_without_words_for_it_is_refused_at_the_text(secretary, drafted, file):
    words = {"title": "x", "html": f'<p><img src="{file.path}"></p>', "based_on": "1"}

    page = secretary.post(EDIT.format(drafted.public_id), words).content.decode()

    assert "Et billede skal have en tekst, der siger, hvad det viser" in page


def test_the_page_and_the_feed_show_it(client, cast, file, pictured, settings):
    published = publish_news(pictured, by=HOUSE, at=MORNING)

    page = client.get(published.path).content.decode()
    feed = client.get("/hovedstaden/nyheder.atom").content.decode()

    assert f'src="{file.path}" loading="lazy" decoding="async" width="60" height="40"' in page
    assert '<content type="html">&lt;figure&gt;&lt;img alt="Rådet på trappen"' in feed
    assert f'src="{settings.SITE_URL}{file.path}"' in feed


def test_an_unsaved_image_shows_in_nobody_elses_preview(cast, signed_in, secretary, drafted):
    path = EDIT.format(drafted.public_id)
    secretary.post(f"{path}billeder/", image())

    assert "<img" not in signed_in("administrator").get(f"{path}vis/").content.decode()


def test_words_long_unsaved_outlive_no_image_of_theirs(cast):
    """The job that clears uploads waits longer than the one that clears what shows them."""
    from kkr.documents.tasks import KEPT_UNUSED
    from kkr.news.tasks import KEPT_UNSAVED

    assert KEPT_UNSAVED + timedelta(days=7) < KEPT_UNUSED
