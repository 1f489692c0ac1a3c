"""A text as a page or a feed shows it: its images with their sizes, so that nothing jumps while they come."""

import re
from urllib.parse import urljoin
from uuid import UUID

from django.utils.translation import gettext

from kkr.common.text import shortened
from kkr.documents.markup import Element, Node, elements, parse, serialise, text_of
from kkr.documents.models import File
from kkr.documents.richtext import file_at, files_in

IS_WHOLE = re.compile("[a-z]+:", re.IGNORECASE)
LONGEST_LABEL = 80
Sizes = dict[UUID, tuple[int, int]]


def shown(html: str, *, at: str = "") -> str:
    """Sanitised HTML with the sizes of its images, and on a page its tables in regions that scroll.

    With `at`, the whole address it stands at, all addresses in it are whole, for a feed.
    """
    return all_shown([html], at=[at])[0]


def all_shown(texts: list[str], *, at: list[str]) -> list[str]:
    """The same of several texts, in one query for all their images and in none where they have none."""
    named = set().union(*(files_in(html) for html in texts))
    sizes = _sizes_of(named) if named else {}
    return [_with_sizes(html, sizes, place) for html, place in zip(texts, at, strict=True)]


def _sizes_of(files: set[UUID]) -> Sizes:
    rows = File.objects.filter(public_id__in=files).values_list("public_id", "width", "height")
    return {public_id: (width, height) for public_id, width, height in rows if width and height}


def _with_sizes(html: str, sizes: Sizes, at: str) -> str:
    if not (at or files_in(html) or "<table" in html):
        return html
    dressed = [_dressed(node, sizes, at) for node in parse(html)]
    return serialise(dressed if at else [_scrolled(node) for node in dressed])


def _scrolled(node: Node) -> Node:
    """Tables each in a region of their own, so that a wide one scrolls in itself and not the page with it."""
    if isinstance(node, str):
        return node
    if node.tag != "table":
        return Element(node.tag, node.attributes, [_scrolled(child) for child in node.children])
    first = list(elements([node], "caption", "tr"))[:1]
    label = shortened(" ".join(text_of([*first]).split()), LONGEST_LABEL)
    region = {"class": "table-scroll", "role": "region", "tabindex": "0"}
    region["aria-label"] = (
        gettext("Table: %(words)s") % {"words": label} if label else gettext("Table")
    )
    return Element("div", tuple(region.items()), [node])


def _dressed(node: Node, sizes: Sizes, at: str) -> Node:
    if isinstance(node, str):
        return node
    attributes = dict(node.attributes)
    if node.tag == "img":
        attributes |= _look(attributes["src"], sizes)
    for name in {"src", "href"} & set(attributes):
        if at and not IS_WHOLE.match(attributes[name]):
            attributes[name] = urljoin(at, attributes[name])
    children = [_dressed(child, sizes, at) for child in node.children]
    return Element(node.tag, tuple(attributes.items()), children)


def _look(address: str, sizes: Sizes) -> dict[str, str]:
    file = file_at(address)
    look = {"loading": "lazy", "decoding": "async"}
    if file in sizes:
        look["width"], look["height"] = map(str, sizes[file])
    return look
