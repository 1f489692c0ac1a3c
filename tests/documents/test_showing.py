"""A text as a page shows it."""

from django.utils.translation import override

from kkr.documents.showing import shown

TABLE = (
    "<table><thead><tr><th>Kommune</th><th>Pladser</th></tr></thead>"
    "<tbody><tr><td>Ærø</td><td>2</td></tr></tbody></table>"
)
CAPTION = "<table><caption>Pladser i 2018</caption><tbody><tr><td>2</td></tr></tbody></table>"


def test_a_table_scrolls_in_a_region_with_a_name_that_the_keyboard_reaches():
    region = '<div class="table-scroll" role="region" tabindex="0" aria-label="Tabel: {}">{}</div>'

    with override("da"):
        assert shown(f"<p>x</p>{TABLE}") == "<p>x</p>" + region.format("Kommune Pladser", TABLE)
        assert shown(CAPTION) == region.format("Pladser i 2018", CAPTION)


def test_in_a_feed_a_table_is_a_table():
    assert shown(TABLE, at="https://kkr.dk/x/") == TABLE
