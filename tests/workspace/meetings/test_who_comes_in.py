"""The desk of meetings: who comes in, and what each page costs."""

import pytest
from tests.cast import each_of
from tests.workspace.meetings.preparing import BY, MEETINGS, STRANGERS, at, text_of

from kkr.documents.actions import store_file
from kkr.meetings.actions import add_item, attach_file, exclude_member, plan_meeting
from kkr.meetings.models import AgendaItem, Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def every_address(cast, closed):
    from django.core.files.base import ContentFile

    made = attach_file(closed, store_file(ContentFile(b"x", name="bilag.txt"), **BY), **BY)
    mayor = cast.mayor.role_grants.get().membership.person
    out = exclude_member(closed, mayor, why="Inhabil", **BY)
    of_council = [
        f"{MEETINGS}{part}" for part in ("", "nyt-moede/", "moedeplan/", "forretningsgang/")
    ]
    of_meeting = (
        *("meeting", "meeting_change", "meeting_announce", "meeting_cancel"),
        *("agenda", "agenda_start", "agenda_arrange", "agenda_tidy", "agenda_preview"),
        *("agenda_publish", "agenda_item_new", "agenda_item_new_preview"),
        *("agenda_item_new_forget", "agenda_item_new_case"),
    )
    of_item = ("", "_preview", "_forget", "_case", "_withdraw", "_open", "_exclude", "_attach")
    return [
        *of_council,
        *(at(closed.meeting, route) for route in of_meeting),
        *(at(closed, f"agenda_item{what}") for what in of_item),
        at(closed, "agenda_item_lift", out.pk),
        *(at(made, route) for route in ("attachment_withdraw", "attachment_open")),
    ]


ONLY_SENT = {"raekkefoelge/", "ryd-op/"}


def test_nobody_comes_in_without_signing_in(client, every_address):
    for path in every_address:
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code in {302, 405}, path
            assert answer.status_code == 405 or "/konto/log-ind/" in answer["Location"]


@pytest.mark.parametrize("name", each_of(STRANGERS))
def test_for_whoever_may_not_there_is_no_such_page(signed_in, every_address, name):
    browser = signed_in(name)

    for path in every_address:
        answers = [browser.post(path)]
        if not path.endswith(tuple(ONLY_SENT)):
            answers.append(browser.get(path))
        for answer in answers:
            assert answer.status_code == 404, path
            assert "direktør" not in text_of(answer)
    assert Meeting.objects.count() == AgendaItem.objects.count() == 1


def test_every_page_answers_the_secretary(secretary, every_address):
    for path in every_address:
        if not path.endswith(tuple(ONLY_SENT)):
            answer = secretary.get(path)
            assert answer.status_code in {200, 302}, path
            assert answer.status_code == 302 or "no-store" in answer["Cache-Control"]


def test_kl_has_no_meetings(signed_in, register):
    assert signed_in("administrator").get("/arbejde/kl/moeder/").status_code == 404


def test_the_way_to_the_meetings_stands_on_every_page(secretary, cast):
    assert MEETINGS in text_of(secretary.get("/arbejde/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(secretary, cast, django_assert_num_queries, rows):
    from datetime import date

    for number in range(rows):
        plan_meeting(council=cast.council, held_on=date(2017, 4, 3 + number), **BY)
        plan_meeting(council=cast.council, held_on=date(2016, 4, 3 + number), **BY)

    with django_assert_num_queries(8):
        assert secretary.get(MEETINGS).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("route", "queries"), [("agenda", 9), ("agenda_preview", 9), ("agenda_publish", 20)]
)
def test_an_agenda_costs_the_same_however_long(
    secretary, meeting, django_assert_num_queries, rows, route, queries
):
    for number in range(rows):
        add_item(meeting, section=3, title=f"Punkt {number}", **BY)

    with django_assert_num_queries(queries):
        assert secretary.get(at(meeting, route)).status_code == 200
