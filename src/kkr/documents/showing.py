"""A text as a page or a feed shows it: its images with their sizes, so that nothing jumps while they come."""

from uuid import UUID

from kkr.documents.markup import Element, Node, parse, serialise
from kkr.documents.models import File
from kkr.documents.richtext import file_at, files_in


def shown(html: str, *, site: str = "") -> str:
    """Sanitised HTML with the sizes of its images; with `site` all addresses are whole, for a feed."""
    named = files_in(html)
    if not (named or site):
        return html
    rows = File.objects.filter(public_id__in=named).values_list("public_id", "width", "height")
    sizes = {public_id: (width, height) for public_id, width, height in rows if width and height}
    return serialise([_dressed(node, sizes, site) for node in parse(html)])


def _dressed(node: Node, sizes: dict[UUID, tuple[int, int]], site: str) -> Node:
    if isinstance(node, str):
        return node
    attributes = dict(node.attributes)
    if node.tag == "img":
        attributes |= _look(attributes["src"], sizes)
    for name in {"src", "href"} & set(attributes):
        if site and attributes[name].startswith("/"):
            attributes[name] = site + attributes[name]
    children = [_dressed(child, sizes, site) for child in node.children]
    return Element(node.tag, tuple(attributes.items()), children)


def _look(address: str, sizes: dict[UUID, tuple[int, int]]) -> dict[str, str]:
    file = file_at(address)
    look = {"loading": "lazy", "decoding": "async"}
    if file in sizes:
        look["width"], look["height"] = map(str, sizes[file])
    return look
