import sys
from typing import TYPE_CHECKING

import click

from kkr.config.cli import _django

if TYPE_CHECKING:
    from kkr.outbox.models import Mail


@click.group()
def command() -> None:
    """The mail queue."""


@command.command()
def status() -> None:
    """How many mails there are in each state, and how long the oldest has waited.

    Exit 1 while a mail that failed has been looked to by nobody: queue it again or settle it.
    """
    _django.start()
    from django.db.models import Count
    from django.utils import timezone

    from kkr.outbox.models import Mail, State
    from kkr.outbox.sending import is_open

    counted = dict(Mail.objects.order_by().values_list("state").annotate(mails=Count("pk")))
    for state in State:
        click.echo(f"{counted.get(state.value, 0):>8}  {state.value}")
    click.echo(f"{Mail.objects.due_at(timezone.now()).count():>8}  due now")
    if not is_open():
        click.echo("SMTP_HOST is not set: mails wait.", err=True)
    if Mail.objects.unsettled().filter(state=State.FAILED).exists():
        sys.exit(1)


@command.command(name="list")
@click.option("--show", is_flag=True, help="Addresses in full, and the subject.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
def list_command(*, show: bool, limit: int) -> None:
    """Mails in trouble, the newest first: put off, failed or come back."""
    _django.start()
    from kkr.outbox.models import Mail

    for mail in Mail.objects.in_trouble().order_by("-pk")[:limit]:
        click.echo(line(mail, show=show))


def line(mail: "Mail", *, show: bool) -> str:
    next_at = f", next {mail.next_attempt_at:%Y-%m-%d %H:%M} UTC" if mail.next_attempt_at else ""
    told = (
        f"{mail.to} {mail.subject!r}: {mail.last_error}"
        if show
        else f"{mail.masked_to} {mail.last_error.split(' ')[0]}"
    )
    return f"{mail.public_id} {mail.state} after {mail.attempts} attempts{next_at}  {told}"


@command.command()
@click.argument("mails", nargs=-1, type=click.UUID)
@click.option("--failed", is_flag=True, help="All that failed.")
def retry(*, mails: tuple[str, ...], failed: bool) -> None:
    """Queue MAILS again, named as `kkr mail list` names them.

    Exit 3 if one is not there, 1 if one may not be sent again; the others are queued all the same.
    """
    _django.start()
    from django.core.exceptions import ValidationError

    from kkr.ledger import clock
    from kkr.ledger.actors import System
    from kkr.outbox import actions
    from kkr.outbox.models import Mail, State

    if not mails and not failed:
        raise click.UsageError("Name the mails, or say --failed.")
    unsettled = Mail.objects.unsettled().filter(state=State.FAILED)
    chosen = unsettled if failed else Mail.objects.none()
    chosen |= Mail.objects.filter(public_id__in=mails)
    found = list(chosen.order_by("pk"))
    if missing := set(mails) - {mail.public_id for mail in found}:
        click.echo(f"Not in the queue: {', '.join(map(str, missing))}", err=True)
        sys.exit(3)
    refused = 0
    for mail in found:
        try:
            actions.retry(mail, by=System("kkr mail"), at=clock.now())
        except ValidationError as refusal:
            refused += 1
            click.echo(f"{mail.public_id}: {' '.join(refusal.messages)}", err=True)
    click.echo(f"{len(found) - refused} queued again.")
    if refused:
        sys.exit(1)
