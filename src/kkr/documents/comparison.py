"""What changed between two texts: inline with <ins> and <del>, and side by side. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from kkr.documents.alignment import matches
from kkr.documents.likeness import comparable, couples, is_line
from kkr.documents.markup import (
    Attributes,
    Element,
    Node,
    end_tag,
    escape,
    parse,
    serialise,
    start_tag,
)
from kkr.documents.richtext import TAGS, clean, sanitise

REMOVED, ADDED, SAME = "del", "ins", ""
OLD, NEW, BOTH = (
    frozenset({REMOVED, SAME}),
    frozenset({ADDED, SAME}),
    frozenset({REMOVED, ADDED, SAME}),
)

Mark = tuple[str, Attributes]
_token = re.compile(r"\d+(?:[.,]\d+)*|\w+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """One block of the text, old beside new; `kind` is same, changed, removed or added."""

    kind: str
    old: str
    new: str


@dataclass(frozen=True)
class Comparison:
    """What changed: one text with the changes marked, and the two side by side."""

    inline: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Token:
    """A word, a space, a sign, a break or an image, and the elements it stands in."""

    what: str
    marks: tuple[Mark, ...]
    is_blank: bool = False


@dataclass
class _Run:
    """Tokens of one line that share a fate."""

    change: str
    tokens: list[_Token]


@dataclass
class _Block:
    """A block and the fate of its parts."""

    change: str
    tag: str
    attributes: Attributes
    parts: "list[_Part]" = field(default_factory=list)


_Part = _Block | _Run | Element


def compare(old_html: str, new_html: str) -> Comparison:
    """Compare two texts block by block, then word by word; tables row by row and cell by cell."""
    old, new = parse(sanitise(old_html)), parse(sanitise(new_html))
    rows = []
    inline = []
    for before, after in couples(_elements(old), _elements(new)):
        parts = _compared(before, after)
        inline.append(_html(parts, BOTH))
        rows.append(Row(_kind(before, after), _html(parts, OLD), _html(parts, NEW)))
    return Comparison("".join(inline), tuple(rows))


def _kind(old: Element | None, new: Element | None) -> str:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    return "same" if old == new else "changed"


def _elements(nodes: list[Node]) -> list[Element]:
    return [node for node in nodes if isinstance(node, Element)]


def _compared(old: Element | None, new: Element | None) -> list[_Part]:
    """One block out of two, or both where one cannot show the other."""
    if old is not None and old == new:
        return [old]
    if old is not None and new is not None and comparable(old, new):
        return [_Block(SAME, new.tag, new.attributes, list(_inside(old, new)))]
    halves = ((old, REMOVED), (new, ADDED))
    return [_whole(block, change) for block, change in halves if block is not None]


def _inside(old: Element, new: Element) -> Iterator[_Part]:
    if is_line(old.children):
        yield from _line(_tokens(old.children), _tokens(new.children))
        return
    ours, theirs = _elements(old.children), _elements(new.children)
    by_place = new.tag == "tr" and len(ours) == len(theirs)
    for before, after in zip(ours, theirs, strict=True) if by_place else couples(ours, theirs):
        yield from _compared(before, after)


def _whole(block: Element, change: str) -> _Block:
    """A block that was removed or added with all it holds."""
    if is_line(block.children):
        parts: list[_Part] = [_Run(change, _tokens(block.children))]
    else:
        parts = [_whole(child, change) for child in _elements(block.children)]
    return _Block(change, block.tag, block.attributes, parts)


def _tokens(nodes: list[Node], marks: tuple[Mark, ...] = ()) -> list[_Token]:
    tokens: list[_Token] = []
    for node in nodes:
        if isinstance(node, str):
            tokens += [_Token(escape(w), marks, w.isspace()) for w in _token.findall(node)]
        elif node.children:
            tokens += _tokens(node.children, (*marks, (node.tag, node.attributes)))
        else:
            tokens.append(_Token(serialise([node]), marks))
    return tokens


def _line(old: list[_Token], new: list[_Token]) -> Iterator[_Run]:
    """What stayed, what went and what came, in reading order; what went stands first."""
    kept = _without_lone_spaces(matches(old, new), old, (len(old), len(new)))
    for (i, j), (i_end, j_end) in pairwise([(-1, -1), *kept, (len(old), len(new))]):
        yield _Run(REMOVED, old[i + 1 : i_end])
        yield _Run(ADDED, new[j + 1 : j_end])
        yield _Run(SAME, old[i_end : i_end + 1])


def _without_lone_spaces(
    pairs: list[tuple[int, int]], old: list[_Token], end: tuple[int, int]
) -> list[tuple[int, int]]:
    """Drop a space that stayed between two changes, so that a changed phrase reads as one."""
    framed = [(-1, -1), *pairs, end]
    return [
        (i, j)
        for before, (i, j), after in zip(framed, pairs, framed[2:], strict=False)
        if not old[i].is_blank or before == (i - 1, j - 1) or after == (i + 1, j + 1)
    ]


def _html(parts: list[_Part], side: frozenset[str]) -> str:
    """The parts that belong to one side, or to both, as sanitised HTML."""
    return clean("".join(_rendered(parts, side)), TAGS | {REMOVED, ADDED})


def _rendered(parts: list[_Part], side: frozenset[str]) -> Iterator[str]:
    run = _Run(SAME, [])
    for part in parts:
        if isinstance(part, _Run):
            if part.change == run.change:
                run.tokens = run.tokens + part.tokens
            elif part.tokens and part.change in side:
                yield from _marked(run)
                run = _Run(part.change, part.tokens)
        elif isinstance(part, Element):
            yield serialise([part])
        elif part.change in side:
            yield start_tag(part.tag, part.attributes)
            yield from _rendered(part.parts, side)
            yield end_tag(part.tag)
    yield from _marked(run)


def _marked(run: _Run) -> Iterator[str]:
    if run.change and run.tokens:
        yield start_tag(run.change)
        yield from _words(run.tokens)
        yield end_tag(run.change)
    else:
        yield from _words(run.tokens)


def _words(tokens: list[_Token]) -> Iterator[str]:
    """The tokens, each element opened once for all the neighbours that stand in it."""
    opened: tuple[Mark, ...] = ()
    for token in [*tokens, _Token("", ())]:
        shared = 0
        while opened[: shared + 1] == token.marks[: shared + 1] and shared < len(opened):
            shared += 1
        yield from (end_tag(tag) for tag, _ in reversed(opened[shared:]))
        yield from (start_tag(tag, attributes) for tag, attributes in token.marks[shared:])
        yield token.what
        opened = token.marks
