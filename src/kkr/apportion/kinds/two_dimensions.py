"""`2d`: places by row and by column at once."""

from collections.abc import Mapping
from typing import Any

from kkr.apportion.kinds.base import Answer, Kind


def _answer(written: Mapping[str, Any]) -> Answer:
    from kkr.apportion.biproportional import solve_2d  # its tables are read only for its own kind

    return Answer(solve_2d(dict(written)), matrix=written)


KIND = Kind("2d", _answer)
