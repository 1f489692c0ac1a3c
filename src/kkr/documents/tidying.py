"""The canonical form of a tree: blocks where blocks belong, text in paragraphs, nothing empty."""

import re
from collections.abc import Iterator

from kkr.documents.markup import CELLS, Element, Node, is_empty, is_inline

NAMES = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4", "div": "p", "tfoot": "tbody"}
TEXT_BLOCKS = frozenset({"p", "h2", "h3", "h4"})
FLOW_BLOCKS = TEXT_BLOCKS | {"ul", "ol", "table", "blockquote", "figure"}
TABLE_PARTS = frozenset({"thead", "tbody", "tr"})

_space = re.compile(r"[ \t\n\r\f]+")


def tidied(nodes: list[Node]) -> list[Node]:
    """The root of a text: nothing but blocks."""
    return _blocks([_named(node) for node in nodes])


def _named(node: Node) -> Node:
    """The same node under the names we keep."""
    if isinstance(node, str):
        return _space.sub(" ", node)
    children = [_named(child) for child in node.children]
    return Element(NAMES.get(node.tag, node.tag), node.attributes, children)


def _blocks(nodes: list[Node]) -> list[Node]:
    tidy = (_tidy_block(block) for block in _split(nodes, "p"))
    return [block for block in tidy if not is_empty(block)]


def _flow(nodes: list[Node]) -> list[Node]:
    """A line of text stays one; as soon as a block stands beside it, it is a paragraph."""
    if all(is_inline(node) for node in nodes):
        return _line(nodes)
    return _blocks(nodes)


def _split(nodes: list[Node], tag: str) -> Iterator[Element]:
    """The nodes as blocks; a block inside a line or a paragraph breaks it in two."""
    run: list[Node] = []
    for node in nodes:
        if is_inline(node):
            run.append(node)
            continue
        assert isinstance(node, Element)
        yield Element(tag, (), run)
        run = []
        plain_paragraph = node.tag in TEXT_BLOCKS and all(
            is_inline(child) for child in node.children
        )
        if plain_paragraph or node.tag in FLOW_BLOCKS - TEXT_BLOCKS:
            yield node
        else:
            yield from _split(node.children, node.tag if node.tag in TEXT_BLOCKS else tag)
    yield Element(tag, (), run)


def _tidy_block(block: Element) -> Element:
    if block.tag in TEXT_BLOCKS:
        return Element(block.tag, (), _line(block.children))
    if block.tag == "table":
        return Element("table", (), _table(block.children))
    if block.tag == "figure":
        return _figure(block)
    if block.tag == "blockquote":
        return Element("blockquote", (), _blocks(block.children))
    return Element(block.tag, (), list(_items(block.children)))


def _items(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        is_item = isinstance(node, Element) and node.tag == "li"
        content = node.children if is_item and isinstance(node, Element) else [node]
        item = Element("li", (), _flow(content))
        if not item.is_empty:
            yield item


def _table(nodes: list[Node]) -> list[Node]:
    """The parts of a table; what does not belong there stays for the next parse to move out."""
    parts = (_table_part(node) for node in nodes)
    return [part for part in parts if _is_cell(part) or not is_empty(part)]


def _table_part(node: Node) -> Node:
    if isinstance(node, str):
        return node
    if node.tag in TABLE_PARTS:
        return Element(node.tag, (), _table(node.children))
    if node.tag in CELLS:
        return Element(node.tag, node.attributes, _flow(node.children))
    return Element(node.tag, (), _line(_lines_of(node.children)))


def _is_cell(node: Node) -> bool:
    return isinstance(node, Element) and node.tag in CELLS


def _figure(figure: Element) -> Element:
    """Its images, and its words as one caption; without an image it is only words."""
    nodes = _lines_of(figure.children)
    images = [node for node in _inline(nodes) if isinstance(node, Element) and node.tag == "img"]
    if not images:
        return Element("p", (), _line(nodes))
    words = _line([node for node in nodes if not (isinstance(node, Element) and node.tag == "img")])
    return Element("figure", (), [*images, *([Element("figcaption", (), words)] if words else [])])


def _lines_of(nodes: list[Node]) -> list[Node]:
    """The nodes without their blocks, a space where a block ended."""
    line: list[Node] = []
    for node in nodes:
        if is_inline(node):
            line.append(node)
        elif isinstance(node, Element):
            line += [" ", *_lines_of(node.children), " "]
    return line


def _line(nodes: list[Node]) -> list[Node]:
    """A line of text without space at its ends."""
    line = _inline(nodes)
    if line and isinstance(line[0], str):
        line[0] = line[0].lstrip(" ")
    if line and isinstance(line[-1], str):
        line[-1] = line[-1].rstrip(" ")
    return [node for node in line if node != ""] if not all(map(is_empty, line)) else []


def _inline(nodes: list[Node]) -> list[Node]:
    line: list[Node] = []
    for node in nodes:
        for piece in [node] if isinstance(node, str) else _kept(node):
            if isinstance(piece, str) and line and isinstance(line[-1], str):
                line[-1] = _space.sub(" ", line[-1] + piece)
            else:
                line.append(piece)
    return line


def _kept(element: Element) -> list[Node]:
    """The element, or what it holds if it says nothing itself."""
    attributes = dict(element.attributes)
    if element.tag == "img":
        return [element] if attributes.get("src") and attributes.get("alt", "").strip() else []
    if element.tag == "br":
        return [element]
    children = _inline(element.children)
    if (element.tag == "a" and not attributes.get("href")) or all(map(is_empty, children)):
        return children
    return [Element(element.tag, element.attributes, children)]
