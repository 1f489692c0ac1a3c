"""The members of a council answer in writing between two meetings, and what comes of it."""

from datetime import date, timedelta
from functools import partial
from itertools import product
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.cast import HOUSE
from tests.meetings.hearing_members import (
    BY,
    LAST_DAY,
    NOON,
    a_case,
    answered,
    asked_of,
    drafted,
    seated,
    sent,
    sent_with_a_file,
)

from kkr.cases.actions import add_paper
from kkr.council.actions import add_person, end_membership
from kkr.council.desk import desk_of
from kkr.council.models import Council
from kkr.documents.models import DocumentVersion, File
from kkr.ledger.models import Entry
from kkr.meetings.actions import (
    EndedOtherwise,
    add_item,
    ask_after_all,
    decide_in_writing,
    end_meeting,
    exclude_member,
    heard_in,
    leave_out,
    plan_meeting,
    publish_agenda,
    publish_minutes,
    send_hearing,
    set_procedure,
    take_to_meeting,
)
from kkr.meetings.consent import Heard, Says, Stops, heard, what_stops
from kkr.meetings.hearings import questions_for
from kkr.meetings.models import AgendaItem, Decision, HearingExclusion, Meeting, WrittenHearing
from kkr.meetings.registries import happened_since
from kkr.outbox.models import Mail
from kkr.rounds.actions import Said, ask_members, draft_round, reply
from kkr.rounds.models import Asked, Reply, Round, Way, WrongState
from kkr.rounds.tasks import remind_unanswered

STRANGERS = ("other_secretary", "chair", "member", "official", "contact", "newcomer", "citizen")
AFTER = NOON + timedelta(days=10)
MAYOR = "Mayor of the test"


# When it is enough


COUNTS = range(3)
"""Small, and all of them: what holds here holds of any number."""


def possible():
    """Every small hearing, as its answers, how many are silent, and the quorum."""
    for counts in product(COUNTS, repeat=len(Says)):
        answers = [says for says, count in zip(Says, counts, strict=True) for _ in range(count)]
        yield from ((answers, silent, quorum) for silent, quorum in product(COUNTS, COUNTS))


def test_silence_never_makes_a_decision():
    after = {"today": LAST_DAY + timedelta(days=1), "last_day": LAST_DAY}
    decided = 0
    for answers, silent, quorum in possible():
        found = heard(len(answers) + silent, answers, quorum=quorum)
        if what_stops(found, **after) is None:
            decided += 1
            assert found.silent == silent
            assert found.agree >= max(quorum, 1)
            assert found.agree > found.against
            assert Says.WANTS_A_MEETING not in answers
            others = heard(len(answers), answers, quorum=found.needed)
            assert what_stops(others, **after) is None
    assert decided


def test_one_who_wants_a_meeting_is_enough_to_stop_it():
    for answers, silent, quorum in possible():
        told = [*answers, Says.WANTS_A_MEETING]
        found = heard(len(told) + silent, told, quorum=quorum)
        assert what_stops(found, today=LAST_DAY, last_day=LAST_DAY) == Stops.WANTED


@pytest.mark.parametrize(
    ("found", "late", "expected"),
    [
        (Heard(3, 2, 0, 0, 2), False, Stops.TOO_EARLY),
        (Heard(3, 2, 0, 0, 2), True, None),
        (Heard(3, 2, 1, 0, 2), False, None),
        (Heard(3, 1, 0, 0, 2), True, Stops.TOO_FEW),
        (Heard(0, 0, 0, 0, 1), True, Stops.TOO_FEW),
    ],
)
def test_it_is_decided_when_the_time_is_over_and_enough_agree(found, late, expected):
    today = LAST_DAY + timedelta(days=late)
    assert what_stops(found, today=today, last_day=LAST_DAY) == expected


# Asking


