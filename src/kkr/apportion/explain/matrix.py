"""Two dimensions in words: every figure divided by the divisors of its row and its column, and
rounded.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kkr.apportion.document import Document
from kkr.apportion.explain.voice import Voice


def tell_matrix(
    written: Mapping[str, Any], document: Document, voice: Voice, unit: str | None
) -> Iterator[str]:
    """Tell a division in two dimensions; `unit` is a row or a column."""
    yield ""
