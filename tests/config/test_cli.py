import pytest
from click.testing import CliRunner

from kkr.config.cli import main


def run(*arguments):
    return CliRunner().invoke(main, arguments)


def test_help_names_every_subcommand():
    shown = run("--help").output

    assert [
        name for name in ("check", "ledger", "migrate", "serve", "tick") if name not in shown
    ] == []


@pytest.mark.parametrize("name", main.list_commands(None))
def test_every_subcommand_explains_itself(name):
    result = run(name, "--help")

    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_an_unknown_subcommand_is_a_wrong_call():
    assert run("nonsense").exit_code == 2


@pytest.mark.django_db
def test_verify_says_that_the_chain_holds():
    result = run("ledger", "verify")

    assert result.exit_code == 0
    assert "0 entries hold" in result.output


@pytest.mark.django_db
def test_verify_fails_where_the_chain_is_broken():
    from tests.ledger.test_chain import tamper, write

    write(2)
    tamper("UPDATE ledger_entry SET actor = 'x' WHERE position = 1")

    result = run("ledger", "verify")

    assert result.exit_code == 1
    assert "Broken at entry 1" in result.output
