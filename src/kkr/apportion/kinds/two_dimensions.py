"""`2d`: places by row and by column at once."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from kkr.apportion.kinds.base import Answer, Kind


def _answer(written: Mapping[str, Any]) -> Answer:
    # read only for its own kind, so that one dimension need not wait for two
    solver = import_module("kkr.apportion.biproportional")
    return Answer(solver.solve_2d(written), matrix=written)


KIND = Kind("2d", _answer)
