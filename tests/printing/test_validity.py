"""What veraPDF says of prints; it runs where CI=true, for script/test fetches the checker there."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfWriter
from tests.meetings.council_at_work import BY, a_file, minuted
from tests.printing.samples import FILES, agenda, everything, long_agenda

from kkr.meetings.actions import (
    attach_file,
    decide,
    draft_agenda,
    plan_meeting,
    publish_agenda,
)
from kkr.printing.actions import make_print
from kkr.printing.typesetting import set_pdf

FLAVOURS = ["ua1", "3a"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.sqlite,
    pytest.mark.skipif(
        "KKR_VERAPDF" not in os.environ, reason="CI=true script/test fetches the checker"
    ),
]


def faults(flavour: str, *files: Path) -> list[str]:
    judge = Path(__file__).parent / "Judge.java"
    command = ["java", "-cp", os.environ["KKR_VERAPDF"], str(judge), flavour, *map(str, files)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    *said, asked = answer.stdout.splitlines()
    assert int(asked.removeprefix("asked ")) > 0
    return said


@pytest.fixture(scope="module")
def prints(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("prints")
    sheets = {"agenda": agenda(), "everything": everything(), "long": long_agenda()}
    files = [folder / f"{name}.pdf" for name in sheets]
    for file, sheet in zip(files, sheets.values(), strict=True):
        file.write_bytes(set_pdf(sheet, files=FILES))
    return files


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_prints_keep_both_standards(flavour, prints):
    assert faults(flavour, *prints) == []


@pytest.mark.django_db
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_prints_of_an_edition_keep_both_standards(
    flavour, cast, meeting, item, of_case, closed, tmp_path
):
    attach_file(item, a_file("tal.txt", b"aabne tal"), **BY)
    attach_file(item, a_file("lukket.txt", b"lukkede tal"), is_closed=True, **BY)
    said = {"html": "<p>Nej.</p>", "dissent": "Liste Z tog afstand.", "wishes": ["Mere fokus"]}
    decide(of_case, kind="referred_back", **said, **BY)
    edition = minuted(meeting)
    readers = (None, cast.member)
    made = [make_print(edition, viewer=who, **BY) for who in readers]
    april = plan_meeting(council=cast.council, held_on=date(2017, 4, 24), **BY)
    draft_agenda(april, **BY)
    coming = publish_agenda(april, **BY)
    made += [make_print(coming, viewer=who, **BY) for who in readers]
    assert [each.within.get() for each in made[2:]] == made[:2]  # each with their own minutes

    files = [tmp_path / each.content.name for each in made]
    assert faults(flavour, *files) == []


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_judge_sees_a_file_that_keeps_neither(flavour, tmp_path):
    file = tmp_path / "blank.pdf"
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.write(file)

    assert faults(flavour, file)
