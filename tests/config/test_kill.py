"""Writers are killed in the middle of things; `script/kill` does it a hundred times."""

import json
import os
import subprocess
import sys

import pytest
from tests.house.source import ROOT


@pytest.mark.slow
def test_what_was_acknowledged_survives_five_kills_and_nothing_is_half_done(tmp_path):
    server = os.environ.get("DATABASE_URL", "")
    database = "postgresql" if server.startswith("postgres") else "sqlite"
    results = tmp_path / "kill.json"
    command = [sys.executable, "bench/kill.py", "--times", "5", "--database", database]
    environment = {name: value for name, value in os.environ.items() if "DJANGO" not in name}

    done = subprocess.run(
        [*command, "--results", str(results)],
        cwd=ROOT,
        env=environment | {"POSTGRESQL_URL": server},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(results.read_text())["databases"][database]
    assert found["kills"] == 15
    assert found["acknowledged"] > 0
    assert (found["lost"], found["faults"], found["ledger_holds"]) == ([], [], True)
