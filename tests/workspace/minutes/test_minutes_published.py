"""The minutes seen before they are out, published, corrected visibly; and what follows from a decision."""

import re
from datetime import date

import pytest
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, held, minuted
from tests.workspace.minutes.desk import where

from kkr.meetings.actions import (
    add_item,
    announce_meeting,
    change_decision,
    decide,
    follow_up,
    note_attendance,
    open_item,
    plan_meeting,
)
from kkr.meetings.models import Correction, Decision, FollowUp, Standing
from kkr.meetings.registries import Starter, starters
from kkr.workspace.meetings import starting

MARK = re.compile(r'name="looked_at" value="([0-9a-f]{64})"')
pytestmark = pytest.mark.django_db


@pytest.fixture
def over(meeting, closed):
    decide(closed, kind="elected", html="<p>Hemmelig Person</p>", **BY)
    return held(meeting)


def corrected(client, meeting, item=None, **more):
    words = {"what": "Alle blev til flertallet.", "why": "En var imod."}
    about = item.public_id.hex if item else "head"
    sent = {f"{about}-{name}": text for name, text in words.items()}
    return client.post(where(meeting, "referat/udgiv/"), sent | more)


def test_the_preview_shows_what_everybody_and_what_members_will_read(secretary, over):
    public = secretary.get(where(over, "referat/vis/")).content.decode()
    members = secretary.get(where(over, "referat/vis/?som=medlem")).content.decode()

    assert "Personsag" in public
    assert "Hemmelig Person" not in public
    assert "Valg af direktør" not in public
    assert "Hemmelig Person" in members
    assert "Godkendt." in public


def test_the_preview_is_what_is_published(secretary, client, over):
    preview = secretary.get(where(over, "referat/vis/")).content.decode()
    minuted(over)
    public = client.get(f"{over.path}referat/1/").content.decode()

    told = re.compile(r'<article class="agenda-text".*?</article>', re.DOTALL)
    assert told.findall(preview) == told.findall(public) != []


def test_minutes_are_published_once(secretary, over):
    for _press in range(2):
        answer = secretary.post(where(over, "referat/udgiv/"), {"publish": "1"})
        assert answer.status_code in {200, 302}

    assert over.editions.filter(kind="minutes").count() == 1


def test_what_a_colleague_changed_since_it_was_looked_at_does_not_go_out_unseen(
    secretary, over, item
):
    path = where(over, "referat/udgiv/")
    seen = MARK.search(secretary.get(path).content.decode())[1]
    words = {"kind": "approved", "html": "<p>Flertallet.</p>"}
    change_decision(item.decisions.get(), based_on=1, **words, by=HOUSE, at=AFTER)

    refused = secretary.post(path, {"looked_at": seen}).content.decode()

    assert "En kollega har ændret referatet" in refused
    assert not over.editions.filter(kind="minutes").exists()
    secretary.post(path, {"looked_at": MARK.search(refused)[1]})
    assert over.editions.filter(kind="minutes").count() == 1


def test_minutes_are_not_published_before_the_meeting_is_over(secretary, meeting):
    page = secretary.post(where(meeting, "referat/udgiv/"), {"undecided": "Ja"}).content.decode()

    assert "når mødet er slut" in page
    assert not meeting.editions.filter(kind="minutes").exists()


def test_a_correction_says_what_why_and_by_which_meeting(cast, secretary, over, item):
    minuted(over)
    april = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), by=HOUSE, at=AFTER)
    announce_meeting(april, by=HOUSE, at=AFTER)
    made = item.decisions.get()
    change_decision(
        made, based_on=1, kind="approved", html="<p>Flertallet.</p>", by=HOUSE, at=AFTER
    )
    asked = secretary.get(where(over, "referat/udgiv/")).content.decode()
    assert "3.1 Dimensionering" in asked
    assert "Hvad er rettet, og hvorfor?" in asked
    assert "Skal rettes" in secretary.post(where(over, "referat/udgiv/"), {}).content.decode()

    assert corrected(secretary, over, item, decided_in=april.pk).status_code == 302

    told = Correction.objects.get()
    assert (told.what, told.decided_in) == ("Alle blev til flertallet.", april)
    page = secretary.get(where(over, "referat/udgaver/")).content.decode()
    assert "2 udgaver af referatet" in page
    assert "har en anden beslutning" in page
    assert "Besluttet af mødet den 24.&nbsp;april" in page.replace("\xa0", "&nbsp;")
    assert "<del>" in page


