"""Addresses in the language somebody reads."""

from django.urls import LocalePrefixPattern


def in_language(path: str) -> str:
    """A path without a language as it is in the reader's."""
    language = LocalePrefixPattern(prefix_default_language=False).language_prefix
    return f"/{language}{path.removeprefix('/')}"
