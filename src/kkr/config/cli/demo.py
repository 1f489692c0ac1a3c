import os
import sys

import click

from kkr.config.cli import _django


@click.group()
def command() -> None:
    """The demonstration of 13 February 2017."""


@command.command()
def load() -> None:
    """Load what is missing of the demo: register, people, news. Needs KKR_DEMO=1; exit 2 without it."""
    _django.start()
    from django.conf import settings

    password = os.environ.get("KKR_DEMO_PASSWORD", "")
    if not settings.KKR_DEMO:
        click.echo("This is not a demo: set KKR_DEMO=1 to load demo content here.", err=True)
        sys.exit(2)
    if not password:
        click.echo("Set KKR_DEMO_PASSWORD: the demo users need a password.", err=True)
        sys.exit(2)
    from kkr.config import demo
    from kkr.ledger import clock

    clock.start()
    for step in demo.load(password=password, at=clock.now()):
        click.echo(f"   {step}")
