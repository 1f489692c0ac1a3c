"""Rich text as plain data that a template can set: blocks, each with lines of runs.

Pure: sanitised HTML in, dictionaries out, nothing that a typesetter would take for markup. Headings never
skip a level, and stand at the root only; inside lists, quotes and tables they are bold lines.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from kkr.documents.markup import Element, Node, is_inline, parse, text_of
from kkr.printing.grid import Place, grid

Block = dict[str, Any]
Run = dict[str, Any]

HEADINGS = {"h2": 1, "h3": 2, "h4": 3}
DEEPEST = 5
"""Lists and quotes within each other; what is deeper stands at this depth."""


def blocks(html: str, *, address: str = "") -> list[Block]:
    """The blocks of a sanitised text; links within our site begin at `address`."""
    made = list(_blocks(parse(html), address, 0))
    level = 0
    for block in made:
        if block["kind"] == "heading":
            level = block["level"] = min(block["level"], level + 1)
    return made


def images_of(made: list[Block]) -> Iterator[str]:
    """The addresses of the images, in reading order."""
    for block in made:
        if block["kind"] == "image":
            yield block["address"]
        for inner in _inside(block):
            yield from images_of(inner)


def _inside(block: Block) -> Iterator[list[Block]]:
    yield from block.get("items", [])
    yield block.get("blocks", [])
    for row in block.get("rows", []):
        yield from (cell["blocks"] for cell in row)


def _blocks(nodes: list[Node], address: str, depth: int) -> Iterator[Block]:
    line: list[Node] = []
    for node in nodes:
        if is_inline(node):
            line.append(node)
            continue
        yield from _paragraph(line, address)
        line = []
        assert isinstance(node, Element)
        yield from _block(node, address, depth)
    yield from _paragraph(line, address)


def _block(element: Element, address: str, depth: int) -> Iterator[Block]:
    match element.tag:
        case "h2" | "h3" | "h4":
            yield from _heading(element, address, depth)
        case "ul" | "ol" | "blockquote" if depth >= DEEPEST:
            yield from _blocks(element.children, address, depth)
        case "ul" | "ol":
            yield from _list(element, address, depth)
        case "blockquote":
            yield {"kind": "quote", "blocks": [*_blocks(element.children, address, depth + 1)]}
        case "table" if depth:
            for words in text_of([element]).splitlines():
                yield {"kind": "paragraph", "line": [_run(words.replace("\t", " · "))]}
        case "table":
            yield from _table(element, address)
        case "figure":
            yield from _figure(element, address)
        case _:
            yield from _blocks(element.children, address, depth)


def _heading(element: Element, address: str, depth: int) -> Iterator[Block]:
    """A heading at the root; its images follow it."""
    parts = list(_paragraph(element.children, address))
    runs = [run for part in parts if part["kind"] == "paragraph" for run in part["line"]]
    if runs and not depth:
        yield {"kind": "heading", "level": HEADINGS[element.tag], "line": runs}
    elif runs:
        yield {"kind": "paragraph", "line": [{**run, "strong": True} for run in runs]}
    yield from (part for part in parts if part["kind"] == "image")


def _list(element: Element, address: str, depth: int) -> Iterator[Block]:
    children = [child for child in element.children if isinstance(child, Element)]
    items = [[*_blocks(child.children, address, depth + 1)] for child in children]
    if any(items):
        yield {"kind": "list", "ordered": element.tag == "ol", "items": [i for i in items if i]}


def _figure(element: Element, address: str) -> Iterator[Block]:
    """Its images; its words go with the last of them."""
    images = [*_paragraph([n for n in element.children if not _is(n, "figcaption")], address)]
    words = [n for n in element.children if isinstance(n, Element) and _is(n, "figcaption")]
    caption = [run for caption in words for run in _runs(caption.children, address)]
    if images and images[-1]["kind"] == "image":
        images[-1]["caption"] = caption
    elif caption:
        images.append({"kind": "paragraph", "line": caption})
    yield from images


def _is(node: Node, tag: str) -> bool:
    return isinstance(node, Element) and node.tag == tag


def _table(element: Element, address: str) -> Iterator[Block]:
    captions = [node for node in element.children if isinstance(node, Element)]
    line = [r for c in captions if c.tag == "caption" for r in _runs(c.children, address)]
    laid = grid(element)
    if laid.columns:
        rows = [[_cell(place, address) for place in row] for row in laid.rows]
        facts = {"columns": laid.columns, "head": laid.head}
        yield {"kind": "table", **facts, "caption": line, "rows": rows}
    elif line:
        yield {"kind": "paragraph", "line": line}


def _cell(place: Place, address: str) -> Block:
    made = list(_blocks(place.children, address, DEEPEST - 1))
    return {
        "x": place.x,
        "y": place.y,
        "colspan": place.width,
        "rowspan": place.height,
        "header": place.is_header,
        "to_the_right": place.to_the_right,
        "blocks": made,
    }


def _paragraph(nodes: list[Node], address: str) -> Iterator[Block]:
    """A line of text, broken by the images in it, which stand alone on paper."""
    line: list[Run] = []
    for run in _runs(nodes, address):
        if "image" not in run:
            line.append(run)
            continue
        yield from _said(line)
        line = []
        yield {"kind": "image", "address": run["image"], "alt": run["alt"], "caption": []}
    yield from _said(line)


def _said(line: list[Run]) -> Iterator[Block]:
    if line and "text" in line[0]:
        line[0] = {**line[0], "text": line[0]["text"].lstrip(" ")}
    if any(run.get("text", "").strip() for run in line):
        yield {"kind": "paragraph", "line": line}


def _runs(nodes: list[Node], address: str, **marks: Any) -> Iterator[Run]:
    for node in nodes:
        if isinstance(node, str):
            yield _run(node, **marks)
            continue
        attributes = dict(node.attributes)
        match node.tag:
            case "br":
                yield {"break": True}
            case "img":
                yield {"image": attributes.get("src", ""), "alt": attributes.get("alt", "")}
            case "strong" | "em":
                yield from _runs(node.children, address, **{**marks, node.tag: True})
            case "a":
                link = urljoin(address, attributes.get("href", ""))
                yield from _runs(node.children, address, **{**marks, "link": link})
            case _:
                yield from _runs(node.children, address, **marks)


def _run(text: str, **marks: Any) -> Run:
    return {"text": text, **marks}
