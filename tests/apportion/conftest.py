"""What is left out of the tests of this room is said at their end."""

from tests.apportion.problems import shared_folder


def pytest_terminal_summary(terminalreporter):
    """Say that the many published cases were not tried."""
    if shared_folder() is None:
        terminalreporter.line("SKIPPED: published cases (no folder of them; KKR_SHARED names it)")
