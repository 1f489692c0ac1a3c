import sys

import click

from kkr.config.cli import _django


@click.group()
def command() -> None:
    """Agenda and minutes as PDF, frozen when they were published."""


@command.command()
@click.option("--only-kept", is_flag=True, help="Only look at the kept files; make none again.")
def verify(*, only_kept: bool) -> None:
    """Look at every print, make it again and compare the digests.

    Says which differ and why they may: set with another typst, other fonts or another kkr. Exit 1 if one
    is missing or damaged, or differs without such a reason.
    """
    _django.start()
    from kkr.printing.verifying import Finding
    from kkr.printing.verifying import verify as look

    count = wrong = 0
    for found in look(only_kept=only_kept):
        count += 1
        wrong += found.is_wrong
        if found.finding != Finding.SAME:
            why = f": made with {', '.join(found.why)}" if found.why else ""
            name = f"{found.made.edition.path} {found.made.audience} {found.made.sha256[:12]}"
            click.echo(f"{name} {found.finding}{why}.", err=found.is_wrong)
    click.echo(f"{count} prints, {wrong} wrong.")
    sys.exit(1 if wrong else 0)
