import re
from html import unescape

import pytest
from hypothesis import given, settings
from tests.documents.writing import any_markup, rich_texts

from kkr.documents.richtext import has_image_without_text, plain_text, sanitise

OURS = "/filer/0e8c0f6a-9d9e-4b9a-8f8c-0123456789ab/kort.png"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Hej", "<p>Hej</p>"),
        ("<div>En</div><div>To</div>", "<p>En</p><p>To</p>"),
        ("<h1>En</h1><b>to</b> <i>tre</i>", "<h2>En</h2><p><strong>to</strong> <em>tre</em></p>"),
        (
            "<strong>en<p>to</strong>tre</p>",
            "<p><strong>en</strong></p><p><strong>to</strong>tre</p>",
        ),
        ("<p>  to \n  ord </p><p> </p>", "<p>to ord</p>"),
        (
            "<ul>en<li>to<li><p>tre</p>fire</ul>",
            "<ul><li>en</li><li>to</li><li><p>tre</p><p>fire</p></li></ul>",
        ),
        ('<p onclick="x" style="y" class="z">En</p>', "<p>En</p>"),
        ("<script>alert(1)</script><style>p{}</style><p>En</p>", "<p>En</p>"),
        ('<a href="javascript:alert(1)">En</a>', "<p>En</p>"),
        ('<a href="//andre.dk">En</a>', "<p>En</p>"),
        ('<a href="/\\andre.dk">En</a>', "<p>En</p>"),
        ('<a href="data:text/html,x">En</a>', "<p>En</p>"),
        ("<iframe src='x'></iframe><object></object><form><input></form>", ""),
        ('<img src="https://andre.dk/a.png" alt="En">', ""),
        (f'<img src="{OURS}">', ""),
    ],
)
def test_what_is_written_becomes_what_is_allowed(written, kept):
    assert sanitise(written) == kept


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/hovedstaden/" rel="noopener">En</a></p>',
        '<p><a href="https://www.kl.dk/a?b=c:d" rel="noopener">En</a></p>',
        '<p><a href="mailto:kkr@kl.dk" rel="noopener">En</a></p>',
        f'<figure><img alt="Kort" src="{OURS}"><figcaption>Kort over området</figcaption></figure>',
        (
            '<table><caption>Tal</caption><thead><tr><th scope="col">By</th><td></td></tr></thead>'
            '<tbody><tr><th colspan="2" scope="row">Alt</th></tr></tbody></table>'
        ),
        "<blockquote><p>En</p></blockquote><h2>To</h2><h3>Tre</h3><h4>4</h4><ol><li>5</li></ol>",
        "<p>1 &lt; 2 &amp; 5&nbsp;%</p>",
    ],
)
def test_what_is_allowed_stays_as_it_is(html):
    assert sanitise(html) == html


@given(any_markup)
@settings(max_examples=300, deadline=None)
def test_sanitising_twice_is_sanitising_once(html):
    assert sanitise(sanitise(html)) == sanitise(html)


@given(any_markup)
@settings(max_examples=300, deadline=None)
def test_nothing_that_runs_gets_through(html):
    tags = re.findall(r"<[^>]*>", sanitise(html))
    danger = re.compile(r"script|style|\son\w+=|javascript:|srcdoc", re.IGNORECASE)

    assert [tag for tag in tags if danger.search(tag)] == []


@given(rich_texts)
@settings(max_examples=100, deadline=None)
def test_sanitising_keeps_every_word(html):
    words = unescape(re.sub(r"<[^>]*>", " ", html)).split()

    assert plain_text(sanitise(html)).split() == words


def test_plain_text_has_a_line_for_each_block_and_tabs_between_cells():
    html = (
        "<h2>En</h2><ul><li>to</li><li>tre</li></ul><table><tr><td>4<td><td>5</table><p>a<br>b</p>"
    )

    assert plain_text(sanitise(html)) == "En\nto\ntre\n4\t5\na b"


def test_deep_nesting_is_flattened_and_keeps_its_text():
    assert plain_text(sanitise("<blockquote>" * 3000 + "dybt")) == "dybt"


def test_an_image_of_ours_without_words_is_told():
    assert has_image_without_text(f'<figure><img src="{OURS}" alt=""></figure>')
    assert not has_image_without_text(f'<figure><img src="{OURS}" alt="Kort"></figure>')