def test_minutes_of_a_meeting_without_a_day_are_corrected_visibly(cast, secretary):
    undated = plan_meeting(council=cast.council, held_on=None, known_as="Efteråret 2016", **BY)
    item = add_item(undated, section=3, title="Optag", **BY)
    minuted(undated)
    words = {"kind": "approved", "html": "<p>Flertallet.</p>"}
    change_decision(item.decisions.get(), based_on=1, **words, by=HOUSE, at=AFTER)

    assert secretary.get(where(undated, "referat/udgiv/")).status_code == 200
    assert corrected(secretary, undated, item).status_code == 302


def test_a_correction_names_no_meeting_that_is_not_announced(cast, secretary, over, item):
    minuted(over)
    april = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), by=HOUSE, at=AFTER)
    words = {"kind": "approved", "html": "<p>Flertallet.</p>"}
    change_decision(item.decisions.get(), based_on=1, **words, by=HOUSE, at=AFTER)
    asked = secretary.get(where(over, "referat/udgiv/")).content.decode()
    assert "24. april" not in asked.replace("\xa0", " ")

    assert corrected(secretary, over, item, decided_in=april.pk).status_code == 200

    assert not Correction.objects.exists()


def test_attendance_that_was_wrong_is_corrected_too(cast, secretary, over, item):
    minuted(over)
    person = cast.mayor.role_grants.get().membership.person
    note_attendance(over, person, standing=Standing.PRESENT, municipality=cast.municipality, **BY)

    assert (
        "Tid, sted eller deltagere" in secretary.get(where(over, "referat/udgiv/")).content.decode()
    )
    assert "Skal rettes" in corrected(secretary, over, item).content.decode()
    assert corrected(secretary, over).status_code == 302

    assert over.editions.filter(kind="minutes").count() == 2
    assert Correction.objects.get().item is None
    page = secretary.get(where(over, "referat/udgaver/")).content.decode()
    assert "Tid, sted eller deltagere: Alle blev til flertallet." in page


def test_attendance_and_a_decision_are_corrected_each_with_its_reason(cast, secretary, over, item):
    minuted(over)
    person = cast.mayor.role_grants.get().membership.person
    note_attendance(over, person, standing=Standing.PRESENT, municipality=cast.municipality, **BY)
    words = {"kind": "approved", "html": "<p>Flertallet.</p>"}
    change_decision(item.decisions.get(), based_on=1, **words, by=HOUSE, at=AFTER)

    assert "Skal rettes" in corrected(secretary, over, item).content.decode()
    head = {"head-what": "Borgmesteren var der.", "head-why": "Var glemt."}
    assert corrected(secretary, over, item, **head).status_code == 302

    assert [each.item for each in Correction.objects.all()] == [None, item]


def test_what_follows_is_noted_once_and_finished(secretary, cast, over, item):
    made = item.decisions.get()
    form = {"what": "Sende til kommunerne", "body": cast.committee.pk, "due_on": "01.03.2017"}
    for _press in range(2):
        sent = secretary.post(where(over, f"opfoelgning/ny/{made.public_id}/"), form)
        assert sent.status_code == 302
    row = FollowUp.objects.get()
    assert "Sende til kommunerne" in secretary.get(where(over, "opfoelgning/")).content.decode()

    done = {"on": "2017-02-13", "outcome": "Sendt."}
    for _press in range(2):
        assert secretary.post(where(over, f"opfoelgning/{row.pk}/"), done).status_code == 302

    row.refresh_from_db()
    assert (row.done_on, row.outcome) == (date(2017, 2, 13), "Sendt.")


def test_what_is_found_in_what_follows_is_shown_and_let_pass_with_a_reason(
    secretary, cast, over, item
):
    minuted(over)
    made = item.decisions.get()
    form = {"what": "Ring 211062-5629", "body": cast.committee.pk, "due_on": "01.03.2017"}
    new = where(over, f"opfoelgning/ny/{made.public_id}/")
    refused = secretary.post(new, form).content.decode()
    assert "CPR-numre" in refused
    assert 'name="override"' in refused

    assert secretary.post(new, form | {"override": "Et eksempel."}).status_code == 302

    done = {"on": "2017-02-13", "outcome": "Sendt til 211062-5629."}
    finish = where(over, f"opfoelgning/{FollowUp.objects.get().pk}/")
    assert 'name="override"' in secretary.post(finish, done).content.decode()
    assert secretary.post(finish, done | {"override": "Et eksempel."}).status_code == 302


