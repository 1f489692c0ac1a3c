"""Numbers are given once, are never used twice, and stand in the order of the agenda."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kkr.meetings.numbering import in_order, numbered

BATCHES = st.lists(st.lists(st.integers(min_value=0, max_value=30), max_size=4), max_size=5)


def published_in(batches: list[list[int]], *, is_plain: bool = False) -> list[list[str]]:
    """The numbers after each publication; each batch puts items in at these places before it."""
    known: list[str] = []
    told = []
    for places in [[0, 0], *batches]:
        known = list(known)
        for place in places:
            known.insert(1 + place % len(known) if any(known) else 0, "")
        known = numbered(3, known, is_plain=is_plain)
        told.append(known)
    return told


@given(BATCHES, st.booleans())
def test_a_number_is_never_changed_and_never_given_twice(batches, is_plain):
    told = published_in(batches, is_plain=is_plain)

    for before, after in itertools.pairwise(told):
        assert [number for number in after if number in before] == before
    assert len(set(told[-1])) == len(told[-1])
    assert all(told[-1])


def test_what_comes_late_is_appended_or_has_the_number_before_it_and_a_letter():
    assert numbered(3, ["3.1", "3.2", ""]) == ["3.1", "3.2", "3.3"]
    assert numbered(3, ["3.1", "", "", "3.2"]) == ["3.1", "3.1a", "3.1b", "3.2"]


def test_the_items_of_a_constituting_meeting_have_the_number_of_their_section():
    assert numbered(3, [""], is_plain=True) == ["3"]


@given(st.lists(st.integers(min_value=0, max_value=30), max_size=6))
def test_numbers_sort_as_they_were_given_where_each_stands_at_the_end(places):
    numbers = numbered(3, [""] * len(places))

    assert sorted(numbers, key=in_order) == numbers
