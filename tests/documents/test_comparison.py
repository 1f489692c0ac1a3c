import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.writing import any_markup, rich_texts

from kkr.documents.alignment import matches
from kkr.documents.comparison import compare
from kkr.documents.richtext import TAGS, clean, plain_text, sanitise

texts = rich_texts | any_markup


def without(tag: str, html: str) -> str:
    """What somebody reads who skips this tag, and does not see the other one."""
    return re.sub(rf"<{tag}>.*?</{tag}>", "", html, flags=re.DOTALL).replace("<", "<")


def read(tag: str, html: str) -> str:
    return plain_text(re.sub(r"</?(ins|del)>", "", without(tag, html)))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("<p>En to</p>", "<p>En to</p>", "<p>En to</p>"),
        (
            "<p>Rådet godkendte 1.100 pladser.</p>",
            "<p>Rådet godkendte 1.110 pladser.</p>",
            "<p>Rådet godkendte <del>1.100</del><ins>1.110</ins> pladser.</p>",
        ),
        (
            "<p>Rådet godkendte det store forslag i dag.</p>",
            "<p>Rådet godkendte en lille ændring i dag.</p>",
            "<p>Rådet godkendte <del>det store forslag</del><ins>en lille ændring</ins> i dag.</p>",
        ),
        (
            "<p>Et ord her</p>",
            "<p>Et <strong>ord</strong> her</p>",
            "<p>Et <del>ord</del><ins><strong>ord</strong></ins> her</p>",
        ),
        ("<p>En</p>", "<h2>En</h2>", "<p><del>En</del></p><h2><ins>En</ins></h2>"),
        (
            "<ul><li>en</li><li>tre</li></ul>",
            "<ul><li>en</li><li>to</li><li>tre</li></ul>",
            "<ul><li>en</li><li><ins>to</ins></li><li>tre</li></ul>",
        ),
        (
            "<table><tr><td>Ishøj<td>12<tr><td>Dragør<td>3</table>",
            "<table><tr><td>Ishøj<td>14<tr><td>Tårnby<td>9<tr><td>Dragør<td>3</table>",
            (
                "<table><tbody><tr><td>Ishøj</td><td><del>12</del><ins>14</ins></td></tr>"
                "<tr><td><ins>Tårnby</ins></td><td><ins>9</ins></td></tr>"
                "<tr><td>Dragør</td><td>3</td></tr></tbody></table>"
            ),
        ),
    ],
)
def test_the_change_is_marked_where_it_is(old, new, shown):
    assert compare(old, new).inline == shown


def test_the_sides_stand_beside_each_other():
    rows = compare("<p>En to tre</p><p>Væk</p>", "<h2>Ny</h2><p>En to fire</p>").rows

    assert [(row.kind, row.old, row.new) for row in rows] == [
        ("added", "", "<h2><ins>Ny</ins></h2>"),
        ("changed", "<p>En to <del>tre</del></p>", "<p>En to <ins>fire</ins></p>"),
        ("removed", "<p><del>Væk</del></p>", ""),
    ]


@given(texts, texts)
@settings(max_examples=200, deadline=None)
def test_reading_one_side_gives_its_text(old, new):
    comparison = compare(old, new)

    assert read("ins", comparison.inline) == plain_text(sanitise(old))
    assert read("del", comparison.inline) == plain_text(sanitise(new))
    assert "\n".join(read("ins", row.old) for row in comparison.rows if row.old) == read(
        "ins", comparison.inline
    )
    assert "\n".join(read("del", row.new) for row in comparison.rows if row.new) == read(
        "del", comparison.inline
    )


@given(texts)
@settings(max_examples=100, deadline=None)
def test_equal_texts_show_no_change(html):
    comparison = compare(html, html)

    assert {row.kind for row in comparison.rows} <= {"same"}
    assert comparison.inline == sanitise(html)


@given(texts, texts)
@settings(max_examples=100, deadline=None)
def test_a_comparison_is_sanitised_html(old, new):
    inline = compare(old, new).inline

    assert clean(inline, TAGS | {"ins", "del"}) == inline


@given(st.text("abc", max_size=60), st.text("abc", max_size=60))
@settings(max_examples=300, deadline=None)
def test_matches_are_equal_and_rise(old, new):
    pairs = matches(old, new)

    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


def test_twenty_thousand_words_take_seconds_not_minutes():
    words = [f"ord{number % 977}" for number in range(20_000)]
    changed = ["nyt" if number % 50 == 0 else word for number, word in enumerate(words)]
    began = time.monotonic()

    comparison = compare(f"<p>{' '.join(words)}</p>", f"<p>{' '.join(changed)}</p>")

    assert 380 <= comparison.inline.count("<ins>") <= 420
    assert time.monotonic() - began < 10
