"""What the frame of every page says of its own address."""

from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "danish", "english"),
    [
        ("/en//evil.com/x/", "/evil.com/x/", "/en/evil.com/x/"),
        ("//evil.com/x/", "/evil.com/x/", "/en/evil.com/x/"),
        ("/en-gb/x/", "/en-gb/x/", "/en/en-gb/x/"),
        ("/a%00b/", "/a%00b/", "/en/a%00b/"),
        ("/a%22%3E%3Cb/", "/a%22%3E%3Cb/", "/en/a%22%3E%3Cb/"),
    ],
)
def test_the_way_to_the_other_language_stays_here(client, register, path, danish, english):
    answer = client.get("/", PATH_INFO=unquote(path))

    page = answer.content.decode()
    other = danish if '<html lang="en">' in page else english
    assert answer.status_code == (400 if "%00" in path else 404)
    assert f'<a href="{other}" lang="' in page
    assert 'href="//' not in page
    assert "\0" not in page
