import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.writing import any_markup, rich_texts
from tests.printing.samples import LONG_TABLE, RICH

from kkr.documents.markup import Element, parse
from kkr.documents.richtext import plain_text, sanitise
from kkr.printing.blocks import blocks
from kkr.printing.grid import grid

SITE = "https://kkr.example.dk/hovedstaden/moeder/2017-02-06/dagsorden/2/"


def words(value):
    """All that is said in blocks, in reading order."""
    match value:
        case {"text": text}:
            return text.split()
        case dict():
            return [word for key, each in value.items() if key != "address" for word in words(each)]
        case list():
            return [word for each in value for word in words(each)]
    return []


def joined(text: str) -> str:
    return "".join(text.replace("·", "").split())


def table(html: str):
    (element,) = parse(sanitise(html))
    assert isinstance(element, Element)
    return grid(element)


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("<p>En</p>", [{"kind": "paragraph", "line": [{"text": "En"}]}]),
        (
            "<p><strong>to <em>tre</em></strong><br>fire</p>",
            [
                {
                    "kind": "paragraph",
                    "line": [
                        {"text": "to ", "strong": True},
                        {"text": "tre", "strong": True, "em": True},
                        {"break": True},
                        {"text": "fire"},
                    ],
                }
            ],
        ),
        (
            "<p><strong><strong>x</strong></strong></p>",
            [{"kind": "paragraph", "line": [{"text": "x", "strong": True}]}],
        ),
        (
            "<ol><li>en<ul><li>to</li></ul></li></ol>",
            [
                {
                    "kind": "list",
                    "ordered": True,
                    "items": [
                        [
                            {"kind": "paragraph", "line": [{"text": "en"}]},
                            {
                                "kind": "list",
                                "ordered": False,
                                "items": [[{"kind": "paragraph", "line": [{"text": "to"}]}]],
                            },
                        ]
                    ],
                }
            ],
        ),
        (
            '<figure><img alt="Et kort" src="/x"><figcaption>Kort</figcaption></figure>',
            [{"kind": "image", "address": "/x", "alt": "Et kort", "caption": [{"text": "Kort"}]}],
        ),
    ],
)
def test_rich_text_becomes_blocks(html, made):
    assert blocks(html) == made


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("/hovedstaden/sager/", "https://kkr.example.dk/hovedstaden/sager/"),
        ("https://www.kl.dk/", "https://www.kl.dk/"),
        ("mailto:kkr@example.dk", "mailto:kkr@example.dk"),
    ],
)
def test_a_link_on_paper_names_the_site(href, leads_to):
    (block,) = blocks(f'<p><a href="{href}">her</a></p>', address=SITE)

    assert block["line"] == [{"text": "her", "link": leads_to}]


def test_an_image_in_a_sentence_stands_alone_on_paper():
    kinds = [block["kind"] for block in blocks('<p>før <img alt="hus" src="/x"> efter</p>')]

    assert kinds == ["paragraph", "image", "paragraph"]


def test_headings_in_a_quote_are_bold_lines():
    (quote,) = blocks("<blockquote><h2>Over</h2><p>under</p></blockquote>")

    assert quote["blocks"][0] == {
        "kind": "paragraph",
        "line": [{"text": "Over", "strong": True}],
    }


@given(any_markup | rich_texts)
@settings(max_examples=100, deadline=None)
def test_no_word_is_lost_on_the_way_to_paper(html):
    html = sanitise(html)

    assert "".join(words(blocks(html))).replace("·", "") == joined(plain_text(html))


@given(st.lists(st.sampled_from(["<h2>a</h2>", "<h3>b</h3>", "<h4>c</h4>", "<p>d</p>"])))
@settings(deadline=None)
def test_headings_begin_at_the_top_and_skip_no_level(pieces):
    levels = [block["level"] for block in blocks("".join(pieces)) if block["kind"] == "heading"]

    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


_cell = st.builds(
    lambda tag, across, down, text: f'<{tag} colspan="{across}" rowspan="{down}">{text}</{tag}>',
    st.sampled_from(["td", "th"]),
    st.integers(1, 4),
    st.integers(1, 4),
    st.sampled_from(["x", "12", "1.100 %"]),
)
_rows = st.lists(
    st.lists(_cell, min_size=1, max_size=4).map(lambda cells: f"<tr>{''.join(cells)}</tr>"),
    min_size=1,
    max_size=5,
).map("".join)
tables = st.builds(
    lambda head, body: f"<table><thead>{head}</thead><tbody>{body}</tbody></table>", _rows, _rows
)


@given(tables)
@settings(max_examples=100, deadline=None)
def test_every_square_of_a_table_lies_under_one_cell(html):
    laid = table(html)
    covered = [square for row in laid.rows for place in row for square in place.squares]

    assert sorted(covered) == [(x, y) for x in range(laid.columns) for y in range(len(laid.rows))]


@given(tables)
@settings(deadline=None)
def test_no_cell_leads_from_the_head_into_the_body(html):
    laid = table(html)
    head = [place for row in laid.rows[: laid.head] for place in row]

    assert all(place.y + place.height <= laid.head for place in head)


def test_a_table_repeats_its_head_and_reads_figures_from_the_right():
    laid = table(LONG_TABLE)

    assert (laid.head, laid.columns, len(laid.rows)) == (2, 4, 62)
    assert [place.to_the_right for place in laid.rows[2]] == [False, True, True, False]


def test_a_first_row_of_headings_is_a_head_though_nobody_said_so():
    laid = table("<table><tr><th>Tema</th><th>Mål</th></tr><tr><td>a</td><td>3</td></tr></table>")

    assert laid.head == 1


def test_the_richest_text_has_every_kind_of_block():
    kinds = {block["kind"] for block in blocks(sanitise(RICH))}

    assert kinds == {"paragraph", "heading", "list", "quote", "image", "table"}
