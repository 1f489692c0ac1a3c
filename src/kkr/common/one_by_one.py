"""Many acts of a tick, of which none waits for another."""

from collections.abc import Callable, Iterable


def all_done(acts: Iterable[Callable[[], object]], *, failing: str) -> int:
    """Do each of them; gives how many gave something. What fails is raised when the others are done.

    >>> all_done([lambda: "a mail", lambda: None], failing="mails that could not be written")
    1
    """
    done = 0
    failed: list[Exception] = []
    for act in acts:
        try:
            done += bool(act())
        except Exception as fault:  # noqa: BLE001 -- whatever it is, the others are done
            failed.append(fault)
    if failed:
        raise ExceptionGroup(failing, failed)
    return done
