from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from kkr.documents.actions import StaleEdit, create_document, write_version
from kkr.documents.models import DocumentVersion
from kkr.ledger.actors import System

NOON = datetime(2017, 2, 13, 12, 0, tzinfo=UTC)
ANNE, BENT = System("anne"), System("bent")
pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return create_document("<p>Første</p>", by=ANNE, at=NOON)


def write(document, html, *, based_on, by=ANNE):
    return write_version(
        document, html, based_on=based_on, by=by, at=NOON + timedelta(hours=1), change_note="sprog"
    )


def test_a_document_begins_with_version_1(document):
    first = document.latest

    assert (first.number, first.html, first.text) == (1, "<p>Første</p>", "Første")
    assert (first.author, first.at) == ("system:anne", NOON)


def test_versions_are_numbered_without_gaps(document):
    write(document, "<p>Anden</p>", based_on=1)
    write(document, "<p>Tredje</p>", based_on=2)

    assert list(document.versions.values_list("number", "text")) == [
        (1, "Første"),
        (2, "Anden"),
        (3, "Tredje"),
    ]


def test_what_is_written_is_sanitised(document):
    version = write(document, "<p>Hej<script>alert(1)</script></p>", based_on=1)

    assert version.html == "<p>Hej</p>"


def test_two_people_editing_lose_nothing(document):
    theirs = write(document, "<p>Annes</p>", based_on=1)

    with pytest.raises(StaleEdit) as refusal:
        write(document, "<p>Bents</p>", based_on=1, by=BENT)

    assert refusal.value.theirs == theirs
    assert refusal.value.mine == "<p>Bents</p>"
    assert refusal.value.based_on.html == "<p>Første</p>"
    assert document.latest == theirs


def test_the_same_text_again_writes_nothing(document):
    theirs = write(document, "<p>Ens</p>", based_on=1)

    mine = write(document, " <p>Ens </p>", based_on=1, by=BENT)

    assert mine == theirs
    assert document.versions.count() == 2


def test_an_image_without_a_text_is_refused_in_words(document):
    image = '<img src="/filer/0e8c0f6a-9d9e-4b9a-8f8c-0123456789ab/kort.png" alt=" ">'

    with pytest.raises(ValidationError) as refusal:
        write(document, image, based_on=1)

    assert refusal.value.code == "image_without_text"
    assert document.versions.count() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE documents_documentversion SET html = ''",
        "DELETE FROM documents_documentversion",
        (
            "INSERT INTO documents_documentversion (document_id, number, html, text, author, at,"
            " change_note) SELECT document_id, 3, html, text, author, at, '' FROM"
            " documents_documentversion"
        ),
    ],
)
def test_the_database_refuses_to_rewrite_a_version_or_skip_a_number(document, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert DocumentVersion.objects.get().html == "<p>Første</p>"
