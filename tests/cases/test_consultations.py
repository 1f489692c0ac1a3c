"""A consultation: comments asked for on a case, by whom they are given, and the paper that sums them up."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.cases.consulting import (
    BY,
    FINAL,
    FIRST,
    NOON,
    TWO_STEPS,
    a_case,
    asked_in,
    consulted,
    responded,
    sent_out,
)
from tests.cast import HOUSE, LONG_AGO
from tests.rounds.asking_around import area

from kkr.cases.actions import (
    add_paper,
    consult,
    publish_case,
    release_version,
    summarise,
)
from kkr.cases.journey import journey_of
from kkr.cases.models import Consultation, PaperVersion
from kkr.cases.summary import summary_of
from kkr.council.actions import add_committee, close_committee
from kkr.council.desk import desk_of
from kkr.council.models import Council
from kkr.documents.guarding import Guarded
from kkr.documents.models import File
from kkr.ledger.models import Entry
from kkr.outbox.models import Mail
from kkr.rounds.actions import Said, ask_committees, close_round, open_round, reply, reword
from kkr.rounds.models import Asked, Reply, Round, Way, WrongState

STRANGERS = ("other_secretary", "chair", "mayor", "official", "contact", "newcomer", "citizen")
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return a_case(cast.council)


@pytest.fixture
def closed(cast):
    return a_case(cast.council, is_public=False)


# Asking


def test_all_municipalities_of_the_council_are_asked_where_nothing_else_is_said(case, cast):
    made = consulted(case, cast.council)
    assert made.round.asked.count() == 29
    assert (made.number, made.round.kind, made.round.state) == (1, "consultation", "draft")
    assert consulted(case, cast.council, "albertslund").number == 2


def test_a_form_sent_twice_asks_once_and_refuses_other_words(case, cast):
    first = {"public_id": uuid4(), "committees": [cast.committee]}
    made = consulted(case, cast.council, "albertslund", **first)

    assert consulted(case, cast.council, "albertslund", **first) == made
    for other in ({"committees": []}, {"is_public": True}, {"areas": [area("egedal")]}):
        with pytest.raises(ValidationError) as refused:
            consulted(case, cast.council, "albertslund", **first | other)
        assert refused.value.code == "made_already"
    assert Consultation.objects.count() == 1


def test_committees_are_asked_beside_municipalities_or_alone(case, cast):
    made = consulted(case, cast.council, "albertslund", committees=[cast.committee])
    assert [each.name for each in made.round.asked.all()] == ["Albertslund", "Sundhed"]
    alone = consulted(case, cast.council, areas=[], committees=[cast.committee])
    assert [each.name for each in alone.round.asked.all()] == ["Sundhed"]


def test_a_committee_of_another_council_or_a_closed_one_is_not_asked(case, cast):
    facts = {"composition": "officials", "by": HOUSE, "at": LONG_AGO}
    other = add_committee(council=Council.objects.get(slug="sjaelland"), name="Sundhed", **facts)
    ended = add_committee(council=cast.council, name="Trafik", **facts)
    ended = close_committee(ended, on=FIRST.replace(year=2016), **BY)
    for each in (other, ended):
        with pytest.raises(ValidationError):
            consulted(case, cast.council, "albertslund", committees=[each])
    assert not Consultation.objects.exists()


def test_nobody_but_the_secretaries_of_the_case_consults(case, cast):
    for name in STRANGERS:
        facts = {"title": "x", "html": "<p>x</p>", "deadlines": [("", FINAL)]}
        with pytest.raises(PermissionDenied):
            consult(case, council=cast.council, by=getattr(cast, name), at=NOON, **facts)
    made = consult(case, council=cast.council, by=cast.secretary, at=NOON, **facts)
    for name in STRANGERS:
        with pytest.raises(PermissionDenied):
            open_round(made.round, by=getattr(cast, name), at=NOON)
        with pytest.raises(PermissionDenied):
            reword(made.round, html="<p>y</p>", based_on=1, by=getattr(cast, name), at=NOON)
    assert Round.objects.get().state == "draft"


def test_it_needs_a_council_of_the_case_and_a_text_of_it(case, closed, cast):
    with pytest.raises(ValidationError):
        consulted(case, Council.objects.get(slug="sjaelland"), "greve")
    of_another = add_paper(closed, title="Udkast", html="<p>x</p>", dated_on=FIRST, **BY)
    with pytest.raises(ValidationError):
        consulted(case, cast.council, "albertslund", about=of_another)


def test_of_a_closed_case_it_is_never_public(closed, cast):
    with pytest.raises(ValidationError):
        consulted(closed, cast.council, "albertslund", is_public=True)
    made = sent_out(closed, cast.council, "albertslund")
    assert not made.is_public
    publish_case(closed, **BY)
    assert not Consultation.objects.public().exists()


def test_the_question_is_reworded_until_it_is_out_and_never_after(case, cast):
    made = consulted(case, cast.council, "albertslund")
    reword(made.round, html="<p>Nyt</p>", based_on=1, **BY)
    assert made.question.latest.html == "<p>Nyt</p>"
    open_round(made.round, **BY)
    with pytest.raises(WrongState):
        reword(made.round, html="<p>Igen</p>", based_on=2, **BY)


def test_it_has_one_report_or_two(case, cast):
    three = [*TWO_STEPS, ("Mere", FINAL.replace(month=6))]
    with pytest.raises(ValidationError):
        consulted(case, cast.council, "albertslund", deadlines=three)


# The database refuses


def test_who_is_asked_is_an_area_or_a_committee_and_once(case, cast):
    made = consulted(case, cast.council, "albertslund", committees=[cast.committee])
    nobody = {"round": made.round}
    both = nobody | {"area": area("glostrup"), "committee": cast.committee}
    twice = nobody | {"committee": cast.committee}
    for facts in (nobody, both, twice):
        with pytest.raises(IntegrityError), transaction.atomic():
            Asked.objects.create(**facts)
    ask_committees(made.round, [cast.committee], **BY)
    assert made.round.asked.count() == 2


def test_what_is_asked_on_which_case_never_changes(case, closed, cast):
    made = consulted(case, cast.council, "albertslund")
    for facts in ({"case": closed}, {"number": 7}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consultation.objects.filter(pk=made.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=made.pk)._raw_delete(made._state.db)
    asked = asked_in(made, "Albertslund")
    with pytest.raises(IntegrityError), transaction.atomic():
        Asked.objects.filter(pk=asked.pk).update(committee=cast.committee, area=None)


# Answering


def test_a_response_needs_words_or_a_file(case, cast, stored):
    made = sent_out(case, cast.council, "albertslund", "glostrup")
    with pytest.raises(ValidationError):
        reply(asked_in(made, "Albertslund"), Said("response"), way=Way.PAGE, **BY)
    assert responded(made, "Albertslund", file=stored).file == stored
    assert responded(made, "Glostrup").answer == "no_remarks"


def test_the_officials_of_a_committee_answer_for_it_and_for_nobody_else(case, cast):
    made = sent_out(case, cast.council, "albertslund", committees=[cast.committee])
    act = {"way": Way.PAGE, "by": cast.committee_official, "at": NOON}
    given = reply(asked_in(made, "Sundhed"), Said("no_remarks"), **act)
    assert given.asked.committee == cast.committee
    with pytest.raises(PermissionDenied):
        reply(asked_in(made, "Albertslund"), Said("no_remarks"), **act)
    for name in STRANGERS:
        with pytest.raises(PermissionDenied):
            reply(
                asked_in(made, "Sundhed"),
                Said("response", remark="x"),
                **act | {"by": getattr(cast, name)},
            )


def test_before_it_is_out_a_committee_neither_reads_nor_answers(case, cast):
    made = consulted(case, cast.council, areas=[], committees=[cast.committee])
    asked = asked_in(made, "Sundhed")
    assert not Consultation.objects.visible_to(cast.committee_official).exists()
    with pytest.raises(PermissionDenied):
        reply(asked, Said("no_remarks"), way=Way.PAGE, by=cast.committee_official, at=NOON)


def test_nobody_of_a_committee_gets_a_mail(case, cast):
    sent_out(case, cast.council, areas=[], committees=[cast.committee])
    assert not Mail.objects.exists()


def test_in_two_steps_the_final_report_waits_when_the_first_is_given(case, cast):
    made = sent_out(case, cast.council, areas=[], committees=[cast.committee], deadlines=TWO_STEPS)

    def waiting():
        entries = desk_of(cast.committee_official, NOON)
        return [entry.deadline.date() for entry in entries if entry.kind == "cases.to_respond"]

    assert waiting() == [FIRST]
    responded(made, "Sundhed", "Foreløbigt: ja.")
    assert waiting() == [FINAL]
    assert made.round.asked.unanswered().count() == 1
    responded(made, "Sundhed", "Endeligt: ja.")
    assert waiting() == []
    assert not made.round.asked.unanswered().exists()


def test_the_secretary_sees_what_is_not_sent_out_and_who_is_late(case, cast):
    made = consulted(case, cast.council, "albertslund", "glostrup", deadlines=TWO_STEPS)

    def kinds(at):
        return [entry.kind for entry in desk_of(cast.secretary, at) if entry.subject == made]

    assert kinds(NOON) == ["cases.consultation_draft"]
    open_round(made.round, **BY)
    assert kinds(NOON) == []
    late = NOON.replace(month=3, day=20)
    assert kinds(late) == ["cases.late_responses"]
    responded(made, "Albertslund", "Ja.")
    responded(made, "Glostrup", "Nej.")
    assert kinds(late) == []


# Who reads


def test_it_is_read_where_its_case_and_round_are(case, closed, cast):
    public = sent_out(case, cast.council, "albertslund", is_public=True)
    kept = sent_out(case, cast.council, "albertslund")
    hidden = sent_out(closed, cast.council, areas=[], committees=[cast.committee])
    draft = consulted(case, cast.council, "albertslund", is_public=True)
    everything = {public, kept, hidden, draft}
    seen = {
        "secretary": everything,
        "administrator": everything,
        "contact": {public, kept},
        "committee_official": {public, hidden},
        **{key: {public} for key in ("other_contact", "other_secretary", "mayor", "citizen")},
    }
    for name, found in seen.items():
        viewer = getattr(cast, name)
        assert set(Consultation.objects.visible_to(viewer)) == found, name
        for each in everything:
            can = viewer.has_perm("cases.view_consultation", each)
            assert can == (each in found), (name, each.number)
    assert set(Consultation.objects.public()) == {public}


def test_who_is_asked_reads_the_text_that_is_asked_about_and_others_do_not(case, cast, stored):
    html = f'<p>Udkast <a href="{stored.path}">Tal</a></p>'
    about = add_paper(case, title="Udkast", html=html, dated_on=FIRST, **BY)
    sent_out(case, cast.council, "albertslund", about=about, is_public=True)
    for name, reads in (("contact", True), ("other_contact", False), ("mayor", False)):
        viewer = getattr(cast, name)
        assert File.objects.visible_to(viewer).filter(pk=stored.pk).exists() == reads
    assert not File.objects.public().filter(pk=stored.pk).exists()
    assert not PaperVersion.objects.visible_to(cast.contact).exists()


def test_the_case_tells_that_comments_were_asked_for(case, cast):
    sent_out(case, cast.council, "albertslund", is_public=True)
    sent_out(case, cast.council, "albertslund")
    consulted(case, cast.council, "albertslund", is_public=True)

    def stops(viewer=None):
        return [stop.on for stop in journey_of(case, viewer) if stop.kind == "cases.consulted"]

    assert stops() == [NOON.date()]
    assert stops(cast.secretary) == [NOON.date()] * 2


def test_the_history_says_no_word_of_what_is_not_public(closed, cast):
    made = sent_out(closed, cast.council, "albertslund", title="Kanariefugl")
    responded(made, "Albertslund", "Kanariefugl")
    summarise(made, title="Svar", **BY)
    assert not Entry.objects.public().filter(verb__startswith="rounds.").exists()
    for entry in Entry.objects.all():
        assert "Kanariefugl" not in str(entry.payload), entry.verb


# The paper for the council


def test_the_responses_become_a_closed_paper_of_the_case(case, cast, stored):
    made = sent_out(
        case, cast.council, "albertslund", "egedal", "glostrup", committees=[cast.committee]
    )
    responded(made, "Glostrup", "Vi er <enige>.\n\nMen husk økonomien.", file=stored)
    responded(made, "Sundhed")

    version = summarise(made, title="Høringssvar", by=cast.secretary, at=NOON)

    html = version.version.html
    assert version.released_at is None
    assert version.author.name == cast.council.name
    assert "2 af 4 har svaret" in html
    assert html.index("<h2>Glostrup</h2>") < html.index("<h2>Sundhed</h2>")
    assert "<p>Vi er &lt;enige&gt;.</p><p>Men husk økonomien.</p>" in html
    assert f'<a href="{stored.path}"' in html
    assert "Ingen bemærkninger" in html
    silent = html.split("har ikke svaret")[1]
    assert "Albertslund" in silent
    assert "Egedal" in silent
    assert not PaperVersion.objects.public().exists()
    assert not File.objects.public().filter(pk=stored.pk).exists()


def test_answered_anew_they_become_the_next_version(case, cast):
    made = sent_out(case, cast.council, "albertslund", deadlines=TWO_STEPS)
    responded(made, "Albertslund", "Foreløbigt.")
    first = summarise(made, title="Høringssvar", **BY)
    responded(made, "Albertslund", "Endeligt.")
    with pytest.raises(ValidationError):
        summarise(made, title="Høringssvar", **BY)

    second = summarise(made, paper=first.paper, **BY)

    assert second.version.number == 2
    html = second.version.html
    assert html.index("<h3>Første svar</h3>") < html.index("<h3>Endeligt svar</h3>")


def test_the_same_responses_make_no_new_version_and_a_long_title_one(case, cast):
    made = sent_out(case, cast.council, "albertslund", title="Høring om mål " * 17)
    paper = summarise(made, title="Høringssvar", **BY).paper
    before = Entry.objects.count()
    assert summarise(made, paper=paper, **BY).version.number == 1
    assert Entry.objects.count() == before
    responded(made, "Albertslund", "Ja.")

    version = summarise(made, paper=paper, **BY).version

    assert version.number == 2
    assert version.change_note.startswith("Høringssvarene til ”Høring om mål Høring")
    assert Entry.objects.filter(verb="cases.consultation_summarised").count() == 2


def test_a_summary_asks_as_often_however_many_have_answered(
    case, cast, django_assert_max_num_queries
):
    made = sent_out(case, cast.council, "albertslund", "egedal", "glostrup")
    for name in ("Albertslund", "Egedal", "Glostrup"):
        responded(made, name, "Ja.")

    with django_assert_max_num_queries(4):
        assert "3 af 3 har svaret" in summary_of(made)


def test_a_corrected_response_does_not_stand_in_it(case, cast):
    made = sent_out(case, cast.council, "albertslund")
    responded(made, "Albertslund", "Forkert.")
    responded(made, "Albertslund", "Rigtigt.", why="Skrivefejl.")
    html = summarise(made, title="Høringssvar", **BY).version.html
    assert "Rigtigt." in html
    assert "Forkert." not in html


def test_the_guards_look_at_it_before_anybody_reads_it(case, cast):
    made = sent_out(case, cast.council, "albertslund")
    responded(made, "Albertslund", "Borgeren 010190-1234 klager.")
    version = summarise(made, title="Høringssvar", **BY)
    with pytest.raises(Guarded):
        release_version(version, **BY)


def test_nobody_sums_up_what_is_not_theirs_or_not_out(case, closed, cast):
    made = sent_out(case, cast.council, "albertslund")
    for name in (*STRANGERS, "committee_official"):
        with pytest.raises(PermissionDenied):
            summarise(made, title="Svar", by=getattr(cast, name), at=NOON)
    with pytest.raises(WrongState):
        summarise(consulted(case, cast.council, "albertslund"), title="Svar", **BY)
    other = add_paper(closed, title="Udkast", html="<p>x</p>", dated_on=FIRST, **BY).paper
    with pytest.raises(ValidationError):
        summarise(made, paper=other, **BY)
    assert PaperVersion.objects.count() == 1


def test_a_closed_consultation_takes_no_response_and_is_summed_up(case, cast):
    made = sent_out(case, cast.council, "albertslund")
    close_round(made.round, **BY)
    with pytest.raises(WrongState):
        responded(made, "Albertslund", "For sent.")
    made.refresh_from_db()
    assert "har ikke svaret" in summarise(made, title="Svar", **BY).version.html
    assert not Reply.objects.exists()