def test_what_is_found_in_a_correction_is_shown_with_what_was_looked_for(secretary, over, item):
    minuted(over)
    words = {"kind": "approved", "html": "<p>Flertallet.</p>"}
    change_decision(item.decisions.get(), based_on=1, **words, by=HOUSE, at=AFTER)
    said = {f"{item.public_id.hex}-what": "Brev fra 211062-5629."}

    refused = corrected(secretary, over, item, **said).content.decode()

    assert "CPR-numre" in refused
    assert 'name="override"' in refused
    assert corrected(secretary, over, item, **said, override="Et eksempel.").status_code == 302


def test_nothing_is_to_be_done_before_it_was_decided(secretary, cast, over, item):
    form = {"what": "Sende", "body": cast.committee.pk, "due_on": "01.03.2016"}

    new = where(over, f"opfoelgning/ny/{item.decisions.get().public_id}/")

    assert "Dagen ligger før beslutningen." in secretary.post(new, form).content.decode()
    assert not FollowUp.objects.exists()


def test_a_day_still_to_come_is_no_day_it_was_done(secretary, cast, over, item):
    facts = {"what": "Sende", "body": cast.committee, "due_on": date(2017, 3, 1)}
    row = follow_up(item.decisions.get(), **facts, **BY)

    page = secretary.post(where(over, f"opfoelgning/{row.pk}/"), {"on": "2017-02-20"})

    assert "Skal rettes" in page.content.decode()
    assert FollowUp.objects.get().done_on is None


@pytest.mark.parametrize(
    ("name", "is_let"),
    [("committee_official", True), ("official", False), ("contact", False), ("mayor", False)],
)
def test_who_is_to_do_it_says_that_it_is_done(signed_in, cast, over, item, name, is_let):
    minuted(over)
    facts = {"what": "Sende", "body": cast.committee, "due_on": date(2017, 3, 1)}
    row = follow_up(item.decisions.get(), **facts, by=HOUSE, at=AFTER)
    page = where(over, f"opfoelgning/{row.pk}/")

    answer = signed_in(name).post(page, {"on": "2017-02-13"})

    assert answer.status_code == (302 if is_let else 404)
    assert (FollowUp.objects.get().done_on is not None) == is_let
    if is_let:
        assert "Sende" in signed_in(name).get(page).content.decode()


def test_what_a_decision_can_start_is_a_button(secretary, over, item, monkeypatch):
    monkeypatch.setattr(starters, "_things", [])
    starters.register(Starter("room.thing", "Begynd noget", lambda decisions, _viewer: decisions))
    assert "Begynd noget" not in secretary.get(where(over, "opfoelgning/")).content.decode()

    start = starting.Start("follow_up", lambda made: [
        made.item.meeting.council.slug, made.item.meeting.slug, made.public_id,
    ])  # fmt: skip
    monkeypatch.setitem(starting.STARTS, "room.thing", start)

    assert "Begynd noget" in secretary.get(where(over, "opfoelgning/")).content.decode()
    assert "Begynd noget" in secretary.get(where(over)).content.decode()
    assert Decision.objects.exists()


def test_what_was_only_opened_is_no_correction(secretary, client, over, item, closed):
    minuted(over)
    open_item(closed, by=HOUSE, at=AFTER)
    publish = where(over, "referat/udgiv/")
    assert "Skal rettes" not in secretary.post(publish, {"publish": "1"}).content.decode()
    assert over.editions.filter(kind="minutes").count() == 1
    words = {"kind": "approved", "html": "<p>Flertallet.</p>"}
    change_decision(item.decisions.get(), based_on=1, **words, by=HOUSE, at=AFTER)
    asked = secretary.get(publish).content.decode()

    assert closed.public_id.hex not in asked
    assert corrected(secretary, over, item).status_code == 302

    assert [each.item for each in Correction.objects.all()] == [item]
    assert "Valg af direktør" in client.get(over.path).content.decode()


def test_what_was_opened_and_then_corrected_is_a_correction(secretary, over, closed):
    minuted(over)
    open_item(closed, by=HOUSE, at=AFTER)
    words = {"kind": "elected", "html": "<p>En anden person.</p>"}
    change_decision(closed.decisions.get(), based_on=1, **words, by=HOUSE, at=AFTER)

    assert "Skal rettes" in secretary.post(where(over, "referat/udgiv/"), {}).content.decode()

    assert corrected(secretary, over, closed).status_code == 302
