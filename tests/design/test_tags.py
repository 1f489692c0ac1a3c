import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

FEBRUARY = date(2017, 2, 6)


@pytest.fixture(autouse=True)
def in_danish():
    with translation.override("da"):
        yield


def rendered(source, **context):
    return Template("{% load design %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("long_date", "6.\xa0februar 2017"),
        ("compact_date", "06.02.17"),
        ("compact_month", "feb. 2017"),
    ],
)
def test_dates_are_written_as_a_dane_writes_them(name, text):
    assert rendered("{{ day|" + name + " }}", day=FEBRUARY) == text
    assert rendered("{{ day|" + name + " }}", day=datetime(2017, 2, 6, 12, tzinfo=UTC)) == text
    assert rendered("{{ day|" + name + " }}", day=None) == ""


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567, "", "1.234.567"),
        (Decimal("29.94"), ":1", "29,9"),
        (0, "", "0"),
        (None, "", ""),
        ("", "", ""),
    ],
)
def test_numbers_have_danish_points_and_commas(value, decimals, text):
    assert rendered("{{ value|number" + decimals + " }}", value=value) == text


def test_a_reader_of_english_gets_english_numbers_and_months():
    with translation.override("en"):
        assert rendered("{{ value|number }}", value=1234) == "1,234"
        assert rendered("{{ day|long_date }}", day=FEBRUARY) == "6\xa0February 2017"


def test_nothing_in_structured_data_can_end_the_script():
    facts = {"name": "</script><script>alert(1)</script> & mere", "founded": FEBRUARY}

    html = rendered("{{ facts|json_ld }}", facts=facts)
    body = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")

    assert "<" not in body
    assert json.loads(body) == facts | {"founded": "2017-02-06"}


def test_a_cell_may_be_linked_to_and_say_how_it_is_known():
    html = rendered(
        '{% table "Pladser" columns rows %}',
        columns=["Råd", "Rolle", "Fra"],
        rows=[[{"text": "KKR", "id": "kkr-chair"}, "formand", {"text": "2017", "note": "kendt"}]],
    )

    assert '<th scope="row" id="kkr-chair">KKR</th>' in html
    assert '<td data-label="Fra">2017 <small>(kendt)</small></td>' in html


def test_a_table_too_wide_to_stack_is_a_region_with_a_name_that_the_keyboard_reaches():
    html = rendered('{% table "Data" columns rows %}', columns=[*"abcdefgh"], rows=[[*"12345678"]])

    assert 'role="region" tabindex="0" aria-label="Data"' in html
    assert "scroll-hint" in html


def test_a_table_names_its_rows_and_columns():
    html = rendered(
        '{% table "Svar" columns rows %}',
        columns=["Kommune", {"label": "Pladser", "numeric": True}],
        rows=[[{"text": "Albertslund", "href": "/0165/"}, 1234]],
    )

    assert "<caption>Svar</caption>" in html
    assert '<th scope="col" class="numeric">Pladser</th>' in html
    assert '<th scope="row"><a href="/0165/">Albertslund</a></th>' in html
    assert '<td class="numeric">1.234</td>' in html


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="longer"):
        rendered('{% table "Svar" columns rows %}', columns=["Kommune", "Svar"], rows=[["Køge"]])


def test_no_table_is_empty_without_saying_what_comes():
    html = rendered('{% table "Svar" columns rows empty="Svarene kommer her." %}', columns=["A"])

    assert "<table" not in html
    assert "Svarene kommer her." in html


def test_a_state_in_a_table_has_its_sign_beside_its_word():
    html = rendered('{% state_symbol "approved" %} godkendt')

    assert 'aria-hidden="true"' in html
    assert "state--approved" in html
