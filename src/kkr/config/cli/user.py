import sys
from typing import Any

import click

from kkr.config.cli import _django

MISSING = 3


@click.group()
def command() -> None:
    """The people who can sign in."""


@command.command("create-administrator")
@click.argument("email")
@click.argument("name")
def create_administrator(email: str, name: str) -> None:
    """Invite the first administrator of a fresh system, and print the link for choosing a password.

    Loads the public register if there is none. Exit 2 if the address is no address or in use.
    """
    _django.start()
    from kkr.council.actions import load_register
    from kkr.council.models import Association
    from kkr.council.models.roles import Role

    by, at, _now = _operator()
    if not Association.objects.exists():
        load_register(by=by, at=at)
    association = Association.objects.get()
    _invite(email, name, role=Role.ADMINISTRATOR, body=association.body)


@command.command()
@click.argument("email")
@click.argument("name")
def invite(email: str, name: str) -> None:
    """Invite somebody, or anew who has not come in yet, by mail; print the link too. They get no role."""
    _django.start()
    _invite(email, name)


@command.command("reset-second-factor")
@click.argument("email")
@click.option("--why", default="asked the operator", show_default=True, help="Kept in the history.")
def reset_second_factor(email: str, why: str) -> None:
    """Take away a lost second factor; they sign in with the password and set it up again.

    Exit 3 if nobody has the address, 2 if there is no second factor.
    """
    _django.start()
    from django.core.exceptions import ValidationError

    from kkr.accounts.models import User
    from kkr.workspace.accounts.inviting import reset_and_tell

    by, at, _now = _operator()
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        click.echo(f"Nobody has an account with the address {email}.", err=True)
        sys.exit(MISSING)
    try:
        reset_and_tell(user, why=why, by=by, at=at)
    except ValidationError as refusal:
        _refused(refusal)
    click.echo(f"The second factor of {user.email} is gone, and they were told by mail.")


def _invite(email: str, name: str, **role: Any) -> None:
    from django.core.exceptions import ValidationError

    from kkr.workspace.accounts import inviting
    from kkr.workspace.accounts.letters import invitation_link

    by, at, now = _operator()
    act = inviting.invite_with_role if role else inviting.invite
    try:
        user, token = act(email=email, name=name, by=by, at=at, now=now, **role)
    except ValidationError as refusal:
        _refused(refusal)
    click.echo(f"{user.email} was invited. The link works once, for 14 days:\n")
    click.echo(f"  {invitation_link(token)}")


def _operator() -> tuple[Any, Any, Any]:
    """Who acts from the command line, the time by the clock, and the real one."""
    from django.utils import timezone

    from kkr.ledger import clock
    from kkr.ledger.actors import System

    return System("operator"), clock.now(), timezone.now()


def _refused(refusal: Any) -> Any:
    for words in refusal.messages:
        click.echo(words, err=True)
    sys.exit(2)
