"""A bad setting or a missing database is told in words; scripts can trust the exit code."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from django.db import OperationalError, ProgrammingError

from kkr.config.cli import _django, main
from kkr.config.environment import BadSetting, env_database, env_day, env_int, env_secret
from kkr.ledger import listeners


def kkr(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-c", "from kkr.config.cli import main; main()", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def failing_job(monkeypatch):
    def job(_now):
        raise fault

    fault = RuntimeError("a fault of the test")
    monkeypatch.setattr(listeners.tick_jobs, "_things", [job])
    monkeypatch.setattr(listeners.work_jobs, "_things", [job])


def test_a_wrong_database_address_is_told_without_what_it_holds():
    result = kkr("tick", DATABASE_URL="oracel://me:hemmelig@host/name")

    assert result.returncode == 2
    assert "DATABASE_URL" in result.stderr
    assert "Traceback" not in result.stderr
    assert "hemmelig" not in result.stderr


def test_a_database_that_is_not_there_is_exit_3():
    result = kkr("ledger", "verify", DATABASE_URL="sqlite:////nowhere/kkr.sqlite3")

    assert (result.returncode, result.stdout) == (3, "")
    assert "does not answer" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [
        (OperationalError("connection failed"), 3, "does not answer"),
        (OperationalError('database "x" does not exist'), 3, "does not answer"),
        (OperationalError("no such table: ledger_entry"), 3, "kkr migrate"),
        (ProgrammingError('relation "ledger_entry" does not exist'), 3, "kkr migrate"),
        (BadSetting("SMTP_PORT", "write a whole number."), 2, "SMTP_PORT"),
    ],
)
def test_each_trouble_has_its_code_and_its_words(fault, code, says):
    found, words = _django.trouble(fault)

    assert found == code
    assert says in words


def test_a_fault_of_ours_is_not_taken_for_trouble():
    assert _django.trouble(ValueError("ours")) is None
    assert _django.trouble(ProgrammingError("syntax error")) is None


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["tick"], ["work", "--once"]])
def test_a_job_that_fails_is_never_taken_for_done(failing_job, arguments):
    assert CliRunner().invoke(main, arguments).exit_code == 1


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["tick"], ["work", "--once"]])
def test_nothing_to_do_is_done(monkeypatch, arguments):
    monkeypatch.setattr(listeners.tick_jobs, "_things", [])
    monkeypatch.setattr(listeners.work_jobs, "_things", [])

    assert CliRunner().invoke(main, arguments).exit_code == 0


@pytest.mark.parametrize("text", ["nonsense", "mysql://me:x@host/name", "postgresql://[::x/y"])
def test_only_the_databases_that_are_kept_are_taken(monkeypatch, text):
    monkeypatch.setenv("DATABASE_URL", text)

    with pytest.raises(BadSetting, match="postgresql://user:password@host/name"):
        env_database("DATABASE_URL", "sqlite:///x")


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (env_day, "13/2/2017"),
        (lambda name: env_int(name, 1), "many"),
        (lambda name: env_int(name, 1), "-1"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(monkeypatch, read, text):
    monkeypatch.setenv("KKR_TEST", text)

    with pytest.raises(BadSetting, match=r"^KKR_TEST cannot be understood") as refusal:
        read("KKR_TEST")
    assert text not in str(refusal.value)


def test_a_secret_file_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("KKR_TEST_FILE", "/nowhere/secret")

    with pytest.raises(BadSetting, match="KKR_TEST_FILE"):
        env_secret("KKR_TEST")
