import socket

from click.testing import CliRunner

from kkr.config.cli import main


def test_a_port_that_is_taken_is_refused_in_words():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        result = CliRunner().invoke(main, ["serve", "--port", str(door.getsockname()[1])])

    assert result.exit_code == 3
    assert "is in use" in result.output
