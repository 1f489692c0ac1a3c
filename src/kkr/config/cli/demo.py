import os
import sys

import click

from kkr.config.cli import _django


@click.group()
def command() -> None:
    """The demonstration of 13 February 2017."""


@command.command()
@click.option(
    "--set-password", is_flag=True, help="Give it to the people who are there already too."
)
@click.option("--check", "only_check", is_flag=True, help="Only say whether it could be loaded.")
def load(*, set_password: bool, only_check: bool) -> None:
    """Load what is missing of the demo: register, people, news.

    Needs KKR_DEMO=1, and in KKR_DEMO_PASSWORD a password as the site demands one; exit 2 without.
    """
    _django.start()
    from django.conf import settings

    password = os.environ.get("KKR_DEMO_PASSWORD", "")
    if not settings.KKR_DEMO:
        click.echo("This is not a demo: set KKR_DEMO=1 to load demo content here.", err=True)
        sys.exit(2)
    if not password:
        click.echo("Set KKR_DEMO_PASSWORD: the demo users need a password.", err=True)
        sys.exit(2)
    refuse_weak(password)
    if only_check:
        return
    from kkr.config import demo
    from kkr.ledger import clock

    clock.start()
    for step in demo.load(password=password, set_password=set_password, at=clock.now()):
        click.echo(f"   {step}")


def refuse_weak(password: str) -> None:
    """Exit 2 with what is wrong with the password."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import translation

    with translation.override("en"):
        try:
            validate_password(password)
        except ValidationError as refusal:
            click.echo(f"KKR_DEMO_PASSWORD: {' '.join(refusal.messages)}", err=True)
            sys.exit(2)
