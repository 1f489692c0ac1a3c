"""What waits for whom, in which order, and what an empty desk says."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from tests.cast import HOUSE, LONG_AGO, Cast
from tests.workspace.conftest import MORNING

from kkr.cases.actions import commission, consult, open_case, send_back
from kkr.council.actions import grant_role
from kkr.council.desk import DeskEntry, desk_entries, desk_of
from kkr.documents.actions import store_file
from kkr.meetings.actions import (
    add_item,
    attach_file,
    decide,
    end_meeting,
    follow_up,
    hear_members,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    send_hearing,
)
from kkr.meetings.models import AgendaItem, Attachment
from kkr.news.actions import (
    draft_news,
    draft_of_outcome,
    keep_private_draft,
    publish_news,
    schedule_news,
)
from kkr.news.models import NewsItem
from kkr.outbox.actions import enqueue
from kkr.outbox.models import Mail, State
from kkr.recommendations.actions import recommend
from kkr.recommendations.models import Recommendation
from kkr.rounds.actions import Said, open_round, reply, withdraw_round
from kkr.rounds.models import Round, SentNotice, Way
from kkr.workspace.desk.doors import DOORS

pytestmark = pytest.mark.django_db
BEFORE_IT_WAS_LATE = MORNING - timedelta(days=4)
EVERYBODY = [name for name in Cast.NAMES if name != "citizen"]


def draft(council, title="Udkast", at=MORNING, **facts):
    return draft_news(council=council, title=title, html="<p>Tekst</p>", by=HOUSE, at=at, **facts)


def titles(viewer):
    return [entry.title for entry in desk_of(viewer, MORNING)]


def test_the_desk_asks_to_sign_in(client, register):
    answer = client.get("/arbejde/")

    assert (answer.status_code, answer["Location"]) == (302, "/konto/log-ind/?next=/arbejde/")


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_has_a_desk_of_their_own(signed_in, cast, name):
    draft(cast.council, "Kun for sekretariatet")
    draft(None, "Kun for KL")

    page = signed_in(name).get("/arbejde/")

    assert page.status_code == 200
    assert ("Kun for sekretariatet" in page.content.decode()) == (name == "secretary")
    assert ("Kun for KL" in page.content.decode()) == (name == "administrator")


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "newcomer"])
def test_an_empty_desk_says_what_will_stand_there(signed_in, cast, name):
    page = signed_in(name).get("/arbejde/").content.decode()
    nobody = signed_in("newcomer").get("/arbejde/").content.decode()

    assert '<div class="empty">' in page
    assert page.split('<div class="empty">')[1] != nobody.split('<div class="empty">')[1]


def test_a_desk_is_kept_in_no_cache(secretary):
    assert "no-store" in secretary.get("/arbejde/")["Cache-Control"]


def test_the_nearest_deadline_stands_first(cast):
    later, sooner = draft(cast.council, "Om en uge"), draft(cast.council, "I morgen")
    schedule_news(later, publish_at=MORNING + timedelta(days=7), by=HOUSE, at=MORNING)
    schedule_news(sooner, publish_at=MORNING + timedelta(days=1), by=HOUSE, at=MORNING)
    draft(cast.council, "Ældste udkast", at=MORNING - timedelta(days=2))
    draft(cast.council, "Nyeste udkast")

    assert titles(cast.secretary) == ["I morgen", "Om en uge", "Nyeste udkast", "Ældste udkast"]


def test_what_is_published_waits_for_nobody(cast):
    publish_news(draft(cast.council), by=HOUSE, at=MORNING)

    assert titles(cast.secretary) == []


def test_what_is_begun_waits_for_its_writer_alone(cast):
    keep_private_draft(
        council=cast.council, fields={"title": "Begyndt"}, by=cast.secretary, at=MORNING
    )

    assert (titles(cast.secretary), titles(cast.administrator)) == (["Begyndt"], [])


def test_who_is_secretary_no_more_has_an_empty_desk(cast):
    keep_private_draft(
        council=cast.council, fields={"title": "Begyndt"}, by=cast.administrator, at=MORNING
    )

    assert titles(cast.administrator) == []


def test_every_kind_of_entry_has_its_button(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    keep_private_draft(council=cast.council, fields={}, by=cast.secretary, at=MORNING)
    draft(cast.council)
    scheduled = draft(cast.council, "To")
    schedule_news(scheduled, publish_at=MORNING + timedelta(days=1), by=HOUSE, at=MORNING)
    held = draft(cast.council, "Tre")
    schedule_news(held, publish_at=MORNING + timedelta(days=1), by=HOUSE, at=MORNING)
    NewsItem.objects.filter(pk=held.pk).update(held_at=MORNING)

    for state in (State.FAILED, State.BOUNCED):
        mail = enqueue(to="a@example.dk", subject="x", text="x", at=MORNING)
        Mail.objects.filter(pk=mail.pk).update(state=state, taken_at=MORNING)
    case = open_case(
        council=cast.council, title="Sag", opened_on=MORNING.date(), by=HOUSE, at=MORNING
    )
    between = {"asked_by": cast.council, "asked_of": cast.committee}
    commission(case, what="Papir", **between, by=HOUSE, at=MORNING)
    wished = {"wanted_by": cast.council, "on": MORNING.date(), "wishes": ["Færre"]}
    send_back(case, **wished, by=HOUSE, at=MORNING)

    plan_meetings(cast)
    hold_back(cast)
    ask_municipalities(cast)
    ask_for_comments(cast, case)
    ask_members(cast, case)
    tell_what_is_overtaken()

    people = (cast.secretary, cast.administrator, cast.contact, cast.mayor)
    lose_mails()
    desks = [entry for someone in people for entry in desk_of(someone, MORNING)]

    assert {entry.kind for entry in desks} == set(DOORS)


def ask_members(cast, case):
    """One hearing not sent out, one that a member wants a meeting on, and one that is over."""
    cast.mayor  # noqa: B018 -- a member when it is asked for
    facts = {"council": cast.council, "title": "x", "html": "<p>x</p>", "by": HOUSE, "at": MORNING}
    _draft, wanted, over = (
        hear_members(case, deadline_on=MORNING.date() - timedelta(days=1), **facts) for _ in "123"
    )
    for each in (wanted, over):
        send_hearing(each, by=HOUSE, at=MORNING - timedelta(days=7))
    said = Said("wants_a_meeting")
    reply(wanted.round.asked.get(), said, way=Way.SECRETARY, by=HOUSE, at=MORNING)


def lose_mails():
    """Of each question that is out a mail came back."""
    mail = Mail.objects.filter(state=State.BOUNCED).first()
    for each in Round.objects.filter(opened_at__isnull=False):
        asked = each.asked.first()
        SentNotice.objects.create(asked=asked, what="lost", sent_at=MORNING, mail=mail.pk)


def ask_municipalities(cast):
    """Something recommended that is not sent out, and something that is out and late."""
    by = {"by": HOUSE, "at": MORNING}
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **by)
    item = add_item(meeting, section=3, title="Mål", **by)
    decision = decide(item, kind="recommended", html="<p>Anbefales.</p>", **by)
    publish_agenda(meeting, **by)
    end_meeting(meeting, **by)
    publish_minutes(meeting, **by)
    decision.refresh_from_db()
    asked = {"title": "Mål", "html": "<p>?</p>", "rule": "all", **by}
    recommend(decision, deadlines=[("", date(2017, 5, 1))], **asked)
    late = recommend(decision, deadlines=[("", date(2017, 2, 10))], **asked)
    open_round(late.round, by=HOUSE, at=BEFORE_IT_WAS_LATE)


def ask_for_comments(cast, case):
    """A consultation that is not sent out, and one that is out and late."""
    for day, is_out in ((date(2017, 5, 1), False), (date(2017, 2, 10), True)):
        asked = {"title": "Høring", "html": "<p>?</p>", "deadlines": [("", day)]}
        made = consult(case, council=cast.council, **asked, by=HOUSE, at=MORNING)
        if is_out:
            open_round(made.round, by=HOUSE, at=BEFORE_IT_WAS_LATE)


def tell_what_is_overtaken():
    """News of what was lost, and is withdrawn since."""
    by = {"by": HOUSE, "at": MORNING}
    asked = {"html": "<p>?</p>", "rule": "all", "deadlines": [("", date(2017, 5, 1))], **by}
    made = recommend(Recommendation.objects.first().decision, title="Mål igen", **asked)
    open_round(made.round, **by)
    reply(made.round.asked.first(), Said("not_approved"), way=Way.SECRETARY, **by)
    publish_news(draft_of_outcome(made.outcomes.get(), **by), **by)
    withdraw_round(made.round, why="Stoppet.", **by)


def plan_meetings(cast):
    """One to prepare, and one that is called, with something to be done after its decision."""
    by = {"by": HOUSE, "at": MORNING}
    plan_meeting(council=cast.council, held_on=date(2017, 3, 20), **by)
    called = plan_meeting(council=cast.council, held_on=date(2017, 2, 20), **by)
    item = add_item(called, section=3, title="Optag", **by)
    publish_agenda(called, **by)
    made = decide(item, kind="approved", **by)
    follow_up(made, what="Sende", body=cast.committee, due_on=date(2017, 3, 1), **by)


def hold_back(cast):
    """A closed item and a closed file that were to open by themselves, and in which something was found."""
    by = {"by": HOUSE, "at": MORNING}
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 27), **by)
    facts = {"is_closed": True, "public_heading": "Personsag", "title": "Lukket"}
    item = add_item(meeting, section=3, **facts, **by)
    open_ = add_item(meeting, section=3, title="Åbent", **by)
    file = store_file(ContentFile(b"Tal", name="tal.txt"), **by)
    made = attach_file(open_, file, is_closed=True, **by)
    publish_agenda(meeting, **by)
    AgendaItem.objects.filter(pk=item.pk).update(held_at=MORNING)
    Attachment.objects.filter(pk=made.pk).update(held_at=MORNING)


def test_a_meeting_says_what_is_due_when(secretary, cast):
    plan_meetings(cast)

    page = secretary.get("/arbejde/").content.decode().replace("\xa0", " ")

    assert "dagsordenen skal ud senest den 13. marts 2017" in page
    assert "referatet skal ud senest den 27. februar 2017" in page
    assert "skal gøres senest den 1. marts 2017" in page


def test_a_room_hangs_its_own_on_the_desk(cast, monkeypatch):
    monkeypatch.setattr(desk_entries, "_things", [])
    desk_entries.register(
        lambda viewer, now: [DeskEntry("room.thing", viewer, "Fra et rum", "KKR", since=now)]
    )

    assert titles(cast.contact) == ["Fra et rum"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_desk_costs_the_same_however_long(secretary, cast, django_assert_num_queries, rows):
    for number in range(rows):
        draft(cast.council, f"Udkast {number}")
    grant_role(user=cast.secretary, body=cast.council, role="member", by=HOUSE, at=LONG_AGO)

    with django_assert_num_queries(13):
        assert secretary.get("/arbejde/").status_code == 200
