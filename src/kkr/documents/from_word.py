"""What Word puts on the clipboard says in styles what is a heading and a list; here it becomes one.

Pure: HTML in, HTML out, to be sanitised after. Word writes each item of a list as a paragraph with
`mso-list:l0 level2 lfo1` and the bullet or number as text marked `mso-list:Ignore`; a paragraph in
a style of one's own is a heading by its `mso-outline-level` or the name of its class.
"""

import re
from collections.abc import Iterator

import nh3

from kkr.documents.markup import Element, Node, parse, serialise, text_of

KEPT = ["class", "style", "href", "src", "alt", "colspan", "rowspan", "scope"]
BLOCKS = frozenset({"td", "th", "li", "blockquote"})
HIGHEST, LOWEST = 1, 6

_of_word = re.compile(r"\bmso-|\bclass=[\"']?Mso", re.IGNORECASE)
_item = re.compile(r"mso-list:\s*l\d+\s+level(\d+)", re.IGNORECASE)
_mark = re.compile(r"mso-list:\s*Ignore", re.IGNORECASE)
_outline = re.compile(r"mso-outline-level:\s*([1-6])", re.IGNORECASE)
_heading = re.compile(r"(?:Mso)?(?:Heading|Overskrift)\s?([1-6])", re.IGNORECASE)
_counts = re.compile(r"\(?(\d+|[a-z]|[ivxl]+)[.)]", re.IGNORECASE)


def is_from_word(html: str) -> bool:
    """Whether it bears the marks of Word."""
    return _of_word.search(html) is not None


def from_word(html: str) -> str:
    """The HTML with Word's headings and lists as such; what does not come from Word as it is."""
    if not is_from_word(html):
        return html
    return serialise(_lowered(_blocks(parse(_opened(html)))))


def _opened(html: str) -> str:
    """The same with every tag closed and no comment, and the attributes that say what Word meant."""
    tags = nh3.ALLOWED_TAGS | {"p", "h1", "h2", "h3", "h4", "h5", "h6", "img"}
    return nh3.clean(html, tags=tags, attributes={"*": set(KEPT)}, link_rel=None)


def _blocks(nodes: list[Node]) -> list[Node]:
    """The nodes of one place, each run of list paragraphs as one list."""
    made: list[Node] = []
    run: list[tuple[int, str, list[Node]]] = []
    for node in _flat(nodes):
        if isinstance(node, Element) and (level := _level(node)):
            run.append((level, _kind(node), _without_marks(node.children)))
        elif run and isinstance(node, str) and not node.strip():
            continue
        else:
            made += _lists(run)
            run = []
            made.append(_block(node))
    return made + _lists(run)


def _flat(nodes: list[Node]) -> Iterator[Node]:
    """The nodes without the boxes Word puts round a section."""
    for node in nodes:
        if isinstance(node, Element) and node.tag == "div":
            yield from _flat(node.children)
        else:
            yield node


def _block(node: Node) -> Node:
    if isinstance(node, str):
        return node
    if node.tag == "p" and (rank := _rank(node)):
        return Element(f"h{rank}", (), node.children)
    inside = _blocks(node.children) if node.tag in BLOCKS else [*map(_block, node.children)]
    return Element(node.tag, node.attributes, inside)


def _rank(paragraph: Element) -> int:
    """1 to 6 for a paragraph that is a heading, else 0."""
    said = dict(paragraph.attributes)
    found = _outline.search(said.get("style", "")) or _heading.match(said.get("class", ""))
    return int(found[1]) if found else 0


def _level(node: Element) -> int:
    """How deep in a list the paragraph stands, from 1; 0 in none."""
    found = _item.search(dict(node.attributes).get("style", "")) if node.tag == "p" else None
    return min(int(found[1]), 9) if found else 0


def _kind(paragraph: Element) -> str:
    return "ol" if _counts.match(text_of(list(_marks(paragraph.children))).strip()) else "ul"


def _is_mark(node: Node) -> bool:
    return isinstance(node, Element) and bool(_mark.search(dict(node.attributes).get("style", "")))


def _marks(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Element):
            yield from node.children if _is_mark(node) else _marks(node.children)


def _without_marks(nodes: list[Node]) -> list[Node]:
    return [
        node
        if isinstance(node, str)
        else Element(node.tag, node.attributes, _without_marks(node.children))
        for node in nodes
        if not _is_mark(node)
    ]


def _lists(run: list[tuple[int, str, list[Node]]]) -> list[Node]:
    """Paragraphs with their levels as lists in lists; another kind on the outermost level begins anew."""
    made: list[Node] = []
    open_lists: list[tuple[int, Element]] = []
    for level, kind, content in run:
        while open_lists and not _goes_on(*open_lists[-1], level, kind):
            open_lists.pop()
        item = Element("li", (), content)
        if not open_lists or open_lists[-1][0] < level:
            fresh = Element(kind, (), [item])
            place = _last_item(open_lists[-1][1]).children if open_lists else made
            place.append(fresh)
            open_lists.append((level, fresh))
        else:
            open_lists[-1][1].children.append(item)
    return made


def _goes_on(depth: int, of: Element, level: int, kind: str) -> bool:
    """Whether an item belongs in this list, or in one inside it."""
    return depth < level or (depth == level and of.tag == kind)


def _last_item(of: Element) -> Element:
    last = of.children[-1]
    assert isinstance(last, Element)
    return last


def _lowered(nodes: list[Node]) -> list[Node]:
    """Headings one step down where there is one of the highest rank, which the title of the page has."""
    if "h1" not in {node.tag for node in nodes if isinstance(node, Element)}:
        return nodes
    return [_down(node) for node in nodes]


def _down(node: Node) -> Node:
    if isinstance(node, Element) and (found := re.fullmatch(r"h([1-5])", node.tag)):
        return Element(f"h{int(found[1]) + 1}", (), node.children)
    return node
