from dataclasses import dataclass

import pytest
from django.apps import apps
from tests.cast import HOUSE, LONG_AGO, Cast
from tests.worlds import once_a_file

from kkr.config.demo import council as demo
from kkr.council.actions import (
    add_committee,
    add_contact,
    add_person,
    keep_upload,
    start_membership,
    strike_membership,
)
from kkr.council.models import (
    Body,
    Committee,
    Contact,
    Council,
    Membership,
    Municipality,
    RoleGrant,
    Upload,
)
from kkr.council.rules import body_of

pytestmark = pytest.mark.django_db
MODELS = list(apps.get_app_config("council").get_models())


@pytest.fixture(scope="module")
def furnished(registered, django_db_blocker):
    yield from once_a_file(django_db_blocker, furnish)


@pytest.fixture
def cast(furnished, register):
    return furnished


@pytest.fixture
def full_house(cast):
    """Everybody but the mayor, whose place the demo fills."""
    return {name: getattr(cast, name) for name in Cast.NAMES if name != "mayor"}


def furnish() -> Cast:
    """Something of every kind."""
    cast = Cast()
    demo.load(by=HOUSE, at=LONG_AGO)
    strike_membership(Membership.objects.all()[0], why="By mistake", by=HOUSE, at=LONG_AGO)
    for council in Council.objects.all():
        add_committee(
            council=council, name="Erhverv", composition="officials", by=HOUSE, at=LONG_AGO
        )
    for name in ("albertslund", "greve"):
        municipality = Municipality.objects.get(slug=name)
        add_contact(municipality=municipality, name=name, email="a@b.dk", by=HOUSE, at=LONG_AGO)
    facts = {"name": "x.csv", "content": b"Navn\nIb", "by": cast.secretary, "at": LONG_AGO}
    keep_upload(council=cast.council, **facts)
    for name in Cast.NAMES:
        assert name == "mayor" or getattr(cast, name)
    return cast


def test_the_object_and_the_list_agree(full_house):
    for model in MODELS:
        things = list(model.objects.all()[:12])
        assert things
        for viewer in full_house.values():
            listed = set(model.objects.visible_to(viewer))
            perm = f"council.view_{model._meta.model_name}"
            assert [viewer.has_perm(perm, thing) for thing in things] == [
                thing in listed for thing in things
            ]


def test_every_noun_is_public_but_what_is_closed(full_house):
    closed = {RoleGrant, Contact, Upload, Committee}
    for model in MODELS:
        expected = set() if model in closed else set(model.objects.all())
        if model is Membership:
            expected -= set(Membership.objects.struck_out())
        if model is Body:
            expected = {body for body in expected if body.kind != "committee"}

        assert set(model.objects.public()) == expected
        assert set(model.objects.visible_to(full_house["citizen"])) == expected


def test_a_committee_is_seen_by_those_who_keep_its_register_and_act_in_it(full_house, cast):
    for model, key in ((Committee, cast.committee.pk), (Body, cast.committee.pk)):
        seen = {
            name
            for name, viewer in full_house.items()
            if model.objects.visible_to(viewer).filter(pk=key).exists()
        }

        assert seen == {"secretary", "administrator", "committee_official"}


def test_grants_are_seen_by_those_they_concern(full_house):
    of_hovedstaden = {"secretary", "chair", "member", "official", "contact", "other_contact"}
    of_hovedstaden |= {"committee_official"}
    seen = {
        name: {grant.user.name for grant in RoleGrant.objects.visible_to(viewer)}
        for name, viewer in full_house.items()
    }

    assert seen == {
        "secretary": of_hovedstaden,
        "other_secretary": {"other_secretary"},
        "chair": {"chair"},
        "member": {"member"},
        "official": {"official"},
        "committee_official": {"committee_official"},
        "contact": {"contact"},
        "other_contact": {"other_contact"},
        "administrator": of_hovedstaden | {"other_secretary", "administrator"},
        "newcomer": set(),
        "citizen": set(),
    }


def test_a_secretary_may_do_nothing_to_nothing(cast):
    assert not cast.secretary.has_perm("council.start_membership", None)
    assert not cast.secretary.has_perm("council.view_person", None)


def test_a_thing_of_a_council_answers_to_its_secretary(cast):
    @dataclass
    class Meeting:
        council: Council

    meeting = Meeting(cast.council)

    assert body_of(meeting) == cast.council
    assert cast.secretary.has_perm("council.start_membership", meeting)
    assert not cast.other_secretary.has_perm("council.start_membership", meeting)


def test_a_municipality_answers_to_the_secretary_of_its_council(cast):
    greve = Municipality.objects.get(slug="greve")

    assert cast.other_secretary.has_perm("council.start_membership", greve)
    assert not cast.secretary.has_perm("council.start_membership", greve)


def test_who_sits_in_a_committee_is_renamed_by_the_secretary_of_its_council(cast):
    person = add_person(name="Kim Udvalg", by=HOUSE, at=LONG_AGO)
    start_membership(
        body=cast.committee, person=person, role="member", starts_on=LONG_AGO.date(),
        by=HOUSE, at=LONG_AGO,
    )  # fmt: skip

    assert cast.secretary.has_perm("council.rename_person", person)
    assert not cast.other_secretary.has_perm("council.rename_person", person)
