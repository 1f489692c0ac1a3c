"""What is held about somebody as one file: a page to read, the same for machines, and their files."""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.accounts.holdings import Holding, Row
from kkr.accounts.models import User
from kkr.council.models import Contact, Person
from kkr.workspace.accounts.told import content_in_words, verb_in_words

IN_MEMORY = 5 * 2**20
Held = Iterable[tuple[Holding, list[Row]]]


def archive(user: User | Contact | Person, held: Held, *, at: datetime) -> IO[bytes]:
    """A ZIP file, from its beginning; in Danish, whoever asked for it."""
    held = list(held)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the answer closes it
    with translation.override(settings.LANGUAGE_CODE), zipfile.ZipFile(file, "w") as zipped:
        put(zipped, "laes-mig.html", page(user, held, at=at).encode())
        put(zipped, "oplysninger.json", for_machines(user, held, at=at).encode())
        for name, content in files_of(user, held) if isinstance(user, User) else ():
            put(zipped, f"filer/{PurePosixPath(name).name}", content)
    file.seek(0)
    return file


def files_of(user: User, held: Held) -> Iterator[tuple[str, bytes]]:
    """The names and bytes of what they brought."""
    for holding, _rows in held:
        yield from holding.files(user)


def put(zipped: zipfile.ZipFile, name: str, content: bytes) -> None:
    zipped.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)


def page(user: User | Contact | Person, held: Held, *, at: datetime) -> str:
    parts = [
        {
            "title": holding.title,
            "kept": holding.kept,
            "rows": [
                [(title, cell(holding, key, row)) for key, title in holding.columns.items()]
                for row in rows
            ],
        }
        for holding, rows in held
    ]
    return render_to_string(
        "workspace/accounts/archive.html", {"person": user, "parts": parts, "at": at}
    )


def cell(holding: Holding, key: str, row: Row) -> str:
    """One cell as a reader meets it; the history is kept in codes."""
    if holding.key == "ledger" and key == "verb":
        return verb_in_words(row[key])
    if holding.key == "ledger" and key == "content":
        return in_words(content_in_words(row[key]))
    return in_words(row[key])


def for_machines(user: User | Contact | Person, held: Held, *, at: datetime) -> str:
    parts = {
        holding.key: {
            "title": str(holding.title),
            "columns": {key: str(title) for key, title in holding.columns.items()},
            "rows": rows,
        }
        for holding, rows in held
    }
    whole = {"account": str(user.public_id), "made_at": at, "site": settings.SITE_URL}
    return json.dumps(whole | {"held": parts}, default=as_text, ensure_ascii=False, indent=2)


def as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def in_words(value: Any) -> str:
    """A value as a reader meets it."""
    if value is None or value in ("", {}, []):
        return _("(empty)")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), r"j. F Y \k\l. H.i")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {each}" for key, each in value.items() if each not in ("", None))
    return str(value)
