"""A wrong call is exit 2 and one line that says what would be right."""

import pytest
from tests.config.test_cli import run


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("serve --port 70000", "1<=x<=65535"),
        ("serve --port many", "not a valid integer"),
        ("serve --workers 0", "1<=x<=64"),
        ("serve --host nonsense", "127.0.0.1"),
        ("serve --host 192.0.2.1", "not an address of this machine"),
        ("tick --every -1", "0.1<=x<=86400"),
        ("tick --every 0", "0.1<=x<=86400"),
        ("tick --every nan", "not a number of seconds"),
        ("work --every 0", "0.1<=x<=86400"),
        ("mail list --limit -1", "x>=1"),
        ("mail lst", "lst"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(call, says):
    result = run(*call.split())

    assert result.exit_code == 2
    assert says in result.output
    assert len(result.output.strip().splitlines()) == 1


def test_the_port_of_the_environment_is_looked_at_too():
    from click.testing import CliRunner

    from kkr.config.cli import main

    result = CliRunner().invoke(main, ["serve"], env={"PORT": "80000"})

    assert result.exit_code == 2
    assert "PORT" in result.output


def test_a_group_without_a_command_shows_what_there_is():
    assert "verify" in run("ledger").output
