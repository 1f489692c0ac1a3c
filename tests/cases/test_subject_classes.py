"""The subject classes of the municipalities: taken whole or not at all, and safe to take again."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import HOUSE

from kkr.cases.actions import import_subject_classes
from kkr.cases.models import SubjectClass
from kkr.cases.subject_file import BadFile, subject_classes
from kkr.config.cli import main
from kkr.ledger.models import Entry

NOON = datetime(2017, 2, 6, 12, 0, tzinfo=UTC)
HEAD = "kle_nummer,hovedgruppe,gruppe,titel\n"
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "kle.csv"
"""The real classification, where it was put beside the project; it is none of ours to ship."""


def table(*rows):
    return (HEAD + "\n".join(rows)).encode()


SMALL = table("00.01.00,00,00.01,Styrelse", "29.00.00,29,29.00,Sundhed")


@pytest.mark.django_db
def test_the_same_file_twice_leaves_one_trace(register):
    first = import_subject_classes(SMALL, by=HOUSE, at=NOON)
    entries = Entry.objects.count()
    second = import_subject_classes(SMALL, by=HOUSE, at=NOON)

    assert (first.added, second.added, second.same) == (2, 0, 2)
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_a_new_title_is_taken_and_what_is_not_named_stays(register):
    import_subject_classes(SMALL, by=HOUSE, at=NOON)

    done = import_subject_classes(table("29.00.00,,,Sundhed mv."), by=HOUSE, at=NOON)

    assert (done.added, done.changed) == (0, 1)
    assert [str(each) for each in SubjectClass.objects.all()] == [
        "00.01.00 Styrelse",
        "29.00.00 Sundhed mv.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["secretary", "official", "citizen"])
def test_only_an_administrator_or_the_command_brings_them_in(cast, name):
    with pytest.raises(PermissionDenied):
        import_subject_classes(SMALL, by=getattr(cast, name), at=NOON)
    assert not SubjectClass.objects.exists()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["29.0,,,Sundhed"], "row 2, column kle_nummer"),
        (["29.00.00,,,A", "29.00.00,,,B"], "row 3, column kle_nummer"),
        (["29.00.00,,, "], "row 2, column titel"),
        ([f"29.00.00,,,{'x' * 201}"], "row 2, column titel"),
        (["29.00.00"], "row 2, column titel"),
        ([], "no row follows"),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(rows, said):
    with pytest.raises(BadFile, match=said):
        subject_classes(table(*rows))


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(BadFile) as refused:
        subject_classes(table("x,,,", "29.00.00,,,Sundhed", "y,,,Y"))

    assert [each.row for each in refused.value.faults] == [2, 2, 4]


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2", "nummer;titel\n29;Sundh\xe6d".encode("cp1252"), b'a,"b\n1,2']
)
def test_what_is_no_such_table_is_refused(content):
    with pytest.raises(BadFile):
        subject_classes(content)


@given(st.binary(max_size=200))
def test_no_bytes_are_a_crash(content):
    with suppress(BadFile):
        assert subject_classes(HEAD.encode() + content)


@pytest.mark.django_db
def test_the_command_names_file_row_and_column_and_changes_nothing(register, tmp_path):
    path = tmp_path / "kle.csv"
    path.write_bytes(table("29.00.00,,,Sundhed", "nej,,,Y"))

    refused = CliRunner().invoke(main, ["import", "kle", str(path)])
    assert refused.exit_code == 2
    assert "kle.csv, row 3, column kle_nummer" in refused.output
    assert not SubjectClass.objects.exists()

    path.write_bytes(SMALL)
    assert "2 added" in CliRunner().invoke(main, ["import", "kle", str(path)]).output
    assert "2 as before" in CliRunner().invoke(main, ["import", "kle", str(path)]).output


@pytest.mark.skipif(not REAL.exists(), reason="the real KLE file is not beside the project")
@pytest.mark.django_db
def test_the_real_classification_is_taken(register):
    done = import_subject_classes(REAL.read_bytes(), by=HOUSE, at=NOON)

    assert done.added == SubjectClass.objects.count() > 2000