@pytest.mark.django_db
def test_everybody_who_is_a_member_that_day_is_asked_once(cast):
    seated(cast, "Bo")
    gone = seated(cast, "Finn").role_grants.get().membership
    end_membership(gone, on=date(2017, 1, 1), reason="resigned", **BY)
    made = drafted(cast)
    assert not made.round.asked.exists()
    seated(cast, "Ida")
    send_hearing(made, **BY)
    send_hearing(made, **BY)
    assert [each.name for each in made.round.asked.with_names()] == ["Bo", "Ida"]
    assert not Round.objects.get().is_public


@pytest.mark.django_db
def test_nobody_but_the_secretaries_of_the_council_asks_members_or_ends_it(cast):
    made = sent(cast)
    draft = drafted(cast, made.case)
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 4, 1), **BY)
    for name in (*STRANGERS, "mayor"):
        act = {"by": getattr(cast, name), "at": AFTER}
        for acts in (
            lambda act=act: drafted(cast, made.case, **act),
            lambda act=act: send_hearing(draft, **act),
            lambda act=act: ask_members(draft.round, **act),
            lambda act=act: decide_in_writing(made, **act),
            lambda act=act: take_to_meeting(made, meeting, **act),
        ):
            with pytest.raises(PermissionDenied):
                acts()
    assert send_hearing(draft, by=cast.secretary, at=NOON).round.asked.count() == 3


@pytest.mark.django_db
def test_asked_twice_by_one_form_it_is_one_and_says_the_same(cast):
    token = uuid4()
    first = drafted(cast, public_id=token)

    assert drafted(cast, first.case, public_id=token) == first
    with pytest.raises(ValidationError):
        drafted(cast, first.case, public_id=token, title="Noget andet")
    assert WrittenHearing.objects.count() == 1


def test_it_needs_a_council_of_the_case_and_a_text_of_it(cast):
    case = a_case(cast.council)
    with pytest.raises(ValidationError):
        drafted(cast, case, council=Council.objects.get(slug="sjaelland"))
    other = add_paper(a_case(cast.council), title="x", html="<p>x</p>", dated_on=LAST_DAY, **BY)
    with pytest.raises(ValidationError):
        drafted(cast, case, about=other)
    assert not Round.objects.exists()


@pytest.mark.django_db
def test_members_are_never_asked_in_public(cast):
    facts = {"council": cast.council, "kind": "written_hearing", "title": "x"}
    made = draft_round(**facts, deadlines=[("", LAST_DAY)], is_public=True, **BY)
    with pytest.raises(ValidationError):
        ask_members(made, **BY)


@pytest.mark.django_db
def test_the_database_refuses_a_member_who_is_also_something_else(cast):
    made = sent(cast)
    seat = asked_of(made, "Bo").member
    twice = {"round": made.round, "member": seat}
    other = {"round": drafted(cast, made.case).round, "member": seat}
    for facts in (
        twice,
        other | {"committee": cast.committee},
        other | {"area": cast.municipality.area},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Asked.objects.create(**facts)


# Who is not asked


def person_of(cast, name):
    return seated(cast, name).role_grants.get().membership.person


@pytest.mark.django_db
def test_who_is_disqualified_is_not_asked_reads_nothing_and_does_not_count(cast):
    mayor = cast.mayor.role_grants.get().membership.person
    seated(cast, "Bo")
    made = drafted(cast, a_case(cast.council, is_public=False))
    leave_out(made, mayor, why=" Ejer  messen. ", **BY)
    leave_out(made, mayor, why="Igen", **BY)
    send_hearing(made, **BY)

    assert [each.name for each in made.round.asked.with_names()] == ["Bo"]
    assert (heard_in(made).asked, heard_in(made).needed) == (1, 1)
    assert not WrittenHearing.objects.visible_to(cast.mayor).exists()
    assert not questions_for(cast.mayor).filter(document=made.question).exists()
    assert [each.to for each in Mail.objects.all()] == ["bo@example.dk"]
    with pytest.raises(WrongState):
        leave_out(made, person_of(cast, "Ida"), why="For sent", **BY)

    answered(made, "Bo")
    item = decide_in_writing(made, **BY)

    assert [(each.person, each.why) for each in item.exclusions.all()] == [(mayor, "Ejer messen.")]
    assert [each.person.name for each in item.meeting.attendance.all()] == ["Bo"]
    publish_agenda(item.meeting, **BY)
    item.refresh_from_db()
    assert not AgendaItem.objects.readable_by(cast.mayor).filter(pk=item.pk).exists()
    assert "Ejer" not in str(Entry.objects.values_list("payload"))


@pytest.mark.django_db
def test_who_was_kept_out_of_an_item_of_the_case_is_left_out_until_somebody_says_else(cast):
    case, bo = a_case(cast.council), person_of(cast, "Bo")
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 2, 6), **BY)
    item = add_item(meeting, section=3, title="Messen", case=case, **BY)
    exclude_member(item, bo, why="Ejer messen", **BY)

    made = drafted(cast, case)

    left_out = made.exclusions.get()
    assert (left_out.person, left_out.why) == (bo, "Ejer messen")
    with pytest.raises(ValidationError):
        send_hearing(made, **BY)  # nobody else is a member
    ask_after_all(left_out, why="Har solgt messen", **BY)
    send_hearing(made, **BY)
    assert made.round.asked.get().member.person == bo


