"""Sanitised HTML as a tree and back; it expects what `nh3` puts out, every tag closed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

INLINE = frozenset({"a", "strong", "em", "br", "img", "ins", "del"})
VOID = frozenset({"br", "img"})
CELLS = frozenset({"td", "th"})
DEEPEST = 40

Attributes = tuple[tuple[str, str], ...]


@dataclass
class Element:
    """A tag, its attributes sorted by name, and what stands inside."""

    tag: str
    attributes: Attributes = ()
    children: "list[Node]" = field(default_factory=list)

    @property
    def is_inline(self) -> bool:
        """Whether it may stand in a line of text, with all that it holds."""
        return self.tag in INLINE and all(is_inline(child) for child in self.children)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read or look at."""
        return self.tag not in VOID and all(is_empty(child) for child in self.children)


Node = Element | str


def is_inline(node: Node) -> bool:
    return isinstance(node, str) or node.is_inline


def is_empty(node: Node) -> bool:
    return not node.strip() if isinstance(node, str) else node.tag == "br" or node.is_empty


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]
        self.ignored = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.open) > DEEPEST and tag not in VOID:
            self.ignored += 1
            return
        element = Element(tag, tuple(sorted((name, value or "") for name, value in attrs)))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.ignored:
            self.ignored -= 1
        elif len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += data
        else:
            children.append(data)


def parse(html: str) -> list[Node]:
    """The nodes of sanitised HTML; tags nested deeper than 40 are dropped, their text kept."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root.children


def serialise(nodes: list[Node]) -> str:
    """The nodes as HTML, escaped as browsers escape it."""
    return "".join(_serialised(nodes))


def _serialised(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield escape(node)
        else:
            yield start_tag(node.tag, node.attributes)
            yield from _serialised(node.children)
            yield end_tag(node.tag)


def start_tag(tag: str, attributes: Attributes = ()) -> str:
    return "".join([f"<{tag}", *(f' {name}="{quote(value)}"' for name, value in attributes), ">"])


def link(address: str) -> str:
    """An address as a link that is called by it; nothing, where there is none."""
    if not address:
        return ""
    return f"<p>{start_tag('a', (('href', address),))}{escape(address)}</a></p>"


def end_tag(tag: str) -> str:
    return "" if tag in VOID else f"</{tag}>"


def escape(text: str) -> str:
    text = text.replace("&", "&amp;").replace("\xa0", "&nbsp;")
    return text.replace("<", "&lt;").replace(">", "&gt;")


def quote(text: str) -> str:
    return escape(text).replace('"', "&quot;")


def text_of(nodes: list[Node]) -> str:
    """What stands in the nodes, one line for each block, the cells of a row parted by tabs."""
    lines = (re.sub(r"[ \n]+", " ", line).strip() for line in _lines(nodes))
    return "\n".join(line for line in lines if line)


def elements(nodes: Iterable[Node], *tags: str) -> Iterator[Element]:
    """The elements with one of these tags, however deep, in the order one reads them."""
    for node in nodes:
        if isinstance(node, Element):
            if node.tag in tags:
                yield node
            yield from elements(node.children, *tags)


def all_words(nodes: list[Node]) -> str:
    """The text, and after it every value of an attribute: addresses, and what images show."""
    return "\n".join([text_of(nodes), *_values(nodes)])


def _values(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Element):
            yield from (unquote(value) for _name, value in node.attributes)
            yield from _values(node.children)


def _lines(nodes: list[Node]) -> Iterator[str]:
    line: list[str] = []
    for node in nodes:
        if is_inline(node):
            line.append(_words(node))
            continue
        yield "".join(line)
        line = []
        assert isinstance(node, Element)
        yield from [_row(node)] if node.tag == "tr" else _lines(node.children)
    yield "".join(line)


def _words(node: Node) -> str:
    if isinstance(node, str):
        return node
    return "\n" if node.tag == "br" else "".join(_words(child) for child in node.children)


def _row(row: Element) -> str:
    cells = [child.children for child in row.children if isinstance(child, Element)]
    texts = (text_of(cell).replace("\n", " ") for cell in cells)
    return "\t".join(text for text in texts if text)
