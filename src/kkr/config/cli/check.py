import sys

import click

from kkr.config.cli import _django


@click.command()
@click.option("--deploy", is_flag=True, help="Also check what only matters in production.")
@click.option("--no-database", is_flag=True, help="Do not look whether the database is in shape.")
def command(*, deploy: bool, no_database: bool) -> None:
    """Say in words what is wrong with the settings.

    Exit 1 on any warning, 3 if the database is not there, has no tables or older ones.
    """
    _django.start()
    from django.core.checks import INFO, WARNING, run_checks

    found = run_checks(include_deployment_checks=deploy, databases=["default"])
    messages = [message for message in found if not message.is_silenced()]
    for message in messages:
        click.echo(str(message), err=message.level > INFO)
    if any(message.level >= WARNING for message in messages):
        click.echo(f"These are the settings for {_django.place()}.", err=True)
        sys.exit(1)
    if not no_database:
        look_at_database()
    click.echo("Nothing is wrong.")


def look_at_database() -> None:
    """Which database this is about, and how much has happened in it; exit 3 where it is not in shape."""
    from kkr.ledger.models import Entry

    entries = Entry.objects.count()
    if _django.is_behind():
        click.echo(f"The tables of {_django.place()} are older: run `kkr migrate`.", err=True)
        sys.exit(_django.NO_DATABASE)
    holds = f"{entries} entries in its ledger" if entries else "nothing in it yet"
    click.echo(f"The database is {_django.place()}, with {holds}.")
