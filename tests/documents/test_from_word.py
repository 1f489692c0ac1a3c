"""What Word puts on the clipboard, as it really looks, and what becomes of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkr.documents.from_word import from_word, is_from_word
from kkr.documents.richtext import images_left_out, sanitise


def paragraph(words, level, mark, style="MsoListParagraphCxSpMiddle"):
    return (
        f"<p class={style} style='margin-left:18.0pt;mso-add-space:auto;text-indent:-18.0pt;"
        f"mso-list:l0 level{level} lfo1'><![if !supportLists]><span lang=DA style='font-family:Symbol;"
        "mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>"
        f"{mark}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span>"
        f"<![endif]><span lang=DA>{words}<o:p></o:p></span></p>\n"
    )


def test_bullets_are_a_list():
    html = paragraph("Færre temaer", 1, "·") + paragraph("Mere fokus", 1, "·")

    assert sanitise(html) == "<ul><li>Færre temaer</li><li>Mere fokus</li></ul>"


def test_numbers_are_a_numbered_list():
    html = paragraph("Først", 1, "1.") + paragraph("Så", 1, "2.") + paragraph("Sidst", 1, "b)")

    assert sanitise(html) == "<ol><li>Først</li><li>Så</li><li>Sidst</li></ol>"


def test_a_list_in_a_list():
    html = "".join(
        [
            paragraph("Mål", 1, "1."),
            paragraph("Delmål", 2, "o"),
            paragraph("Et til", 2, "o"),
            paragraph("Indsats", 1, "2."),
        ]
    )

    assert sanitise(html) == (
        "<ol><li><p>Mål</p><ul><li>Delmål</li><li>Et til</li></ul></li><li>Indsats</li></ol>"
    )


def test_text_between_ends_the_list():
    text = "<p class=MsoNormal>Og så <b>dette</b>:<o:p></o:p></p>"
    html = paragraph("Et", 1, "·") + text + paragraph("To", 1, "·")

    assert sanitise(html) == (
        "<ul><li>Et</li></ul><p>Og så <strong>dette</strong>:</p><ul><li>To</li></ul>"
    )


@pytest.mark.parametrize(
    "opening",
    [
        "<p class=MsoHeading1>",
        "<p class=Overskrift1>",
        "<p class=EgenStil style='mso-outline-level:1'>",
        "<h1 style='mso-pagination:widow-orphan'>",
    ],
)
def test_a_style_of_word_is_a_heading(opening):
    end = "</h1>" if opening.startswith("<h1") else "</p>"
    second = "<p class=Overskrift2>Under</p>"
    html = f"<div class=WordSection1>{opening}Sundhed<o:p></o:p>{end}{second}</div><!-- mso- -->"

    assert sanitise(html) == "<h2>Sundhed</h2><h3>Under</h3>"


def test_lists_in_a_table_stay_in_their_cell():
    cell = f"<td style='mso-yfti-cnfc:1'>{paragraph('Et', 1, '·')}{paragraph('To', 1, '·')}</td>"
    html = f"<table class=MsoTableGrid><tr>{cell}<td><p class=MsoNormal>Tal</p></td></tr></table>"

    assert "<td><ul><li>Et</li><li>To</li></ul></td>" in sanitise(html)


def test_what_does_not_come_from_word_is_left_alone():
    html = "<p class='x'>1. Et</p><p>· To</p>"

    assert not is_from_word(html)
    assert from_word(html) == html


def test_pictures_that_are_not_ours_are_counted():
    ours = '<img src="/filer/0b9c2f3a-1111-4222-8333-444455556666/kort.png" alt="Kort">'
    words = '<p class=MsoNormal><img width=64 src="file:///C:/Users/k/clip_image002.png"></p>'

    assert images_left_out(words + ours + '<img src="data:image/png;base64,AA==">') == 2
    assert images_left_out(ours) == 0


def test_blank_lines_typed_without_an_editor_are_paragraphs():
    assert sanitise("Et afsnit\r\nto linjer\r\n\r\nEt nyt") == (
        "<p>Et afsnit<br>to linjer</p><p>Et nyt</p>"
    )


levels = st.lists(st.tuples(st.integers(1, 4), st.sampled_from("·1"), st.text("ab", min_size=1)))


@given(levels)
@settings(max_examples=60, deadline=None)
def test_no_item_is_lost_and_cleaning_twice_is_cleaning_once(items):
    html = "".join(
        paragraph(f"{words}{number}", level, "1." if mark == "1" else mark)
        for number, (level, mark, words) in enumerate(items)
    )

    once = sanitise(html)

    assert once.count("<li>") == len(items)
    assert sanitise(once) == once
