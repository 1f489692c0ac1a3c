"""What may stand in the way of `kkr serve`: an address, a port, or another one on the same folder."""

import errno
import fcntl
import ipaddress
import os
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import click

WRONG, TAKEN = 2, 3
LOCK = "serve.lock"


class Hindrance(click.ClickException):
    """Why it cannot start, in one line, and the exit code."""

    def __init__(self, exit_code: int, says: str) -> None:
        super().__init__(f"kkr serve: {says}")
        self.exit_code = exit_code  # type: ignore[misc]  # click means it so

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True, file=file)


def look_at(hosts: Iterable[str], port: int) -> None:
    """Try each address; raises Hindrance. The web server itself would share a port without a word."""
    for host in hosts:
        try:
            ipaddress.ip_address(host)
            _bind(host, port)
        except ValueError:
            says = f"--host {host} is not an address; write one of this machine in digits, such as 127.0.0.1."
            raise Hindrance(WRONG, says) from None
        except OSError as fault:
            raise _hindrance(fault, host, port) from None


def _bind(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))


def _hindrance(fault: OSError, host: str, port: int) -> Hindrance:
    if fault.errno == errno.EADDRINUSE:
        return Hindrance(TAKEN, f"Port {port} is in use; --port or PORT names another.")
    if fault.errno == errno.EACCES:
        return Hindrance(WRONG, f"Port {port} is only for root; take one from 1024 up.")
    return Hindrance(WRONG, f"--host {host} is not an address of this machine.")


def take(folder: Path, port: int) -> IO[str]:
    """Lock the folder until the file that is given back is closed; raises Hindrance where another has.

    A second worker and tick on one folder would do everything twice as often, and tell nobody.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("a+", encoding="utf-8")
    except OSError as fault:
        raise Hindrance(WRONG, f"KKR_DATA cannot be written in: {fault.strerror}.") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        says = f"it runs already on {folder} ({file.read()}). Use that one, or stop it first."
        file.close()
        raise Hindrance(TAKEN, says) from None
    file.truncate(0)
    file.write(f"process {os.getpid()}, port {port}")
    file.flush()
    return file
