"""What is not sent out yet can still be changed, by who asks; of what is out nothing can."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from tests.rounds.asking_around import DAY, area, asked_of
from tests.workspace.recommendations.conftest import THEN

from kkr.ledger.models import Entry
from kkr.recommendations.actions import change_recommendation
from kkr.rounds.actions import open_round, regions_of

pytestmark = pytest.mark.django_db


def page_of(made) -> str:
    return f"/arbejde/hovedstaden/anbefalinger/{made.slug}/"


def data(browser, made, **said):
    """The form as a browser would send it, with what is changed in it."""
    form = browser.get(f"{page_of(made)}udkast/").context["form"]
    names = {name: form[name].value() for name in form.fields if name != "needs_everybody"}
    first = {name: value for name, value in names.items() if value is not None}
    return first | {"over": form.seen} | said


def test_title_rule_day_and_who_is_asked_are_changed_until_it_is_sent(signed_in, drafted):
    secretary = signed_in("secretary")
    region = regions_of(drafted.round.council, DAY)[0]
    asked = [area("albertslund").pk, area("hvidovre").pk, region.pk]
    said = {"title": "Nye mål", "deadline_on": "2017-06-01", "rule": "municipalities"}
    said |= {"percent": "60", "needs_everybody": "on", "areas": asked}

    answer = secretary.post(f"{page_of(drafted)}udkast/", data(secretary, drafted, **said))

    assert answer["Location"] == page_of(drafted)
    drafted.refresh_from_db()
    made = drafted.round
    names = {each.name: each.weight for each in made.asked.with_names()}
    assert (made.title, made.steps.get().deadline_on.isoformat()) == ("Nye mål", "2017-06-01")
    assert (drafted.rule, drafted.percent, drafted.needs_everybody) == ("municipalities", 60, True)
    assert set(names) == {"Albertslund", "Hvidovre", region.name}
    assert names["Hvidovre"] > 0
    told = Entry.objects.filter(verb__endswith="draft_changed")
    assert {each.verb: each.payload.content["changed"] for each in told} == {
        "rounds.draft_changed": ["title", "days", "areas"],
        "recommendations.draft_changed": ["rule", "percent", "needs_everybody"],
    }
    assert not any(each.public for each in told)


def test_the_same_again_leaves_no_trace(signed_in, drafted):
    secretary, before = signed_in("secretary"), Entry.objects.count()
    secretary.post(f"{page_of(drafted)}udkast/", data(secretary, drafted))
    assert Entry.objects.count() == before


def test_who_is_second_overwrites_nothing(signed_in, drafted):
    secretary = signed_in("secretary")
    first = data(secretary, drafted, title="Først")
    late = data(secretary, drafted, title="Sent")
    secretary.post(f"{page_of(drafted)}udkast/", first)

    answer = secretary.post(f"{page_of(drafted)}udkast/", late)

    assert answer.status_code == 409
    assert 'value="Sent"' in answer.content.decode()
    drafted.round.refresh_from_db()
    assert drafted.round.title == "Først"


def test_a_slip_does_not_make_who_is_second_the_first(signed_in, drafted):
    secretary, page = signed_in("secretary"), f"{page_of(drafted)}udkast/"
    late = data(secretary, drafted, title="")
    secretary.post(page, data(secretary, drafted, title="Først"))

    slipped = secretary.post(page, late)
    form = slipped.context["form"]
    answer = secretary.post(page, late | {"title": "Sent", "over": form.read})

    assert (slipped.status_code, answer.status_code) == (200, 409)
    drafted.round.refresh_from_db()
    assert drafted.round.title == "Først"


def test_what_could_never_carry_is_refused_and_nothing_is_kept(signed_in, drafted):
    secretary = signed_in("secretary")
    said = data(secretary, drafted, title="Nye mål", rule="number", number="9")
    assert secretary.post(f"{page_of(drafted)}udkast/", said).status_code == 200
    drafted.round.refresh_from_db()
    assert drafted.round.title == "Mål for sundhed"


def test_nobody_else_has_such_a_page(signed_in, drafted):
    for who in ("contact", "other_secretary", "member"):
        assert signed_in(who).get(f"{page_of(drafted)}udkast/").status_code == 404


def test_what_is_sent_out_leads_to_where_it_is_followed_and_stays(signed_in, made):
    secretary = signed_in("secretary")
    for way in ("ret/", "udkast/", "send/"):
        answer = secretary.get(f"{page_of(made)}{way}", follow=True)
        assert answer.redirect_chain[0][0] == page_of(made)
        assert "sendt ud" in answer.content.decode()
    facts = {"title": "Andet", "days": [], "areas": [area("glostrup")], "rule": "all"}
    with pytest.raises(ValidationError):
        change_recommendation(made, **facts, **THEN)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.round.asked.all().delete()
    assert asked_of(made.round, "glostrup").asked_at == made.round.opened_at


def test_who_was_taken_off_before_it_was_sent_gets_no_mail(drafted):
    facts = {"title": "Mål", "days": [drafted.round.steps.get().deadline_on], "rule": "all"}
    change_recommendation(drafted, areas=[area("glostrup")], **facts, **THEN)
    open_round(drafted.round, **THEN)
    assert [each.name for each in drafted.round.asked.with_names()] == ["Glostrup"]


def test_one_municipality_answers_for_another_too(signed_in, drafted):
    secretary, page = signed_in("secretary"), f"{page_of(drafted)}faelles/"
    assert page in secretary.get(page_of(drafted)).content.decode()
    egedal, glostrup = asked_of(drafted.round, "egedal"), asked_of(drafted.round, "glostrup")
    said = {"asked": egedal.pk, "reporter": glostrup.municipality_id}

    assert secretary.post(page, said)["Location"] == page_of(drafted)

    shown = secretary.get(page_of(drafted)).content.decode()
    assert "svarer gennem Glostrup" in shown
    wrong = secretary.post(page, said | {"asked": glostrup.pk}).context["form"]
    assert wrong.errors["reporter"] == ["Den svarer allerede selv; vælg en anden."]
    open_round(drafted.round, **THEN)
    assert secretary.get(page)["Location"] == page_of(drafted)
