"""The `kkr` command: every module of this folder is one subcommand, imported only when it is called.

Exit codes: 0 done, 1 the answer is no (a broken chain, a division that is tied), 2 the call or its
input is wrong or a setting is, 3 something that was expected to be there is not, the database say.
"""

import importlib
import pkgutil
import sys
from typing import Any

import click


class Miscalled(click.ClickException):
    """A wrong call, told in one line."""

    exit_code = 2

    def __init__(self, wrong: click.UsageError) -> None:
        called = wrong.ctx.command_path if wrong.ctx else "kkr"
        super().__init__(f"{called}: {wrong.format_message()} `{called} --help` says more.")

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True, file=file)


class LazyGroup(click.Group):
    """Finds subcommands by file name, so that `kkr divide` need not wait for Django."""

    def list_commands(self, _context: click.Context) -> list[str]:
        names = (module.name for module in pkgutil.iter_modules(__path__))
        return sorted(name for name in names if not name.startswith("_"))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{name}").command
        return command

    def invoke(self, context: click.Context) -> Any:
        """A bad setting or a database that is not there is told in words, not as a traceback."""
        try:
            return super().invoke(context)
        except click.UsageError as wrong:
            if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
                raise
            raise Miscalled(wrong) from None
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as fault:
            from kkr.config.cli import _django  # only here, so that `kkr divide` needs no Django

            known = _django.trouble(fault)
            if known is None:
                raise
            click.echo(f"kkr: {known[1]}", err=True)
            sys.exit(known[0])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kkr")
def main() -> None:
    """The system on which a council of municipalities runs."""
