import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image
from tests.cast import HOUSE
from tests.documents.pictures import CAMERA, drawing, photograph, picture
from tests.documents.test_files import NOON, own_folder, read  # noqa: F401 -- a fixture

from kkr.documents.actions import create_document, forget_unused_files, store_file, store_image
from kkr.documents.images import LONGEST_SIDE, tidied_picture
from kkr.documents.models import File
from kkr.documents.richtext import figure, files_in, sanitise
from kkr.documents.showing import shown


def stored(content: bytes, name: str = "kort.jpg", alt_text: str = "Et kort") -> File:
    return store_image(ContentFile(content, name=name), alt_text=alt_text, by=HOUSE, at=NOON)


@pytest.mark.parametrize(
    ("content", "kind"), [(photograph(), "image/jpeg"), (drawing(), "image/png")]
)
def test_nothing_but_the_picture_is_kept(content, kind):
    assert CAMERA.encode() in content

    kept = tidied_picture(content, kind).content

    assert CAMERA.encode() not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert set(image.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


def test_a_picture_is_kept_upright():
    kept = tidied_picture(photograph((60, 40), turned=6), "image/jpeg")

    assert (kept.width, kept.height) == (40, 60)
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.getpixel((20, 5))[0] < 60 < image.getpixel((20, 55))[0]


def test_a_picture_is_no_larger_than_a_page_needs():
    kept = tidied_picture(picture("PNG", (LONGEST_SIDE * 2, 100)), "image/png")

    assert (kept.width, kept.height) == (LONGEST_SIDE, 50)


@pytest.mark.parametrize("mode", ["CMYK", "L", "YCbCr"])
def test_pictures_from_a_printer_are_taken_too(mode):
    stream = io.BytesIO()
    Image.new(mode, (8, 8)).save(stream, "JPEG")

    assert tidied_picture(stream.getvalue(), "image/jpeg").width == 8


@pytest.mark.parametrize("mode", ["P", "RGBA", "I;16", "1", "LA"])
def test_drawings_of_every_depth_are_taken(mode):
    stream = io.BytesIO()
    Image.new(mode, (8, 8)).save(stream, "PNG")

    assert tidied_picture(stream.getvalue(), "image/png").width == 8


def test_a_logo_stays_transparent():
    stream = io.BytesIO()
    Image.new("P", (8, 8)).save(stream, "PNG", transparency=0)

    kept = tidied_picture(stream.getvalue(), "image/png").content

    with Image.open(io.BytesIO(kept)) as image:
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def empty(size: tuple[int, int]) -> bytes:
    """A PNG of one colour, soon made however large it is."""
    stream = io.BytesIO()
    Image.new("1", size).save(stream, "PNG", compress_level=1)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (cut(picture("JPEG", (300, 300))), "damaged"),
        (cut(picture("PNG", (300, 300))), "damaged"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "damaged"),
        (empty((10_000, 6_001)), "too_many_pixels"),
        (empty((20_000, 5_000)), "too_many_pixels"),
        (empty((20_000, 10_000)), "too_many_pixels"),
    ],
    ids=["half a photograph", "half a drawing", "a head", "large", "larger", "a bomb"],
)
def test_what_cannot_be_a_picture_on_a_page_is_refused_in_words(content, code):
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"

    with pytest.raises(ValidationError) as refusal:
        tidied_picture(content, kind)

    assert refusal.value.code == code


