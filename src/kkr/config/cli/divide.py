"""`kkr divide`:

divide whole units by a written problem, and print the answer with its certificate.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import click

from kkr.apportion.errors import BadInput
from kkr.apportion.kinds import answer


@click.command("divide")
@click.argument("problem")
@click.option("--explain", type=click.Choice(["da", "en"]), help="Tell the calculation in words.")
@click.option("--unit", help="Explain this unit alone.")
def command(problem: str, explain: str | None, unit: str | None) -> None:
    """Divide what PROBLEM (a JSON file, or - for standard input) asks for.

    The status is 0 when the problem is answered, 1 when it is infeasible or tied without a rule,
    and 2 when the input is wrong; the message names the field.
    """
    try:
        written = _read(problem)
        with _long_numbers():
            found = answer(written)
            click.echo(_told(found, explain, unit) if explain else _printed(found.document))
    except BadInput as refused:
        click.echo(f"kkr divide: {refused}".encode(errors="backslashreplace"), err=True)
        sys.exit(2)
    sys.exit(0 if found.settled else 1)


@contextmanager
def _long_numbers() -> Iterator[None]:
    """Exact answers to long numbers are longer still; what is read outside keeps Python's limit."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(limit)


def _read(problem: str) -> Any:
    try:
        text = sys.stdin.buffer.read() if problem == "-" else Path(problem).read_bytes()
    except OSError as trouble:
        raise BadInput("PROBLEM", f"cannot be read: {trouble.strerror}") from None
    try:
        return json.loads(
            text.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_not_a_number
        )
    except (ValueError, RecursionError) as trouble:
        raise BadInput("PROBLEM", f"is not JSON: {trouble}") from None


def _not_a_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def _told(found: Any, language: str, unit: str | None) -> str:
    from kkr.apportion.explain import (
        explain as tell,
    )  # phrases are read only when somebody asks for words

    return tell(found, language, unit)


def _printed(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)
