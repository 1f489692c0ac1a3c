import sys

import click

from kkr.config.cli import _django


@click.command()
@click.option("--deploy", is_flag=True, help="Also check what only matters in production.")
def command(*, deploy: bool) -> None:
    """Say in words what is wrong with the settings. Exit 1 on any warning."""
    _django.start()
    from django.core.checks import INFO, WARNING, run_checks

    found = run_checks(include_deployment_checks=deploy, databases=["default"])
    messages = [message for message in found if not message.is_silenced()]
    for message in messages:
        click.echo(str(message), err=message.level > INFO)
    if any(message.level >= WARNING for message in messages):
        sys.exit(1)
    click.echo("Nothing is wrong.")