@pytest.mark.django_db
def test_an_image_is_kept_with_its_words_and_its_size():
    file = stored(photograph(), "Rådet på tur.jpg", " Rådet på tur ")

    assert (file.width, file.height, file.alt_text) == (60, 40, "Rådet på tur")
    assert file.size == len(read(file))
    assert CAMERA.encode() not in read(file)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "alt_text", "field"),
    [
        ("a.jpg", photograph(), "  ", "alt_text"),
        ("a.jpg", photograph(), "x" * 251, "alt_text"),
        ("a.gif", picture("GIF"), "Et kort", "image"),
        ("a.pdf", b"%PDF-1.7", "Et kort", "image"),
        ("a.png", photograph(), "Et kort", "image"),
        ("a.jpg", cut(photograph((300, 300))), "Et kort", "image"),
        ("a.jpg", photograph() + b"\0" * 20 * 2**20, "Et kort", "image"),
    ],
)
def test_what_is_wrong_with_an_image_is_said_at_its_field(name, content, alt_text, field):
    with pytest.raises(ValidationError) as refusal:
        stored(content, name, alt_text)

    assert list(refusal.value.message_dict) == [field]
    assert not File.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a b.jpg", "rådet (2) ~ 100%.jpg", "a/b.jpg", "x'\"<.jpg"])
def test_an_address_of_any_name_survives_in_a_text(name):
    file = stored(photograph(), name)

    html = sanitise(figure(file.path, shows='Et <kort> & "to"', caption="Foto: <os>"))

    assert sanitise(html) == html
    assert files_in(html) == {file.public_id}
    assert "Foto: &lt;os&gt;" in html


@pytest.mark.django_db
def test_an_image_is_shown_with_its_size_and_in_a_feed_with_its_whole_address():
    file = stored(photograph())
    links = " ".join(f'<a href="{to}">x</a>' for to in ("/om/", "https://[kl", "../b/", "#b"))
    html = f'<p>{links} <a href="mailto:kl@kl.dk">x</a></p>{figure(file.path, shows="x")}'

    assert (
        f'<img alt="x" src="{file.path}" loading="lazy" decoding="async" width="60" height="40">'
        in shown(html)
    )
    assert links in shown(html)
    whole = shown(html, at="https://kkr.dk/nyheder/2017/a/")
    assert f'src="https://kkr.dk{file.path}"' in whole
    assert re.findall('href="([^"]*)"', whole) == [
        "https://kkr.dk/om/",
        "https://[kl",
        "https://kkr.dk/nyheder/2017/b/",
        "https://kkr.dk/nyheder/2017/a/#b",
        "mailto:kl@kl.dk",
    ]


@pytest.mark.django_db
def test_a_text_without_images_asks_for_none(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert shown("<p>Hej</p>") == "<p>Hej</p>"


@pytest.mark.django_db
def test_a_text_cannot_show_a_file_that_is_not_there():
    html = '<p><img alt="x" src="/filer/00000000-0000-4000-8000-000000000000/x.jpg"></p>'

    with pytest.raises(ValidationError) as refusal:
        create_document(html, by=HOUSE, at=NOON)

    assert refusal.value.code == "unknown_file"


@pytest.mark.django_db
def test_nobody_shows_what_they_may_not_see(cast):
    file = stored(photograph())

    with pytest.raises(ValidationError):
        create_document(figure(file.path, shows="x"), by=cast.secretary, at=NOON)


@pytest.mark.django_db
def test_uploads_nobody_used_are_thrown_away_with_their_bytes(django_capture_on_commit_callbacks):
    used, unused = stored(photograph()), stored(photograph((30, 30)))
    create_document(figure(used.path, shows="x"), by=HOUSE, at=NOON)
    storage, name = unused.content.storage, unused.content.name

    assert forget_unused_files(before=NOON) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_unused_files(before=NOON.replace(hour=13)) == 1

    assert File.objects.get() == used
    assert not storage.exists(name)
    assert storage.exists(used.content.name)


@pytest.mark.django_db
def test_bytes_that_another_row_has_are_kept(django_capture_on_commit_callbacks):
    one, other = stored(photograph()), stored(photograph())
    create_document(figure(one.path, shows="x"), by=HOUSE, at=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_unused_files(before=NOON.replace(hour=13)) == 1

    assert one.content.storage.exists(other.content.name)
    assert store_file(ContentFile(b"%PDF-1", name="a.pdf"), by=HOUSE, at=NOON).width is None