@pytest.mark.django_db
def test_only_who_asks_says_who_is_not_asked_with_a_reason_and_of_a_member(cast):
    made, bo = drafted(cast), person_of(cast, "Bo")
    outsider = add_person(name="Ude", **BY)
    for who, why in ((bo, " "), (outsider, "Ejer messen")):
        with pytest.raises(ValidationError):
            leave_out(made, who, why=why, **BY)
    left_out = leave_out(made, bo, why="Ejer messen", **BY)
    with pytest.raises(ValidationError):
        ask_after_all(left_out, why=" ", **BY)
    for name in (*STRANGERS, "mayor"):
        act = {"why": "x", "by": getattr(cast, name), "at": NOON}
        for acts in (partial(leave_out, made, bo, **act), partial(ask_after_all, left_out, **act)):
            with pytest.raises(PermissionDenied):
                acts()
        assert not HearingExclusion.objects.visible_to(getattr(cast, name)).exists()
    assert HearingExclusion.objects.visible_to(cast.secretary).get() == left_out


# Answering


@pytest.mark.django_db
def test_a_member_answers_for_themselves_and_nobody_else(cast):
    made = sent(cast)
    own, others = asked_of(made, MAYOR), asked_of(made, "Bo")
    page = {"way": Way.PAGE, "by": cast.mayor, "at": NOON}
    reply(own, Said("agrees"), **page)
    with pytest.raises(PermissionDenied):
        reply(others, Said("agrees"), **page)
    for name in STRANGERS:
        with pytest.raises(PermissionDenied):
            reply(own, Said("disagrees"), **page | {"by": getattr(cast, name)})
    assert [each.answer for each in Reply.objects.all()] == ["agrees"]


@pytest.mark.django_db
def test_an_answer_is_changed_until_it_ends_and_the_old_one_is_kept(cast):
    made = sent(cast)
    answered(made, MAYOR)
    with pytest.raises(ValidationError):
        answered(made, MAYOR, "agrees_with_remark", why="Tænkt om")
    answered(made, MAYOR, "agrees_with_remark", "Kun i år.", why="Tænkt om")
    assert Reply.objects.count() == 2
    assert (heard_in(made).agree, heard_in(made).silent) == (1, 2)
    answered(made, "Bo"), answered(made, "Eva")
    decide_in_writing(made, **BY)
    with pytest.raises(WrongState):
        answered(made, "Bo", "disagrees", why="For sent")


@pytest.mark.django_db
def test_whoever_left_the_council_answers_no_more(cast):
    made = sent(cast)
    end_membership(asked_of(made, MAYOR).member, on=date(2017, 2, 1), reason="resigned", **BY)
    with pytest.raises(PermissionDenied):
        reply(asked_of(made, MAYOR), Said("agrees"), way=Way.PAGE, by=cast.mayor, at=NOON)
    assert not WrittenHearing.objects.visible_to(cast.mayor).exists()


# Reading


