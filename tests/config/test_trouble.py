"""A bad setting or a missing database is told in words; scripts can trust the exit code."""

import logging
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from django.db import OperationalError, ProgrammingError

from kkr.config.cli import _django, _jobs, main
from kkr.config.environment import (
    BadSetting,
    env_choice,
    env_database,
    env_day,
    env_int,
    env_secret,
    env_site,
)
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


@pytest.mark.parametrize(
    "arguments",
    [["serve"], ["serve", "--check"], ["serve", "--web-only"], ["tick"], ["work", "--once"]],
)
def test_nothing_is_served_with_a_key_that_everybody_knows(arguments):
    result = kkr(*arguments, SECRET_KEY="", KKR_DEMO="", PORT="1")

    assert (result.returncode, result.stdout) == (2, "")
    assert "SECRET_KEY_FILE" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_demonstration_is_served_without_a_key(tmp_path):
    facts = {"SECRET_KEY": "", "KKR_DEMO": "1", "KKR_DATA": str(tmp_path / "new")}

    assert kkr("serve", "--check", "--port", "18074", **facts).returncode == 0


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
        (lambda name: env_choice(name, ("INFO", "ERROR"), "INFO"), "foo"),
        (lambda name: env_site(name, ""), "kkr.kommune.dk"),
        (lambda name: env_site(name, ""), "ftp://kkr.example.dk"),
        (lambda name: env_site(name, ""), "http://"),
        (lambda name: env_site(name, ""), "http://kkr.example.dk:x"),
        (lambda name: env_site(name, ""), "https://kkr.example.dk/under"),
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


def test_what_is_right_is_taken_as_it_is_meant(monkeypatch):
    monkeypatch.setenv("KKR_TEST", "info")
    assert env_choice("KKR_TEST", ("INFO", "ERROR"), "ERROR") == "INFO"

    monkeypatch.setenv("KKR_TEST", "http://[::1]:8421/")
    assert env_site("KKR_TEST", "") == "http://[::1]:8421"


@pytest.mark.parametrize(
    ("name", "value"), [("LOG_LEVEL", "foo"), ("SITE_URL", "kkr.example.dk"), ("LOG_FORMAT", "xml")]
)
def test_a_setting_that_is_wrong_stops_every_part_before_it_starts(name, value):
    result = kkr("serve", "--check", **{name: value})

    assert result.returncode == 2
    assert result.stderr.startswith(f"kkr: A setting is wrong: {name} cannot be understood")
    assert len(result.stderr.splitlines()) == 1


def test_the_same_trouble_is_told_once_and_asked_about_ever_more_seldom(caplog):
    def behind(_now):
        raise OperationalError("no such column: outbox_mail.x")

    rounds = _jobs.Rounds([behind, behind], lambda: None, every=10)
    pauses = []
    for _ in range(5):
        assert rounds.call().code == 3
        pauses.append(rounds.pause)

    assert pauses == [20, 40, 60, 60, 60]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_once_it_works_again_that_is_told_and_the_pace_is_as_before(caplog):
    jobs = [lambda _now: 1 / 0]
    rounds = _jobs.Rounds(jobs, lambda: None, every=1)
    assert rounds.call() == (0, 1)
    assert rounds.call() == (0, 1)

    jobs[0] = lambda _now: 3

    assert rounds.call() == (3, 0)
    assert rounds.pause == 1
    assert [record.getMessage() for record in caplog.records] == [
        "a job failed",
        "The jobs work again.",
    ]


def test_a_check_is_not_content_with_a_database_that_is_empty(empty, migrated):
    without, ready = empty.kkr("check"), migrated.kkr("check")

    assert (without.returncode, without.stdout) == (3, "")
    assert "kkr migrate" in without.stderr
    assert (ready.returncode, ready.stderr) == (0, "")
    assert "nothing in it yet" in ready.stdout
