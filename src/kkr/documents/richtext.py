"""What HTML people may write: an allow list, and the one form everything written is brought into.

Pure: a text in, a text out. Sanitising twice gives what sanitising once gave.
"""

import re
from collections.abc import Iterator
from uuid import UUID

import nh3

from kkr.documents.from_word import from_word
from kkr.documents.markup import Element, Node, escape, parse, serialise, start_tag, text_of
from kkr.documents.tidying import tidied

OWN_FILES = "/filer/"
TEXT_TAGS = frozenset({"h2", "h3", "h4", "p", "br", "blockquote", "strong", "em", "a"})
LIST_TAGS = frozenset({"ul", "ol", "li"})
TABLE_TAGS = frozenset({"table", "caption", "thead", "tbody", "tr", "th", "td"})
FIGURE_TAGS = frozenset({"figure", "figcaption", "img"})
TAGS = TEXT_TAGS | LIST_TAGS | TABLE_TAGS | FIGURE_TAGS
OTHER_NAMES = frozenset({"b", "i", "h1", "h5", "h6", "div", "tfoot"})
ATTRIBUTES = {
    "*": set[str](),
    "a": {"href"},
    "img": {"src", "alt"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
SCOPES = {"th": {"scope": {"row", "col", "rowgroup", "colgroup"}}}
SCHEMES = {"http", "https", "mailto"}
PASSES = 8

_own_file = re.compile(
    rf"{OWN_FILES}([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})(/[\w.%-]*)?"
)
_address = re.compile(
    r"(https?://|mailto:)[^\s\\]+|(?!//)[^\s\\:]*|(?!//)[^\s\\:]*[/?#][^\s\\]*", re.IGNORECASE
)
_block_tag = re.compile(r"<(p|div|h[1-6]|ul|ol|table|blockquote|figure)\b", re.IGNORECASE)
_span = re.compile(r"[1-9]\d?")
PATTERNS = {"src": _own_file, "href": _address, "colspan": _span, "rowspan": _span}


def sanitise(html: str) -> str:
    """The HTML with only what is allowed, in canonical form: blocks at the root, nothing empty.

    What comes from Word has its headings and lists; blank lines in what has no blocks at all part it.
    """
    html = _with_paragraphs(from_word(html))
    for _ in range(PASSES):
        cleaner = serialise(tidied(parse(clean(html, TAGS | OTHER_NAMES))))
        if cleaner == html:
            return html
        html = cleaner
    words = text_of(parse(html))  # markup that never settles is not worth keeping
    return "".join(f"<p>{escape(line)}</p>" for line in words.split("\n")) if words else ""


def _with_paragraphs(html: str) -> str:
    """What was typed without an editor: a paragraph for each run of lines, if it has no block of its own."""
    lines = html.replace("\r\n", "\n").strip()
    if "\n\n" not in lines or _block_tag.search(lines):
        return html
    parts = re.split(r"\n\s*\n", lines)
    return "".join("<p>" + part.replace("\n", "<br>") + "</p>" for part in parts)


def images_left_out(html: str) -> int:
    """How many images in raw HTML are none of ours and so are not kept."""
    images = re.findall(r"<img\b[^>]*>", nh3.clean(html, tags={"img"}, attributes={"img": {"src"}}))
    own = re.compile(rf'src="{_own_file.pattern}"')
    return sum(1 for image in images if not own.search(image))


def clean(html: str, tags: frozenset[str] = TAGS) -> str:
    """The HTML with no tag but `tags`, and no attribute or address that could do harm."""
    return nh3.clean(
        html,
        tags=set(tags),
        attributes=ATTRIBUTES,
        tag_attribute_values=SCOPES,
        attribute_filter=_safe_value,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )


def _safe_value(_tag: str, attribute: str, value: str) -> str | None:
    pattern = PATTERNS.get(attribute)
    value = value.strip()
    return value if pattern is None or pattern.fullmatch(value) else None


def plain_text(html: str) -> str:
    """What sanitised HTML says without its markup: one line for each block, tabs between cells."""
    return text_of(parse(html))


def file_at(address: str) -> UUID | None:
    """Which of our files stands at this address, if any does."""
    found = _own_file.fullmatch(address)
    return UUID(found[1]) if found else None


def files_in(html: str) -> set[UUID]:
    """Our files that sanitised HTML shows or leads to."""
    return {file for file in map(file_at, _addresses(parse(html))) if file}


def _addresses(nodes: list[Node]) -> Iterator[str]:
    for element in nodes:
        if isinstance(element, Element):
            yield from (value for name, value in element.attributes if name in {"src", "href"})
            yield from _addresses(element.children)


def figure(address: str, *, shows: str, caption: str = "") -> str:
    """One of our images as it stands in a text, with the words for those who cannot see it."""
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption.strip() else ""
    return f"<figure>{start_tag('img', (('alt', shows), ('src', address)))}{words}</figure>"


def link(address: str, *, says: str) -> str:
    """A way to one of our files as it stands in a text."""
    return f"{start_tag('a', (('href', address),))}{escape(says)}</a>"


def has_image_without_text(html: str) -> bool:
    """Whether an image of ours lacks the words for those who cannot see it."""
    return any(
        not dict(image.attributes).get("alt", "").strip() for image in _images(parse(clean(html)))
    )


def _images(nodes: list[Element | str]) -> list[Element]:
    elements = [node for node in nodes if isinstance(node, Element)]
    inside = [image for element in elements for image in _images(element.children)]
    own = [element for element in elements if element.tag == "img" and _has(element, "src")]
    return own + inside


def _has(element: Element, name: str) -> bool:
    return name in dict(element.attributes)
