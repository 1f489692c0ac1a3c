from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kkr.council.models import Area, AreaPlacement
from kkr.council.models.guards import overlaps

pytestmark = pytest.mark.django_db
FIRST = date(2017, 1, 1)
WINDOW = 12
days = st.integers(0, WINDOW - 1).map(lambda number: FIRST + timedelta(number))


@st.composite
def periods(draw):
    """A period in the window, open at either end or not, with at least one day."""
    first, last = sorted([draw(days), draw(days)])
    starts_on = draw(st.sampled_from([first, None]))
    ends_on = draw(st.sampled_from([last + timedelta(1), None]))
    return starts_on, ends_on


def in_words(period):
    """The slow definition: every day of the window from the start up to the day before the end."""
    starts_on, ends_on = period
    window = [FIRST + timedelta(number) for number in range(WINDOW)]
    return {
        day
        for day in window
        if not (starts_on is not None and day < starts_on)
        and not (ends_on is not None and day >= ends_on)
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(periods(), max_size=8), days)
def test_running_on_gives_the_rows_in_whose_period_the_day_is(rows, day):
    with transaction.atomic():
        Area.objects.bulk_create(
            Area(kind="region", name=str(n), slug=str(n), starts_on=start, ends_on=end)
            for n, (start, end) in enumerate(rows)
        )

        found = {area.name for area in Area.objects.running_on(day)}
        each = {area.name for area in Area.objects.all() if area.runs_on(day)}

        transaction.set_rollback(True)
    expected = {str(n) for n, period in enumerate(rows) if day in in_words(period)}
    assert found == expected
    assert each == expected


@settings(max_examples=60, deadline=None)
@given(periods(), periods())
def test_two_placements_are_refused_exactly_when_they_share_a_day(one, other):
    share_a_day = bool(in_words(one) & in_words(other))
    with transaction.atomic():
        area, first, second = (
            Area.objects.create(kind=kind, name=name, slug=name)
            for kind, name in [("municipality", "a"), ("region", "b"), ("region", "c")]
        )
        place(area, first, one).save()
        late = place(area, second, other)

        refused_in_words = refuses(late.full_clean, ValidationError)
        refused_by_database = refuses(late.save, IntegrityError)
        found = AreaPlacement.objects.filter(overlaps(*other), within=first).exists()

        transaction.set_rollback(True)
    assert (refused_in_words, refused_by_database, found) == (share_a_day,) * 3


def place(area, within, period):
    starts_on, ends_on = period
    return AreaPlacement(
        area=area, within=within, within_kind=within.kind, starts_on=starts_on, ends_on=ends_on
    )


def refuses(act, refusal):
    try:
        with transaction.atomic():
            act()
    except refusal:
        return True
    return False


def test_a_period_that_ends_when_it_starts_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(kind="region", name="a", slug="a", starts_on=FIRST, ends_on=FIRST)


def test_a_placement_names_the_kind_it_lies_within():
    area = Area.objects.create(kind="municipality", name="a", slug="a")
    region = Area.objects.create(kind="region", name="b", slug="b")
    placement = AreaPlacement(area=area, within=region, within_kind="council")

    with pytest.raises(ValidationError) as refusal:
        placement.full_clean()

    assert set(refusal.value.message_dict) == {"within_kind"}