@pytest.mark.django_db
def test_only_those_asked_and_the_secretaries_read_it_and_each_other(cast):
    case = a_case(cast.council, is_public=False)
    about = add_paper(case, title="Notat", html="<p>Lukket</p>", dated_on=LAST_DAY, **BY)
    made = sent(cast, case, about=about)
    answered(made, "Bo", "disagrees", "For dyrt.")
    texts = (made.question.latest, about.version)
    readers = {"mayor", "secretary", "administrator"}
    for name in (*STRANGERS, *readers):
        reads = name in readers
        viewer = getattr(cast, name)
        assert WrittenHearing.objects.visible_to(viewer).exists() == reads, name
        assert Reply.objects.visible_to(viewer).exists() == reads, name
        read = questions_for(viewer).filter(pk__in=[each.pk for each in texts])
        assert read.count() == (2 if reads else 0), name
    assert not WrittenHearing.objects.public().exists()
    assert not Reply.objects.public().exists()
    for each in Entry.objects.filter(verb__startswith="rounds."):
        assert not each.public
        assert "messen" not in str(each.payload)
        assert "dyrt" not in str(each.payload)


@pytest.mark.django_db
def test_a_draft_is_read_by_the_secretaries_alone(cast):
    cast.mayor  # noqa: B018 -- made when first asked for
    drafted(cast)
    assert not WrittenHearing.objects.visible_to(cast.mayor).exists()
    assert WrittenHearing.objects.visible_to(cast.secretary).exists()


# Mails and the desk


@pytest.mark.django_db
def test_who_has_an_account_gets_a_mail_and_reminders_without_a_closed_word(cast):
    sent(cast, deadline_on=date(2017, 2, 23))
    assert sorted(Mail.objects.values_list("to", flat=True)) == [
        "bo@example.dk",
        "mayor@example.dk",
    ]
    remind_unanswered(NOON + timedelta(days=7))
    remind_unanswered(NOON + timedelta(days=7))
    assert Mail.objects.count() == 4
    for each in Mail.objects.all():
        assert "messen" not in f"{each.subject}{each.text}{each.html}".lower()
        assert "/arbejde/svar/" in each.text


@pytest.mark.django_db
def test_it_waits_on_the_desk_of_who_has_not_answered_and_then_of_the_secretary(cast):
    made = drafted(cast)

    def waiting(name, at=NOON):
        return [each.kind for each in desk_of(getattr(cast, name), at)]

    assert waiting("secretary") == ["meetings.hearing_draft"]
    made = sent(cast, made.case)
    assert waiting("mayor") == ["meetings.to_answer"]
    assert waiting("secretary") == ["meetings.hearing_draft"]
    answered(made, MAYOR)
    assert waiting("mayor") == []
    assert "meetings.hearing_over" in waiting("secretary", AFTER)
    answered(made, "Bo", "wants_a_meeting")
    assert "meetings.hearing_wanted" in waiting("secretary")


# What comes of it


@pytest.mark.django_db
def test_enough_who_agree_make_a_decision_that_goes_on_the_next_agenda(cast):
    made = sent(cast)
    answered(made, MAYOR)
    with pytest.raises(ValidationError):
        decide_in_writing(made, **BY)
    answered(made, "Bo", "agrees_with_remark", "Kun i år.")
    with pytest.raises(ValidationError):
        decide_in_writing(made, by=HOUSE, at=NOON)

    item = decide_in_writing(made, html="<p>Godkendt.</p>", by=HOUSE, at=AFTER)

    assert decide_in_writing(made, html="<p>Godkendt.</p>", by=HOUSE, at=AFTER) == item
    for other in ({"html": "<p>Afvist.</p>"}, {"html": "<p>Godkendt.</p>", "kind": "rejected"}):
        with pytest.raises(EndedOtherwise):
            decide_in_writing(made, **other, by=HOUSE, at=AFTER)
    meeting = item.meeting
    with pytest.raises(EndedOtherwise):
        other = plan_meeting(council=cast.council, held_on=date(2017, 6, 1), **BY)
        take_to_meeting(made, other, by=HOUSE, at=AFTER)
    assert (meeting.kind, meeting.state, meeting.is_public) == ("written", "planned", False)
    assert item.case == made.case
    assert not Decision.objects.public().exists()
    roll = {each.person.name: each.standing for each in meeting.attendance.all()}
    assert roll == {MAYOR: "present", "Bo": "present", "Eva": "absent"}
    assert "Kun i år" not in str(DocumentVersion.objects.values_list("text", flat=True))

    publish_agenda(meeting, **BY | {"at": AFTER})
    end_meeting(meeting, **BY | {"at": AFTER})
    publish_minutes(meeting, **BY | {"at": AFTER})

    assert Decision.objects.public().get().item == item
    before, after = (
        plan_meeting(council=cast.council, held_on=day, **BY)
        for day in (date(2017, 2, 6), date(2017, 4, 1))
    )
    item.refresh_from_db()
    assert [line.path for line in happened_since(after, before)] == [item.path]


