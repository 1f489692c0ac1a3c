"""What is wrong with the settings, in words; `kkr check` prints them."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, Warning, register  # noqa: A004 -- Django's name

NO_KEY = "not-secret-"
SAFE_SQLITE = (3, 51, 3)


def has_no_key() -> bool:
    """Whether sessions would be signed with a key that everybody knows, and it is no demonstration."""
    return settings.SECRET_KEY.startswith(NO_KEY) and not settings.KKR_DEMO


@register(Tags.security)
def secret_key_is_set(**_: Any) -> list[CheckMessage]:
    if has_no_key():
        return [
            Warning(
                "SECRET_KEY is not set, so sessions can be forged.",
                hint="Put 50 random characters in a file and name it in SECRET_KEY_FILE.",
                id="kkr.W001",
            )
        ]
    return []


@register()
def clock_is_the_real_one(**_: Any) -> list[CheckMessage]:
    if settings.KKR_TODAY and not settings.KKR_DEMO:
        return [
            Warning(
                f"KKR_TODAY={settings.KKR_TODAY} sets the clock, but this is not a demo.",
                hint="Unset KKR_TODAY, or set KKR_DEMO=1.",
                id="kkr.W002",
            )
        ]
    return []


@register(Tags.database)
def sqlite_is_new_enough(**_: Any) -> list[CheckMessage]:
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return []
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        return [
            Warning(
                f"SQLite {sqlite3.sqlite_version} can corrupt its write-ahead log in rare cases.",
                hint="Install the pysqlite3 wheel, or a Python with SQLite 3.51.3 or newer.",
                id="kkr.W003",
            )
        ]
    return []


@register(Tags.database, deploy=True)
def database_version(**_: Any) -> list[CheckMessage]:
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return []
    return [Info(f"SQLite {sqlite3.sqlite_version} is in use.", id="kkr.I001")]


@register(Tags.security, deploy=True)
def site_url_is_public(**_: Any) -> list[CheckMessage]:
    if settings.SITE_URL.startswith("http://localhost") and not settings.KKR_DEMO:
        return [
            Warning(
                "SITE_URL is http://localhost:8000, so feeds and mails will point nowhere.",
                hint="Set SITE_URL to the address people use, e.g. https://kkr.example.dk.",
                id="kkr.W004",
            )
        ]
    return []


@register(deploy=True)
def somebody_can_be_reached(**_: Any) -> list[CheckMessage]:
    if settings.KKR_DEMO or (settings.CONTACT_EMAIL and settings.CONTACT_PHONE):
        return []
    return [
        Warning(
            "CONTACT_EMAIL or CONTACT_PHONE is not set, so /was and /privatliv name nobody to turn to.",
            hint="Order 904 of 22 August 2019 wants both in the accessibility statement.",
            id="kkr.W006",
        )
    ]


@register(deploy=True)
def mail_has_a_way_out(**_: Any) -> list[CheckMessage]:
    if settings.EMAIL_HOST or settings.KKR_DEMO:
        return []
    return [
        Warning(
            "SMTP_HOST is not set, so mails wait in the queue and nobody gets them.",
            hint="Set SMTP_HOST to your mail server, and MAIL_FROM to the address to send from.",
            id="kkr.W005",
        )
    ]
