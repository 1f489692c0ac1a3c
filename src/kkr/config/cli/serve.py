import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext, suppress
from types import FrameType

import click

from kkr.config.cli import _django, _start

WORKER = (
    "from kkr.config.cli import _django; _django.start();"
    "from django.core.management import call_command;"
    "call_command('db_worker', '--no-startup-delay')"
)
CALM_SECONDS = 5
SAID = (2, 3)  # the part has told in words which setting is wrong, or that there is no database


@click.command()
@click.option(
    "hosts",
    "--host",
    multiple=True,
    default=["127.0.0.1"],
    show_default=True,
    help="May be given more than once; each further address gets one web process.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    show_envvar=True,
    envvar="PORT",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes."
)
@click.option("--web-only", is_flag=True, help="No background worker, no tick, no mail.")
@click.option("--check", "only_check", is_flag=True, help="Only say whether it could start.")
def command(
    *, hosts: tuple[str, ...], port: int, workers: int, web_only: bool, only_check: bool
) -> None:
    """Serve the pages, work in the background, tick and deliver mail.

    Exit 1 if a part keeps falling, 2 if an address or a setting is wrong, 3 if the port is taken or
    kkr works on the same KKR_DATA already.
    """
    data = _django.settings().KKR_DATA  # a wrong setting is told here, and not by every part
    _django.refuse_without_key()
    may_share = web_only or (only_check and not data.is_dir())
    with nullcontext() if may_share else _start.take(data, port):
        _start.look_at(hosts, port)
        if not only_check:
            sys.exit(Supervisor(parts(hosts, port, workers, web_only=web_only)).run())


def parts(hosts: tuple[str, ...], port: int, workers: int, *, web_only: bool) -> list[list[str]]:
    """What is started: the web server for each address, and what works behind it."""
    first, *further = hosts
    web = [web_command(first, port, workers), *(web_command(host, port, 1) for host in further)]
    if web_only:
        return web
    worker = [sys.executable, "-c", WORKER]
    return [*web, worker, [*kkr(), "tick", "--every", "10"], [*kkr(), "work"]]


def kkr() -> list[str]:
    return [sys.executable, "-c", "from kkr.config.cli import main; main()"]


def web_command(host: str, port: int, workers: int) -> list[str]:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi"]
    shape = ["--workers", str(workers), "--blocking-threads", "2", "--backlog", "1024"]
    address = ["--host", host, "--port", str(port), "--log-level", "warning"]
    return [*granian, *shape, *address, "--respawn-failed-workers", "kkr.config.wsgi:application"]


def start(command: list[str]) -> "subprocess.Popen[bytes]":
    """A part, in a process group of its own with whatever it starts."""
    return subprocess.Popen(command, process_group=0)  # noqa: S603 -- our own parts


def sweep(part: "subprocess.Popen[bytes]") -> None:
    """End what a part left behind: a web server that is stopped as it starts forgets its processes."""
    with suppress(ProcessLookupError):
        os.killpg(part.pid, signal.SIGKILL)


class Supervisor:
    """Keeps the parts running, starts a fallen one again, and ends them together."""

    def __init__(self, commands: list[list[str]]) -> None:
        self.commands = commands
        self.running: list[subprocess.Popen[bytes]] = []
        self.started: list[float] = []
        self.stopping = False

    def run(self) -> int:
        """Block until a signal or until a part falls twice at once; gives the exit code."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self.running = [start(command) for command in self.commands]
        self.started = [time.monotonic()] * len(self.running)
        code = 0
        while not self.stopping and code == 0:
            time.sleep(0.2)
            code = self._raise_the_fallen()
        self._end()
        return code

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _raise_the_fallen(self) -> int:
        for index, part in enumerate(self.running):
            if part.poll() is None or self.stopping:
                continue
            if time.monotonic() - self.started[index] < CALM_SECONDS:
                click.echo(
                    f"kkr serve: a part ended at once: {self.commands[index][2:5]}", err=True
                )
                return part.returncode if part.returncode in SAID else 1
            sweep(part)
            self.running[index] = start(self.commands[index])
            self.started[index] = time.monotonic()
        return 0

    def _end(self) -> None:
        for part in self.running:
            if part.poll() is None:
                part.terminate()
        for part in self.running:
            with suppress(subprocess.TimeoutExpired):
                part.wait(timeout=10)
            sweep(part)
