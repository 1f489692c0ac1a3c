"""How many live in a municipality, and what that makes it weigh."""

import csv
from datetime import date
from pathlib import Path

import pytest
from tests.rounds.asking_around import area

from kkr.council.inhabitants import BY_CODE, QUARTERS, inhabitants_of, quarter_on, source_of
from kkr.council.models import Area
from kkr.council.models.areas import AreaKind
from kkr.council.register.municipalities import municipalities
from kkr.rounds.actions import Weight
from kkr.rounds.weighing import weights_of

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "population_totals.csv"


def test_each_municipality_of_the_register_has_a_figure_of_each_quarter():
    assert set(BY_CODE) == {row.code for row in municipalities()}
    assert {len(figures) for figures in BY_CODE.values()} == {len(QUARTERS)}


def test_one_is_told_what_was_known_on_the_day():
    assert inhabitants_of(["0165", "0411"], date(2017, 2, 6)) == {"0165": 27870}
    assert inhabitants_of(["0165"]) == {"0165": 27366}
    assert quarter_on(date(2009, 1, 1)) == QUARTERS[0]
    assert source_of(date(2016, 10, 1)) == "Danmarks Statistik, FOLK1A, 2016K4"


@pytest.mark.django_db
def test_a_municipality_weighs_as_many_as_live_there_and_a_region_nothing(register):
    albertslund = area("albertslund")
    region = Area.objects.get(kind=AreaKind.REGION, slug="region-hovedstaden")

    found = weights_of([albertslund, region], date(2017, 2, 6))

    assert found == {albertslund.pk: Weight(27870, "Danmarks Statistik, FOLK1A, 2016K4")}


@pytest.mark.skipif(not REAL.exists(), reason="the figures are not beside the project")
def test_the_figures_are_those_of_the_statistics():
    with REAL.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] == "kvartal"]
    real = {(row["kommunekode"], row["tid"]): int(row["antal"]) for row in rows}
    ours = {
        (code, source_of(quarter).split()[-1]): figure
        for code, figures in BY_CODE.items()
        for quarter, figure in zip(QUARTERS, figures, strict=True)
    }
    assert ours == real
