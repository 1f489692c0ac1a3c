import signal
import socket
import subprocess
import sys

import pytest
from tests.config.test_cli import run

from kkr.config.cli import _start

SUPERVISED = "import sys; from kkr.config.cli.serve import Supervisor; sys.exit(Supervisor([sys.argv[1:]]).run())"
FORGETFUL = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; print('there', flush=True); time.sleep(60)"])
time.sleep(60)
"""


@pytest.fixture
def free_port(settings, tmp_path):
    """A port nobody has, for a kkr whose folder is a new one."""
    settings.KKR_DATA = tmp_path
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return str(door.getsockname()[1])


@pytest.mark.parametrize("more", [[], ["--check"]])
def test_a_port_that_is_taken_is_refused_in_words(more):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        result = run("serve", "--port", str(door.getsockname()[1]), *more)

    assert result.exit_code == 3
    assert "is in use" in result.output


def test_where_nothing_is_in_the_way_a_check_says_nothing(free_port):
    result = run("serve", "--check", "--port", free_port)

    assert (result.exit_code, result.output) == (0, "")


def test_two_do_not_work_on_one_folder(free_port, tmp_path):
    with _start.take(tmp_path, 8421):
        second = run("serve", "--check", "--port", free_port)
        pages_only = run("serve", "--check", "--web-only", "--port", free_port)

    assert second.exit_code == 3
    assert "port 8421" in second.output
    assert pages_only.exit_code == 0
    assert run("serve", "--check", "--port", free_port).exit_code == 0


def test_a_check_makes_no_folder(free_port, settings, tmp_path):
    settings.KKR_DATA = tmp_path / "new"

    assert run("serve", "--check", "--port", free_port).exit_code == 0
    assert not settings.KKR_DATA.exists()


def test_a_folder_that_cannot_be_written_in_is_named(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(_start.Hindrance, match="KKR_DATA") as hindrance:
        _start.take(tmp_path / "file", 8000)
    assert hindrance.value.exit_code == 2


def test_who_is_stopped_leaves_no_process_of_a_part_behind():
    part = [sys.executable, "-c", FORGETFUL]
    serving = subprocess.Popen([sys.executable, "-c", SUPERVISED, *part], stdout=subprocess.PIPE)
    assert serving.stdout.readline() == b"there\n"

    serving.send_signal(signal.SIGTERM)

    rest, _none = serving.communicate(timeout=30)  # ends when nobody holds the pipe any more
    assert (serving.returncode, rest) == (0, b"")
