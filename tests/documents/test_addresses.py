from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from kkr.documents.actions import PathTaken, claim_address, create_document
from kkr.documents.addresses import Resident, address_of, last_part, resolve
from kkr.ledger.actors import System

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return create_document("<p>En</p>", by=System("test"), at=NOON)


@pytest.fixture
def other():
    return create_document("<p>To</p>", by=System("test"), at=NOON)


def test_what_has_no_address_lives_nowhere(one):
    assert address_of(one) is None
    assert resolve("/nyheder/2017/en/") is None


def test_a_former_path_leads_to_the_one_of_now(one):
    claim_address(one, "/nyheder/2017/en/", at=NOON)
    claim_address(one, "/nyheder/2017/to/", at=NOON)

    here = Resident("documents.document", one.pk, "/nyheder/2017/to/")
    assert resolve("/nyheder/2017/en/") == here
    assert resolve("/nyheder/2017/to/") == here
    assert address_of(one) == "/nyheder/2017/to/"


def test_an_object_may_return_to_a_path_of_its_own(one):
    for path in ("/nyheder/2017/en/", "/nyheder/2017/to/", "/nyheder/2017/en/"):
        claim_address(one, path, at=NOON)

    assert address_of(one) == "/nyheder/2017/en/"
    assert resolve("/nyheder/2017/to/").current_path == "/nyheder/2017/en/"


def test_a_path_is_never_given_to_another(one, other):
    claim_address(one, "/nyheder/2017/en/", at=NOON)
    claim_address(one, "/nyheder/2017/to/", at=NOON)

    with pytest.raises(PathTaken):
        claim_address(other, "/nyheder/2017/en/", at=NOON)

    assert address_of(other) is None


@pytest.mark.parametrize(
    "path", ["nyheder/", "/nyheder", "/Nyheder/", "/møder/", "//", "/a b/", "/a--b/"]
)
def test_an_address_can_be_read_aloud(one, path):
    with pytest.raises(ValidationError):
        claim_address(one, path, at=NOON)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM documents_address",
        "UPDATE documents_address SET object_id = object_id + 1",
        "UPDATE documents_address SET path = '/andet/'",
    ],
)
def test_the_database_keeps_addresses(one, sql):
    claim_address(one, "/nyheder/2017/en/", at=NOON)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert address_of(one) == "/nyheder/2017/en/"


def test_looking_up_an_address_costs_two_queries(one, django_assert_num_queries):
    claim_address(one, "/nyheder/2017/en/", at=NOON)

    with django_assert_num_queries(2):
        resolve("/nyheder/2017/en/")


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("KKR-mål for sundhed", "kkr-maal-for-sundhed"),
        ("Sammenhæng " * 12, "-".join(["sammenhaeng"] * 8)),
        ("x" * 200, "x" * 100),
    ],
)
def test_a_title_becomes_part_of_an_address_and_is_cut_between_words(title, part):
    assert last_part(title) == part
