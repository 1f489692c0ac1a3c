import sys
from pathlib import Path

import click

from kkr.config.cli import _django


@click.command()
@click.option(
    "--maildir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read every message in this Maildir, and throw away those that were noted.",
)
def command(*, maildir: Path | None) -> None:
    """Note that mails came back. Without --maildir one message is read from standard input.

    For a mail server's pipe: it ends with 0 also where the message reports nothing of ours, so
    that no server sends a bounce of a bounce; only where it could not be kept it fails.
    """
    _django.start()
    from django.utils import timezone

    from kkr.outbox.bounces import NoBounce, empty_maildir, note

    if maildir is not None:
        click.echo(f"{empty_maildir(maildir, at=timezone.now())} noted.")
        return
    try:
        mail = note(sys.stdin.buffer.read(), at=timezone.now())
    except NoBounce as reason:
        click.echo(f"Nothing was noted. {reason}", err=True)
        return
    click.echo(f"{mail.public_id} came back.")
