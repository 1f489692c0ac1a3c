"""Which old block became which new one, where the two are no longer the same."""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from kkr.documents.alignment import matches
from kkr.documents.markup import Element, Node, is_inline, serialise, text_of

ALIKE = 0.3
MANY = 10_000
SECTIONS = frozenset({"caption", "thead", "tbody"})

Couple = tuple[Element | None, Element | None]


class _Known(NamedTuple):
    """What is asked of a block for each other one, found out once."""

    block: Element
    words: Counter[str]
    size: int
    name: str


_word = re.compile(r"\w+")


def couples(old: list[Element], new: list[Element]) -> list[Couple]:
    """Each old block with the new one it became, in reading order; None for a missing half."""
    same = matches([serialise([block]) for block in old], [serialise([block]) for block in new])
    found: list[Couple] = []
    for (i, j), (i_end, j_end) in pairwise([(-1, -1), *same, (len(old), len(new))]):
        found += _gap(old[i + 1 : i_end], new[j + 1 : j_end])
        found += [(old[i_end], new[j_end])] if i_end < len(old) else []
    return found


def _gap(old: list[Element], new: list[Element]) -> list[Couple]:
    found: list[Couple] = []
    for (i, j), (i_end, j_end) in pairwise([(-1, -1), *_likely(old, new), (len(old), len(new))]):
        found += [(block, None) for block in old[i + 1 : i_end]]
        found += [(None, block) for block in new[j + 1 : j_end]]
        found += [(old[i_end], new[j_end])] if i_end < len(old) else []
    return found


def _likely(old: list[Element], new: list[Element]) -> list[tuple[int, int]]:
    """The pairs of positions, rising, whose likenesses sum to the most."""
    ours, theirs = [_known(block) for block in old], [_known(block) for block in new]
    if len(ours) * len(theirs) > MANY:
        side_by_side = enumerate(zip(ours, theirs, strict=False))
        return [(i, i) for i, (a, b) in side_by_side if _likeness(a, b) >= ALIKE]
    likeness = _table(ours, theirs)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    return _walk(best, likeness)


def _table(old: list[_Known], new: list[_Known]) -> list[list[float]]:
    table = [[_likeness(before, after) for after in new] for before in old]
    return [[value if value >= ALIKE else 0.0 for value in row] for row in table]


def _walk(best: list[list[float]], likeness: list[list[float]]) -> list[tuple[int, int]]:
    i = j = 0
    path = []
    while best[i][j]:
        if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            path.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return path


def comparable(old: Element, new: Element) -> bool:
    """Whether the two can be shown as one block with changes inside."""
    same_kind = (old.tag, old.attributes) == (new.tag, new.attributes)
    return same_kind and is_line(old.children) == is_line(new.children)


def is_line(nodes: list[Node]) -> bool:
    return all(is_inline(node) for node in nodes)


def _known(block: Element) -> _Known:
    words = Counter(_word.findall(text_of([block])))
    return _Known(block, words, words.total(), _first_cell(block))


def _first_cell(row: Element) -> str:
    """The name of a table's row; nothing for what is no row."""
    first = row.children[:1] if row.tag == "tr" else []
    return text_of(first[0].children) if first and isinstance(first[0], Element) else ""


def _likeness(old: _Known, new: _Known) -> float:
    """How alike two blocks are, 0 to 1: the share of words they have in common."""
    if not comparable(old.block, new.block):
        return 0.0
    if old.block.tag in SECTIONS or old.name == new.name != "":
        return 1.0
    both = old.size + new.size
    return 2 * (old.words & new.words).total() / both if both else 1.0