@pytest.mark.django_db
def test_as_many_must_agree_as_the_council_has_agreed_on(cast):
    made = sent(cast)
    set_procedure(cast.council, quorum_percent=100, **BY)
    for name, answer in ((MAYOR, "agrees"), ("Bo", "agrees"), ("Eva", "disagrees")):
        answered(made, name, answer)
    with pytest.raises(ValidationError):
        decide_in_writing(made, **BY)
    answered(made, "Eva", why="Overtalt")
    assert decide_in_writing(made, **BY).decisions.get().kind == "approved"


@pytest.mark.django_db
def test_one_who_wants_a_meeting_stops_it_and_it_is_put_on_an_agenda(cast):
    made = sent(cast, a_case(cast.council, is_public=False))
    answered(made, MAYOR), answered(made, "Bo")
    answered(made, "Eva", "wants_a_meeting")
    with pytest.raises(ValidationError):
        decide_in_writing(made, **BY)
    assert not Meeting.objects.exists()
    other = plan_meeting(council=Council.objects.get(slug="sjaelland"), held_on=LAST_DAY, **BY)
    with pytest.raises(ValidationError):
        take_to_meeting(made, other, **BY)
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 4, 1), **BY)

    item = take_to_meeting(made, meeting, **BY)

    assert take_to_meeting(made, meeting, **BY) == item == AgendaItem.objects.get()
    other = plan_meeting(council=cast.council, held_on=date(2017, 6, 1), **BY)
    for act in (partial(take_to_meeting, made, other), partial(decide_in_writing, made)):
        with pytest.raises(EndedOtherwise):
            act(**BY)
    assert (item.section, item.title) == (3, "Tilskud til messen")
    assert item.is_closed
    assert "messen" not in item.public_heading
    assert Round.objects.get().state == "closed"
    assert not Decision.objects.exists()


@pytest.mark.parametrize("to_a_meeting", [True, False])
def test_its_files_come_along_as_closed_as_they_were(cast, to_a_meeting):
    made, file = sent_with_a_file(cast)

    if to_a_meeting:
        meeting = plan_meeting(council=cast.council, held_on=date(2017, 4, 1), **BY)
        item = take_to_meeting(made, meeting, **BY)
    else:
        answered(made, MAYOR), answered(made, "Bo")
        item = decide_in_writing(made, **BY | {"at": AFTER})

    attached = item.attachments.get()
    assert (attached.file, attached.title, attached.is_closed) == (file, "Budget", True)
    assert File.objects.count() == 1
    publish_agenda(item.meeting, **BY | {"at": AFTER})
    assert not file.is_public()
    readers = {"mayor", "secretary", "administrator", "chair", "member", "official"}
    for name in (*STRANGERS, "mayor", "secretary"):
        assert file.is_visible_to(getattr(cast, name)) == (name in readers), name


@pytest.mark.django_db
def test_what_is_asked_and_where_it_ended_never_changes(cast):
    made = sent(cast)
    meeting = plan_meeting(council=cast.council, held_on=date(2017, 4, 1), **BY)
    take_to_meeting(made, meeting, **BY)
    rows = WrittenHearing.objects.filter(pk=made.pk)
    for facts in ({"item": None}, {"case": a_case(cast.council)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**facts)
