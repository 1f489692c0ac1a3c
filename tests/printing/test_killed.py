"""Killed between publication and print, and in the middle of it; and what a backup takes along."""

import pytest
from tests.config.places import START, new_place

PUBLISH = (
    START
    + """
from datetime import UTC, date, datetime
from django.core.files.base import ContentFile
from kkr.council.actions import load_register
from kkr.council.models import Council
from kkr.documents.actions import store_file
from kkr.ledger.actors import System
from kkr.meetings.actions import add_item, attach_file, plan_meeting, publish_agenda
when = {"by": System("test"), "at": datetime(2017, 1, 20, 12, 0, tzinfo=UTC)}
load_register(**when)
meeting = plan_meeting(
    council=Council.objects.get(slug="hovedstaden"), held_on=date(2017, 2, 6), **when
)
item = add_item(meeting, section=3, title="Dimensionering", html="<p>Optaget</p>", **when)
attach_file(item, store_file(ContentFile(b"Tal", name="tal.txt"), **when), **when)
publish_agenda(meeting, **when)
import os, signal
os.kill(os.getpid(), signal.SIGKILL)
"""
)
KILLED_ON_THE_WAY = (
    START
    + """
import os, signal, sys
import django.utils.timezone
from kkr.printing import actions, tasks
def dies(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(actions, sys.argv[1], dies)
tasks.print_ordered(django.utils.timezone.now())
"""
)


@pytest.mark.slow
def test_no_kill_loses_a_print_and_a_backup_keeps_it(tmp_path):
    place = new_place(tmp_path / "place")
    assert place.kkr("migrate").returncode == 0
    python = place.kkr("--version").args[0]

    assert place.run([python, "-c", PUBLISH]).returncode == -9
    for moment in ("set_pdf", "record"):  # before there are bytes, and before there is a row
        assert place.run([python, "-c", KILLED_ON_THE_WAY, moment]).returncode == -9
        assert place.kkr("print", "verify").stdout == "0 prints, 0 wrong.\n"
    ticked = place.kkr("tick")
    assert ticked.returncode == 0, ticked.stderr
    assert place.kkr("print", "verify").stdout == "1 prints, 0 wrong.\n"

    backup, other = tmp_path / "backup.kkr", new_place(tmp_path / "other")
    assert place.kkr("backup", str(backup)).returncode == 0
    restored = other.kkr("restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    assert other.kkr("print", "verify").stdout == "1 prints, 0 wrong.\n"
