"""Which of two sequences' members are the same ones, in near-linear time.

Patience: what occurs once in both is matched first, in the longest order both agree on, and the
gaps between are treated alike. A gap without anything unique is compared in full if it is small;
if it is not, the first "and" is taken for the first "and", the second for the second, and so on.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher

SMALL = 50 * 50

Pair = tuple[int, int]
Gap = tuple[int, int, int, int]
Naming = Callable[[Sequence[Hashable], int, int], Iterator[tuple[Hashable, int]]]


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pairs of positions that hold the same, rising: "abc" and "xbc" give (1, 1), (2, 2)."""
    found: list[Pair] = []
    gaps: list[Gap] = [(0, len(old), 0, len(new))]
    while gaps:
        gap, ends = _trimmed(old, new, gaps.pop())
        found += ends
        if (gap[1] - gap[0]) * (gap[3] - gap[2]) <= SMALL:
            found += _thorough(old, new, gap)
            continue
        anchors = _anchors(old, new, gap, _once) or _anchors(old, new, gap, _counted)
        found += anchors
        gaps += _between(gap, anchors) if anchors else []
    return sorted(found)


def _trimmed(old: Sequence[Hashable], new: Sequence[Hashable], gap: Gap) -> tuple[Gap, list[Pair]]:
    """The gap without what is the same at its beginning and end."""
    i, i_end, j, j_end = gap
    ends: list[Pair] = []
    while i < i_end and j < j_end and old[i] == new[j]:
        ends.append((i, j))
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
        ends.append((i_end, j_end))
    return (i, i_end, j, j_end), ends


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], gap: Gap, named: Naming
) -> list[Pair]:
    theirs = dict(named(new, gap[2], gap[3]))
    ours = named(old, gap[0], gap[1])
    return _longest_rising([(i, theirs[name]) for name, i in ours if name in theirs])


def _once(items: Sequence[Hashable], start: int, end: int) -> Iterator[tuple[Hashable, int]]:
    """What occurs once, and where."""
    counts = Counter(items[start:end])
    return ((items[i], i) for i in range(start, end) if counts[items[i]] == 1)


def _counted(items: Sequence[Hashable], start: int, end: int) -> Iterator[tuple[Hashable, int]]:
    """Everything, told apart by how often it occurred before, and where."""
    seen: Counter[Hashable] = Counter()
    for i in range(start, end):
        seen[items[i]] += 1
        yield (items[i], seen[items[i]]), i


def _longest_rising(pairs: list[Pair]) -> list[Pair]:
    """The longest part of the pairs in which the second numbers rise (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int | None] = []
    for position, (_i, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(piles[pile - 1] if pile else None)
        tops[pile : pile + 1] = [j]
        piles[pile : pile + 1] = [position]
    chain: list[Pair] = []
    last = piles[-1] if piles else None
    while last is not None:
        chain.append(pairs[last])
        last = before[last]
    return chain[::-1]


def _between(gap: Gap, anchors: list[Pair]) -> list[Gap]:
    starts = [(gap[0], gap[2]), *((i + 1, j + 1) for i, j in anchors)]
    ends = [*anchors, (gap[1], gap[3])]
    spans = zip(starts, ends, strict=True)
    return [(i, i_end, j, j_end) for (i, j), (i_end, j_end) in spans if i < i_end and j < j_end]


def _thorough(old: Sequence[Hashable], new: Sequence[Hashable], gap: Gap) -> list[Pair]:
    i, i_end, j, j_end = gap
    matcher = SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False)
    return [
        (i + block.a + step, j + block.b + step)
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]
