"""How a log line reads, as text or as JSON; neither says who somebody is or what they wrote.

Of an exception only its kind and its place are told: what it says may quote a form or a row. With
DEBUG it says everything.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest

from kkr.config.request_log import path_of, request_id

HIDDEN = re.compile(r"[^\s/'\"<>(]+@[^\s/'\">)]+|\b\d{6}-?\d{4}\b|\?[^\s'\">]+")
"""A mail address, a CPR number, a query string."""


class Text(logging.Formatter):
    """One line, and under it where an exception came from."""

    def __init__(self, *, tells_all: bool = False) -> None:
        super().__init__()
        self.tells_all = tells_all

    def format(self, record: logging.LogRecord) -> str:
        facts = self.facts(record)
        head = [facts.pop(name) for name in ("at", "level", "logger", "says")]
        errors = facts.pop("errors", [])
        line = " ".join([*head, *(f"{name}={value}" for name, value in facts.items())])
        if self.tells_all and record.exc_info:
            return f"{line}\n{self.formatException(record.exc_info)}"
        places = [
            f"  {each['kind']} {each.get('says', '')}\n    " + "\n    ".join(each["places"])
            for each in errors
        ]
        return "\n".join([line, *places])

    def facts(self, record: logging.LogRecord) -> dict[str, Any]:
        """What the line says, in order."""
        message = message_of(record)
        facts: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "says": message if self.tells_all else hidden(message),
        }
        if request_id.get():
            facts["request"] = request_id.get()
        for name, value in getattr(record, "facts", {}).items():
            facts[name] = hidden(value) if isinstance(value, str) else value
        if record.exc_info and record.exc_info[1]:
            facts["errors"] = [told(error) for error in chain(record.exc_info[1])]
        return facts


class Json(Text):
    """One JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.facts(record), ensure_ascii=False)


def message_of(record: logging.LogRecord) -> str:
    """What is logged; where Django names the path of a request, without what lets its reader in."""
    message, request = record.getMessage(), getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        # Django logs a path with its signs beyond ASCII, and line breaks, written as escapes
        escaped = request.path.encode("unicode_escape").decode("ascii")
        for path in {request.path, escaped}:
            message = message.replace(path, path_of(request))
    return message


def hidden(text: str) -> str:
    """The text without what may point to a person."""
    return HIDDEN.sub("…", text)


def told(error: BaseException) -> dict[str, Any]:
    """An exception by its kind and its places; what a database or a disk is short of is said too."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    facts: dict[str, Any] = {"kind": kind, "places": places(error.__traceback__)}
    if isinstance(error, OSError) and error.strerror:
        facts["says"] = error.strerror
    elif isinstance(error, OperationalError):
        facts["says"] = hidden(str(error).split("\n", 1)[0])
    return facts


def places(trace: TracebackType | None) -> list[str]:
    """Files, lines and functions; never the values."""
    frames = traceback.extract_tb(trace)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it; what fails for want of room may fail again on its way out."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
