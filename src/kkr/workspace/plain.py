"""A text as one types it in a plain field: paragraphs, and lines that begin with a hyphen as a list.

>>> html_of("Godkendt.\\n\\n- Albertslund\\n- Glostrup")
'<p>Godkendt.</p><ul><li>Albertslund</li><li>Glostrup</li></ul>'
>>> html_of("Rådet valgte:\\n- Albertslund")
'<p>Rådet valgte:</p><ul><li>Albertslund</li></ul>'
>>> words_of("<p>En<br>to</p><ul><li>tre</li></ul>")
'En\\nto\\n\\n- tre'
"""

import re
from collections.abc import Iterable
from itertools import groupby

from kkr.documents.markup import Node, escape, parse
from kkr.documents.richtext import sanitise

LIST = "- "


def html_of(words: str) -> str:
    """What was typed, as HTML."""
    lines = "\n".join(line.strip() for line in words.splitlines())
    return "".join(_block(block) for block in re.split(r"\n{2,}", lines.strip()) if block)


def _block(block: str) -> str:
    runs = groupby(block.split("\n"), key=lambda line: line.startswith(LIST))
    return "".join(_list(lines) if is_list else _paragraph(lines) for is_list, lines in runs)


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line.removeprefix(LIST))}</li>' for line in lines)}</ul>"


def _paragraph(lines: Iterable[str]) -> str:
    return f"<p>{'<br>'.join(map(escape, lines))}</p>"


def points_in(words: str) -> list[str]:
    """The lines that say something, each without the dash that makes it a point of a list."""
    points = (line.strip().removeprefix(LIST).strip() for line in words.splitlines())
    return [point for point in points if point]


def words_of(html: str) -> str:
    """HTML as it would be typed; `is_plain` says whether nothing is lost by it."""
    return "\n\n".join(_typed(node) for node in parse(html))


def _typed(node: Node) -> str:
    if isinstance(node, str):
        return node.strip()
    if node.tag == "ul":
        return "\n".join(f"{LIST}{_line(item)}" for item in node.children)
    return _line(node)


def _line(node: Node) -> str:
    if isinstance(node, str):
        return node
    return "\n" if node.tag == "br" else "".join(_line(child) for child in node.children)


def is_plain(html: str) -> bool:
    """Whether typing it again gives the same."""
    return sanitise(html_of(words_of(html))) == html
