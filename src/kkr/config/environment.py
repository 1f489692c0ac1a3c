"""Reading settings from the environment; a wrong one is refused by its name, never by its value."""

import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

DATABASES = {
    "django.db.backends.sqlite3": "sqlite:////path/kkr.sqlite3",
    "django.db.backends.postgresql": "postgresql://user:password@host/name",
}


class BadSetting(ImproperlyConfigured):
    """A variable of the environment that cannot be understood; what it holds may be a secret."""

    def __init__(self, name: str, right: str) -> None:
        super().__init__(f"{name} cannot be understood; {right}")


def env_bool(name: str, *, default: bool = False) -> bool:
    """Whether the variable says yes: 1, true, yes or on."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    """A comma-separated variable as a list."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_int(name: str, default: int) -> int:
    """A whole number; `default` where nothing is said."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()):
        raise BadSetting(name, f"write a whole number, such as {default}.")
    return int(text)


def env_choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of the words, in large or small letters."""
    text = os.environ.get(name, "").strip() or default
    found = {choice.lower(): choice for choice in choices}.get(text.lower())
    if found is None:
        raise BadSetting(name, f"write {', '.join(choices[:-1])} or {choices[-1]}.")
    return found


def env_site(name: str, default: str) -> str:
    """The address of a whole site, with its scheme and without anything behind the host."""
    text = (os.environ.get(name, "").strip() or default).rstrip("/")
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or text.lower() != f"{parts.scheme}://{parts.netloc}".lower():
        raise BadSetting(name, "write scheme and host, such as https://kkr.example.dk.")
    return text


def env_day(name: str) -> date | None:
    """A day such as 2017-02-13, None where nothing is said."""
    text = os.environ.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadSetting(name, "write a day as 2017-02-13.") from None


def env_secret(name: str) -> str:
    """A secret from the variable, or from the file that NAME_FILE names."""
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return os.environ.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise BadSetting(f"{name}_FILE", "name a file of text that can be read.") from None


def env_database(name: str, default: str) -> dict[str, Any]:
    """The database that a URL names; only those the tables are made for."""
    right = f"write {' or '.join(DATABASES.values())}."
    url = os.environ.get(name, "").strip() or default
    try:
        found = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except ValueError:
        raise BadSetting(name, right) from None
    if found["ENGINE"] not in DATABASES or not found["NAME"]:
        raise BadSetting(name, right)
    return dict(found)
