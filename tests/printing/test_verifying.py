"""Whether frozen prints are still what they were, and what is said where they are not."""

import pytest
from click.testing import CliRunner
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY, LATER, a_file
from tests.printing.test_frozen import mayor_of

from kkr.config.cli import main
from kkr.meetings.actions import (
    attach_file,
    exclude_member,
    lift_exclusion,
    open_item,
    publish_agenda,
    withdraw_attachment,
)
from kkr.printing import verifying
from kkr.printing.actions import make_print
from kkr.printing.models import Print
from kkr.printing.press import Press, press
from kkr.printing.verifying import Finding, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast, meeting, item, closed):
    attached = attach_file(item, a_file(), **BY)
    exclusion = exclude_member(closed, mayor_of(cast), why="Inhabil", **BY)
    attach_file(item, a_file("lukket.txt", b"2"), is_closed=True, **BY)
    edition = publish_agenda(meeting, **BY)
    for viewer in (None, cast.member, cast.mayor):
        make_print(edition, viewer=viewer, by=HOUSE, at=AFTER)
    return attached, exclusion


def test_they_come_out_the_same_whatever_was_opened_lifted_or_withdrawn_since(made, closed):
    attached, exclusion = made
    open_item(closed, by=HOUSE, at=LATER)
    lift_exclusion(exclusion, why="Habil", by=HOUSE, at=LATER)
    withdraw_attachment(attached, why="En fejl", by=HOUSE, at=LATER)

    assert [each.finding for each in verify()] == [Finding.SAME] * 3
    called = CliRunner().invoke(main, ["print", "verify"])
    assert (called.exit_code, called.output) == (0, "3 prints, 0 wrong.\n")


def test_a_missing_and_a_damaged_one_are_named(made, tmp_path):
    first, second, _third = Print.objects.order_by("pk")
    (tmp_path / first.content.name).unlink()
    (tmp_path / second.content.name).write_bytes(b"%PDF-1.7 something else")

    found = [(each.finding, each.is_wrong) for each in verify(only_kept=True)]

    assert found == [(Finding.MISSING, True), (Finding.DAMAGED, True), (Finding.SAME, False)]
    assert CliRunner().invoke(main, ["print", "verify", "--only-kept"]).exit_code == 1


def test_another_typst_is_a_reason_to_look_other(made, monkeypatch):
    now = press()
    monkeypatch.setattr(verifying, "press", lambda: Press("99.0", now.fonts, now.paper))
    monkeypatch.setattr(verifying, "set_pdf", lambda *_, **__: b"set by another typst")

    (found, *_others) = verify()

    assert found.finding == Finding.LOOKS_OTHER
    assert not found.is_wrong
    assert found.why == (f"another version of typst ({now.typst}, now 99.0)",)


def test_the_same_press_has_no_excuse(made, monkeypatch):
    monkeypatch.setattr(verifying, "set_pdf", lambda *_, **__: b"other bytes")

    assert all(each.is_wrong for each in verify())
