"""What two processes see of each other's changes, each with its own connections."""

AFTER_A_NEW_CONNECTION = """
import subprocess, sys
from django.db import connection
from kkr.website import content_version
tell(0)
before = content_version.current()
connection.close()
subprocess.run([sys.executable, "-c", sys.argv[1]], check=True)
print(before, content_version.current())
assert sum(content_version.current().values()) == sum(before.values()) + 1
"""


def test_what_was_committed_between_two_connections_is_seen(migrated):
    """On SQLite the second may lie where the first lay, and count `data_version` from the same number."""
    migrated.python_beside(AFTER_A_NEW_CONNECTION, "tell(1)")
