import click

from kkr.config.cli import _django


@click.command()
def command() -> None:
    """Bring the database to the shape this version needs, and collect the static files."""
    _django.start()
    from django.conf import settings
    from django.core.management import call_command

    from kkr.ledger import clock

    settings.KKR_DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    clock.start()
    click.echo("The database is in shape.")
