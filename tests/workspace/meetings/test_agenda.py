"""The agenda: every section stands, items are brought, ordered and timed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workspace.meetings.preparing import BY, at, text_of

from kkr.meetings.actions import decide, plan_meeting, publish_agenda, withdraw_item
from kkr.meetings.models import AgendaItem, Meeting
from kkr.workspace.meetings.agenda import shifted

pytestmark = pytest.mark.django_db
SECTIONS = [
    *("Godkendelse af referat", "Siden sidst", "Regionalpolitiske sager", "Udpegninger", "KKR"),
    *("Punkter til næste møde", "Eventuelt"),
]


def titles(meeting) -> list[tuple[int, str]]:
    rows = AgendaItem.objects.filter(meeting=meeting).in_order()
    return list(rows.values_list("section", "title"))


def move(secretary, item, way):
    return secretary.post(at(item.meeting, "agenda_arrange"), {way: str(item.public_id)})


def test_every_section_stands_also_when_it_is_empty(secretary, meeting):
    page = text_of(secretary.get(at(meeting, "agenda")))

    assert [f"{number} {title}" in page for number, title in enumerate(SECTIONS, 1)] == [True] * 7
    assert page.count('class="agenda-none"') == 7


def test_it_begins_with_what_every_agenda_has_and_what_was_left_over(
    secretary, cast, meeting, item, second
):
    decide(item, kind="postponed", **BY)
    june = plan_meeting(council=cast.council, held_on=meeting.held_on.replace(month=6), **BY)

    secretary.post(at(june, "agenda_start"), {"like": ""})
    secretary.post(at(june, "agenda_start"), {"like": ""})
    assert [title for _section, title in titles(june)].count("Dimensionering") == 1
    assert "Kompetent arbejdskraft" not in dict(titles(june)).values()

    secretary.post(at(june, "agenda_start"), {"like": str(meeting.public_id)})
    assert (3, "Kompetent arbejdskraft") in titles(june)


def test_items_are_moved_with_plain_buttons_over_the_border_of_their_section_too(
    secretary, meeting, item, second
):
    answer = move(secretary, second, "up")
    assert answer["Location"].endswith(f"?flyttet={second.public_id}&vej=op")
    assert titles(meeting) == [(3, "Kompetent arbejdskraft"), (3, "Dimensionering")]

    move(secretary, item, "down")
    assert (4, "Dimensionering") in titles(meeting)
    assert "autofocus" in text_of(secretary.get(answer["Location"]))


def test_they_are_dragged_as_a_whole_order(secretary, meeting, item, second):
    order = f"3:{second.public_id} 5:{item.public_id}"

    secretary.post(at(meeting, "agenda_arrange"), {"order": order, "moved": str(item.public_id)})

    assert titles(meeting) == [(3, "Kompetent arbejdskraft"), (5, "Dimensionering")]


@pytest.mark.parametrize("order", ["", "3", "3:x", "99:{item}", "3:{item} 3:{item}", "a:{item}"])
def test_an_order_that_is_none_changes_nothing(secretary, meeting, item, order):
    sent = {"order": order.format(item=item.public_id)}

    assert secretary.post(at(meeting, "agenda_arrange"), sent).status_code == 302
    assert titles(meeting) == [(3, "Dimensionering")]


def test_what_has_its_number_stays_and_what_is_late_goes_after_it(secretary, meeting, item):
    publish_agenda(meeting, **BY)
    item.refresh_from_db()
    page = text_of(secretary.get(at(meeting, "agenda")))
    assert f'name="up" value="{item.public_id}"' not in page

    secretary.post(
        at(meeting, "agenda_item_new"), {"section": "3", "kind": "matter", "title": "Sent"}
    )
    late = AgendaItem.objects.get(title="Sent")
    move(secretary, late, "up")

    assert (2, "Sent") in titles(meeting)
    order = f"3:{late.public_id} 3:{item.public_id}"
    answer = secretary.post(at(meeting, "agenda_arrange"), {"order": order}, follow=True)
    assert "beholder sit nummer" in text_of(answer)


def test_a_withdrawn_draft_is_not_in_the_way(secretary, meeting, item, second):
    withdraw_item(item, why="", **BY)

    assert "Dimensionering" not in text_of(secretary.get(at(meeting, "agenda")))
    move(secretary, second, "down")

    assert (4, "Kompetent arbejdskraft") in titles(meeting)


def test_the_time_of_all_items_is_told(secretary, meeting, item, second):
    assert "i alt 35 minutter" in text_of(secretary.get(at(meeting, "agenda")))


def test_the_numbers_they_will_get_are_told_and_are_those_they_get(
    secretary, meeting, item, second
):
    page = text_of(secretary.get(at(meeting, "agenda")))
    assert "<em>3.1</em>" in page
    assert "<em>3.2</em>" in page

    publish_agenda(meeting, **BY)

    assert "<em>" not in text_of(secretary.get(at(meeting, "agenda")))


@given(
    steps=st.lists(st.tuples(st.integers(0, 5), st.sampled_from([-1, 1])), max_size=12),
    numbered=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_no_press_of_a_button_loses_an_item_or_moves_a_number(steps, numbered):
    meeting = Meeting(kind="ordinary")
    items = [
        AgendaItem(pk=place, section=3 + place // 3, number=f"3.{place}" if has else "")
        for place, has in enumerate(numbered)
    ]
    order = [(item.section, item) for item in items]
    before = [item.pk for item in items if item.number]

    for place, step in steps:
        order = shifted(order, items[place], step, meeting) or order

    assert sorted(item.pk for _section, item in order) == list(range(6))
    assert [item.pk for _section, item in order if item.number] == before
    assert all(section == item.section for section, item in order if item.number)


@pytest.mark.parametrize("kind", ["ordinary", "constituting", "written"])
def test_the_approval_of_minutes_is_promised_only_where_it_is_on_the_agenda(secretary, cast, kind):
    plan_meeting(council=cast.council, held_on=date(2018, 1, 8), **BY)
    later = plan_meeting(council=cast.council, kind=kind, held_on=date(2018, 1, 29), **BY)

    page = text_of(secretary.get(at(later, "agenda_start")))

    assert ("Det første punkt godkender referatet" in page) == (kind == "ordinary")
