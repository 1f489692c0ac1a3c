import re
from datetime import date
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string

import kkr.design

ROOT = Path(kkr.design.__file__).parent
COMPONENTS = sorted((ROOT / "templates/design/components").iterdir())
LINK = {"label": "Nyheder", "href": "/nyheder/"}


def component(which, /, **values):
    return re.sub(r"\s+", " ", render_to_string(f"design/components/{which}.html", values))


@pytest.mark.parametrize("path", [*COMPONENTS, *ROOT.rglob("base.html")], ids=lambda p: p.stem)
def test_no_template_carries_style_or_behaviour_inline(path):
    assert not re.search(r"style=|<style|\son\w+=|<script(?! type)", path.read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.css")), ids=lambda p: p.name)
def test_no_stylesheet_chains_another_or_asks_another_host(path):
    assert not re.search(r'@import|https?:|url\((?!"\.\./vendor/)', path.read_text("utf-8"))


def test_every_file_a_stylesheet_names_is_there():
    for sheet in ROOT.rglob("*.css"):
        for name in re.findall(r'url\("([^"]+)"\)', sheet.read_text("utf-8")):
            assert (sheet.parent / name).resolve().is_file()


def test_the_sheet_has_a_language_a_way_past_the_head_and_one_main(settings):
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {"staticfiles": {"BACKEND": plain}}

    html = render_to_string("design/base.html")

    assert '<html lang="da"' in html
    assert 'href="#main"' in html
    assert html.count("<main") == 1


def test_a_news_item_has_its_day_for_eyes_and_for_machines():
    news = {"day": date(2017, 2, 13), "headline": "Nye mål", "href": "/n/", "teaser": "Færre."}

    html = component("news_list", items=[news])

    assert re.search(r'<time datetime="2017-02-13"[^>]*>13\.02\.17</time>', html)
    assert '<h3 class="news-headline"><a href="/n/">Nye mål</a></h3>' in html


def test_breadcrumbs_end_at_this_page():
    html = component("breadcrumbs", items=[LINK], here="Nye mål")

    assert '<a href="/nyheder/">Nyheder</a>' in html
    assert '<span aria-current="page">Nye mål</span>' in html


def test_contents_may_have_one_level_more():
    html = component("contents", items=[LINK | {"parts": [{"label": "2017", "href": "#2017"}]}])

    assert html.count("<ol>") == 2
    assert '<a href="#2017">2017</a>' in html


def test_pages_are_numbered_without_points_and_said_in_words():
    html = component("pagination", page=Paginator(range(30000), 10).page(1200), address="?side=")

    assert 'rel="prev" href="?side=1199"' in html
    assert 'rel="next" href="?side=1201"' in html
    assert "1.2" not in html


def test_a_single_page_needs_no_numbers():
    assert component("pagination", page=Paginator([1], 10).page(1), address="?").strip() == ""


def test_a_year_is_not_written_as_a_number():
    html = component("years", items=[{"year": 2017, "href": "/2017/", "count": 30}])

    assert "2017 <" in html
    assert "2.017" not in html


def test_a_person_without_a_party_gets_no_loose_comma():
    html = component("person", name="Steen Christiansen", place="Albertslund")

    assert "Albertslund</p>" in html


def test_facts_write_days_in_full():
    html = component("facts", items=[{"term": "Dato", "day": date(2017, 4, 24)}])

    assert '<dt>Dato</dt><dd><time datetime="2017-04-24">24. april 2017</time></dd>' in html
