"""An agenda from the meeting plan to its second edition."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, DAY, LATER, NOON, STRANGERS, a_file, minuted

from kkr.cases.actions import add_paper, open_case, release_version, revise_paper
from kkr.council.actions import add_person, start_membership
from kkr.council.models import Council, Membership, Municipality
from kkr.ledger.models import Entry
from kkr.meetings.actions import (
    StaleItem,
    add_item,
    announce_meeting,
    arrange_agenda,
    attach_file,
    cancel_meeting,
    change_meeting,
    decide,
    draft_agenda,
    drop_decision,
    edit_item,
    end_meeting,
    longest_serving_mayor,
    plan_meeting,
    plan_year,
    publish_agenda,
    publish_minutes,
    set_procedure,
    withdraw_item,
)
from kkr.meetings.differences import What, changes
from kkr.meetings.models import (
    AgendaItem,
    Edition,
    EditionContent,
    Meeting,
    MeetingKind,
    WrongState,
)

pytestmark = pytest.mark.django_db


def numbers(meeting: Meeting) -> list[str]:
    return list(meeting.items.in_order().values_list("number", flat=True))


def test_a_year_is_planned_once(cast):
    days = [
        date(2018, 2, 5),
        date(2018, 4, 9),
        date(2018, 6, 11),
        date(2018, 9, 10),
        date(2018, 11, 23),
    ]
    plan_year(council=cast.council, days=days, **BY)

    assert plan_year(council=cast.council, days=days, **BY) == []
    assert Meeting.objects.of_council(cast.council).count() == 5


def test_nobody_else_sees_a_meeting_before_it_is_announced(cast, meeting):
    assert not Meeting.objects.public().exists()
    assert not Meeting.objects.visible_to(cast.mayor).exists()

    announce_meeting(meeting, **BY)

    assert Meeting.objects.public().get() == meeting


def test_calendars_are_told_of_each_change_after_it_was_announced(meeting):
    change_meeting(meeting, held_on=DAY, place="Weidekampsgade 10", **BY)
    announce_meeting(meeting, **BY)

    changed = change_meeting(meeting, held_on=date(2017, 2, 7), **BY)
    again = change_meeting(meeting, held_on=date(2017, 2, 7), **BY)
    cancelled = cancel_meeting(meeting, why="Snestorm", **BY)

    assert (changed.sequence, again.sequence, cancelled.sequence) == (1, 1, 2)
    assert changed.slug == "2017-02-06"


def test_a_council_constitutes_itself_by_31_january_and_the_longest_serving_mayor_opens(cast):
    mayor = cast.mayor.role_grants.get().membership.person
    facts = {"council": cast.council, "kind": MeetingKind.CONSTITUTING}
    with pytest.raises(ValidationError, match=r"31\. januar|31 January"):
        plan_meeting(held_on=date(2018, 2, 1), **facts, **BY)

    meeting = plan_meeting(held_on=date(2018, 1, 29), **facts, **BY)
    draft_agenda(meeting, **BY)
    publish_agenda(meeting, **BY)

    assert meeting.opened_by == mayor
    assert numbers(meeting) == ["1", "2", "3", "4", "5", "6", "7", "8"]


@pytest.mark.parametrize("basis", ["exact", "term", "inferred"])
def test_where_the_register_cannot_tell_who_has_served_longest_nobody_is_named(cast, basis):
    mine = cast.mayor.role_grants.get().membership
    if basis == "exact":
        other = add_person(name="Aase Aa", **BY)
        start_membership(
            body=cast.council,
            person=other,
            role="member_by_office",
            municipality=Municipality.objects.get(slug="glostrup"),
            starts_on=mine.starts_on,
            **BY,
        )
    else:
        Membership.objects.filter(pk=mine.pk).update(start_basis=basis)

    assert longest_serving_mayor(cast.council, DAY) is None


def test_only_a_mayor_who_sits_on_the_day_opens(cast):
    nobody = add_person(name="En anden", **BY)
    facts = {"council": cast.council, "kind": MeetingKind.CONSTITUTING}

    with pytest.raises(ValidationError, match=r"borgmester|mayor"):
        plan_meeting(held_on=date(2018, 1, 29), opened_by=nobody, **facts, **BY)


def test_of_two_meetings_on_one_day_each_has_its_address(cast, meeting):
    second = plan_meeting(council=cast.council, held_on=DAY, **BY)
    written = plan_meeting(council=cast.council, held_on=DAY, kind=MeetingKind.WRITTEN, **BY)

    assert [each.slug for each in (meeting, second, written)] == [
        "2017-02-06",
        "2017-02-06-2",
        "2017-02-06-skriftlig",
    ]


def test_an_agenda_begins_with_its_fixed_items_and_the_minutes_of_the_meeting_before(cast, meeting):
    before = plan_meeting(council=cast.council, held_on=date(2016, 11, 25), **BY)

    draft_agenda(meeting, **BY)
    again = draft_agenda(meeting, **BY)
    publish_agenda(meeting, **BY)

    assert again == []
    assert numbers(meeting) == ["1.1", "2.1", "6.1", "7.1"]
    assert meeting.items.get(number="1.1").about == before


def test_what_was_not_reached_comes_along_where_the_minutes_say_so(cast, meeting, item):
    publish_agenda(meeting, **BY)
    end_meeting(meeting, undecided="Blev ikke nået.", **BY)
    publish_minutes(meeting, undecided="Blev ikke nået.", **BY)
    june = plan_meeting(council=cast.council, held_on=date(2017, 6, 12), **BY)

    made = draft_agenda(june, **BY)

    assert item.title in [each.title for each in made]


def test_no_personal_number_stands_where_a_meeting_is(meeting):
    place = "Hos 211062-5629"
    with pytest.raises(ValidationError, match="CPR-nummer"):
        change_meeting(meeting, held_on=meeting.held_on, place=place, **BY)
    with pytest.raises(ValidationError, match="CPR-nummer"):
        set_procedure(meeting.council, place=place, **BY)


def test_what_was_postponed_comes_along_and_the_rest_only_when_asked_for(cast, meeting, item):
    other = add_item(meeting, section=3, title="Turisme", **BY)
    decide(item, kind="postponed", **BY)
    decide(other, kind="approved", **BY)
    april = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **BY)

    draft_agenda(april, **BY)
    assert [each.title for each in april.items.filter(section=3)] == ["Dimensionering"]

    draft_agenda(april, like=meeting, **BY)
    assert {each.title for each in april.items.filter(section=3)} == {"Dimensionering", "Turisme"}


def test_what_comes_along_is_never_about_an_older_version_of_its_paper(cast, meeting):
    case = open_case(council=cast.council, title="Mål", opened_on=date(2016, 9, 1), **BY)
    first = add_paper(case, title="Ramme", html="<p>1</p>", dated_on=date(2016, 11, 1), **BY)
    release_version(first, **BY)
    facts = {"based_on": 1, "dated_on": date(2017, 1, 10), "what_changed": "To"}
    second = revise_paper(first.paper, html="<p>2</p>", **facts, **BY)
    item = add_item(meeting, section=3, title="Mål", case=case, paper=second, **BY)
    older = add_item(meeting, section=3, title="Mere", case=case, paper=first, **BY)
    for each in (item, older):
        decide(each, kind="postponed", **BY)

    april = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **BY)
    draft_agenda(april, **BY)
    assert [each.paper for each in april.items.filter(section=3)] == [second, first]

    release_version(second, **BY)
    june = plan_meeting(council=cast.council, held_on=date(2017, 6, 12), **BY)
    draft_agenda(june, like=meeting, **BY)
    assert [each.paper for each in june.items.filter(section=3)] == [second, second]


def test_items_get_numbers_when_they_are_published_and_keep_them(meeting, item):
    second = add_item(meeting, section=3, title="Kompetent arbejdskraft", **BY)
    publish_agenda(meeting, **BY)
    late = add_item(meeting, section=3, title="Sent punkt", **BY)
    arrange_agenda(meeting, order=[(3, item.pk), (3, late.pk), (3, second.pk)], **BY)
    withdraw_item(second, why="Sagen er ikke klar.", **BY)

    edition = publish_agenda(meeting, why="Et punkt kom til, et er taget af.", by=HOUSE, at=LATER)

    assert numbers(meeting) == ["3.1", "3.1a", "3.2"]
    assert edition.items.get(number="3.2").withdrawn_why == "Sagen er ikke klar."


def test_what_has_a_number_is_not_moved(meeting, item):
    second = add_item(meeting, section=3, title="Kompetent arbejdskraft", **BY)
    publish_agenda(meeting, **BY)

    for order in ([(3, second.pk), (3, item.pk)], [(3, item.pk), (4, second.pk)]):
        with pytest.raises(ValidationError):
            arrange_agenda(meeting, order=order, **BY)


def test_the_database_itself_keeps_a_number(item, meeting):
    publish_agenda(meeting, **BY)

    with pytest.raises(DatabaseError), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(number="3.9")


def test_published_twice_unchanged_is_one_edition_and_changed_needs_a_reason(meeting, item):
    first = publish_agenda(meeting, **BY)
    assert publish_agenda(meeting, **BY) == first
    item.refresh_from_db()
    edit_item(item, based_on=1, title="Dimensionering 2017-18", html="<p>Nyt</p>", **BY)

    with pytest.raises(ValidationError):
        publish_agenda(meeting, **BY)
    second = publish_agenda(meeting, why="Titlen er rettet.", by=HOUSE, at=LATER)

    assert second.number == 2
    assert [change.what for change in changes(first, second)] == [What.HEADING, What.TEXT]
    assert EditionContent.objects.get(row__edition=first).body.html == "<p>Optaget</p>"


def test_what_is_written_after_publication_is_public_with_the_next_edition(meeting, item):
    publish_agenda(meeting, **BY)
    edit_item(item, based_on=1, title="Ny titel", html="<p>Kladde</p>", **BY)

    contents = EditionContent.objects.public().select_related("body")

    assert [each.facts["title"] for each in contents] == ["Dimensionering"]
    assert [each.body.html for each in contents] == ["<p>Optaget</p>"]


def test_two_who_edit_at_once_both_see_both_texts(item):
    edit_item(item, based_on=1, title="Min", html="<p>Min</p>", **BY)

    with pytest.raises(StaleItem) as refused:
        edit_item(item, based_on=1, title="Din", html="<p>Din</p>", **BY)

    assert refused.value.theirs.title == "Min"
    assert refused.value.theirs.document.latest.html == "<p>Min</p>"


def test_the_same_again_leaves_no_trace(item):
    edit_item(
        item, based_on=1, title=item.title, html="<p>Optaget</p>", proposal=item.proposal, **BY
    )

    item.refresh_from_db()
    assert item.revision == 1


def test_a_case_must_be_before_the_council(meeting):
    other = open_case(
        council=Council.objects.get(slug="sjaelland"), title="Sag", opened_on=BY["at"].date(), **BY
    )

    with pytest.raises(ValidationError):
        add_item(meeting, section=3, title="Sag", case=other, **BY)


def test_an_agenda_is_not_changed_after_the_minutes(meeting, item):
    minuted(meeting)

    with pytest.raises(WrongState):
        add_item(meeting, section=3, title="For sent", by=HOUSE, at=AFTER)
    with pytest.raises(WrongState):
        publish_agenda(meeting, by=HOUSE, at=AFTER)


@pytest.mark.parametrize("name", STRANGERS)
def test_only_those_who_may_write_a_meeting(cast, meeting, item, name):
    by = {"by": getattr(cast, name), "at": NOON}

    for act in (
        lambda: plan_meeting(council=cast.council, held_on=DAY, **by),
        lambda: set_procedure(cast.council, agenda_days=3, **by),
        lambda: announce_meeting(meeting, **by),
        lambda: add_item(meeting, section=3, title="Mit", **by),
        lambda: edit_item(item, based_on=1, title="Mit", html="", **by),
        lambda: draft_agenda(meeting, **by),
        lambda: publish_agenda(meeting, **by),
        lambda: attach_file(item, a_file(), **by),
        lambda: cancel_meeting(meeting, why="Nej", **by),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_history_of_what_is_not_public_says_no_word(meeting, item):
    entries = [entry for entry in Entry.objects.all() if entry.verb.startswith("meetings.")]

    assert {entry.payload.text for entry in entries} == {"{}"}
    assert not any(entry.public for entry in entries)


def test_published_editions_never_change(meeting, item):
    edition = publish_agenda(meeting, **BY)

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(why="Noget andet")
    with pytest.raises(DatabaseError), transaction.atomic():
        EditionContent.objects.filter(row__edition=edition).update(facts={})


def test_the_deadlines_of_a_council_are_its_own(cast):
    agreed = set_procedure(cast.council, agenda_days=10, quorum_percent=50, **BY)

    assert (agreed.agenda_days, agreed.quorum_of(54), agreed.quorum_of(29)) == (10, 27, 15)
    assert agreed.agenda_by("ordinary", date(2017, 2, 13)) == date(2017, 2, 3)
    assert agreed.agenda_by("written", date(2017, 2, 13)) == date(2017, 2, 13)


def test_what_stands_in_published_minutes_is_not_taken_off(meeting, item):
    minuted(meeting)

    with pytest.raises(WrongState):
        withdraw_item(item, why="Sagen er ikke klar.", by=HOUSE, at=AFTER)

    assert AgendaItem.objects.standing().get() == item


def test_what_something_is_decided_on_is_not_taken_off_before_that_is_taken_back(meeting, item):
    publish_agenda(meeting, **BY)
    made = decide(item, kind="approved", html="<p>Ja</p>", **BY)
    with pytest.raises(ValidationError, match="besluttet"):
        withdraw_item(item, why="Sagen er ikke klar.", **BY)

    drop_decision(made, **BY)
    assert withdraw_item(item, why="Sagen er ikke klar.", **BY).withdrawn_at


def test_a_file_that_one_may_not_see_is_not_attached(cast, meeting, item):
    other = plan_meeting(council=Council.objects.exclude(pk=cast.council.pk)[0], held_on=DAY, **BY)
    theirs = add_item(other, section=3, title="Sag", **BY)
    file = attach_file(theirs, a_file(), is_closed=True, **BY).file

    with pytest.raises(PermissionDenied):
        attach_file(item, file, by=cast.secretary, at=NOON)

    assert not item.attachments.exists()
    own = attach_file(item, a_file(), **BY).file
    assert attach_file(item, own, by=cast.secretary, at=NOON).file == own


def test_a_meeting_never_takes_the_address_of_what_else_stands_there(cast):
    facts = {"council": cast.council, "held_on": None}
    told = ("Uden dato", "Mødeplan", "!!!", "Efteråret 2016")

    slugs = [plan_meeting(known_as=each, **facts, **BY).slug for each in told]

    assert slugs == ["uden-dato-2", "moedeplan-2", "moede", "efteraaret-2016"]
