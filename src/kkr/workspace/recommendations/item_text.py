"""A ready-made text for the municipality's own agenda item: as Word, and as clean HTML."""

import io
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kkr.common.text import slug
from kkr.documents.markup import Element, Node, parse
from kkr.documents.showing import shown
from kkr.rounds.models import Asked
from kkr.rounds.steps import step_of
from kkr.workspace.recommendations.questions import about_of, html_of
from kkr.workspace.recommendations.words import wording_for

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STYLES = {"ul": "List Bullet", "ol": "List Number"}


def background(asked: Asked) -> list[str]:
    """The paragraphs before the question: who asks, and by when, in the words of its kind."""
    facts = {
        "council": asked.round.council.name,
        "who": asked.name,
        "day": date_format(step_of(asked).deadline_on),
    }
    return [str(wording_for(asked).background) % facts]


def as_html(asked: Asked) -> SafeString:
    """The item as HTML without a class or a style, to be copied into another system."""
    about = text_of(asked)
    return format_html(
        "<h2>{}</h2>{}<h3>{}</h3>{}{}{}<h3>{}</h3><p>{}</p>{}",
        asked.round.title,
        format_html_join("", "<p>{}</p>", ((each,) for each in background(asked))),
        _("The question"),
        mark_safe(html_of(asked.round)),  # noqa: S308 -- sanitised when written
        format_html("<p>{}</p>", about.below) if about else "",
        files_as_html(asked),
        _("Proposal"),
        wording_for(asked).proposal,
        format_html("<h2>{}</h2>{}", about.heading, about.html) if about else "",
    )


@dataclass(frozen=True)
class About:
    """The text that is asked about, which stands at the end: it may be long."""

    heading: str
    html: SafeString

    @property
    def below(self) -> str:
        return _("It is about “%(text)s”. The text stands below.") % {"text": self.heading}


def text_of(asked: Asked) -> About | None:
    """The version that is asked about, with whole addresses; None where the question names none."""
    about = about_of(asked.round)
    if about is None:
        return None
    facts = {"paper": about["title"], "number": about["number"]}
    html = mark_safe(shown(about["written"], at=settings.SITE_URL))  # noqa: S308 -- sanitised when written
    return About(_("%(paper)s, version %(number)s") % facts, html)


def files_of(asked: Asked) -> list[tuple[str, str]]:
    """The files that come with the question, each with its whole address; those of a closed one lie with the link."""
    rows = asked.round.enclosures.in_order() if asked.round.is_public else ()
    return [(each.title, f"{settings.SITE_URL}{each.file.path}") for each in rows]


def files_as_html(asked: Asked) -> SafeString:
    files = files_of(asked)
    rows = format_html_join("", '<li><a href="{}">{}</a></li>', ((to, name) for name, to in files))
    return format_html("<h3>{}</h3><ul>{}</ul>", _("Files"), rows) if files else SafeString()


def as_word(asked: Asked) -> bytes:
    """The same as a Word file."""
    from docx import Document  # slow to load, and only needed here

    paper = Document()
    paper.core_properties.title = asked.round.title
    paper.core_properties.author = asked.round.council.name
    paper.add_heading(asked.round.title, level=1)
    for each in background(asked):
        paper.add_paragraph(each)
    paper.add_heading(_("The question"), level=2)
    put_all(paper, html_of(asked.round))
    about = text_of(asked)
    if about:
        paper.add_paragraph(about.below)
    if files := files_of(asked):
        paper.add_heading(_("Files"), level=2)
    for name, address in files:
        paper.add_paragraph(f"{name}: {address}", style=STYLES["ul"])
    paper.add_heading(_("Proposal"), level=2)
    paper.add_paragraph(str(wording_for(asked).proposal))
    if about:
        paper.add_heading(about.heading, level=2)
        put_all(paper, about.html)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def word_file(asked: Asked) -> HttpResponse:
    """The Word file, for a browser to keep."""
    response = HttpResponse(as_word(asked), content_type=WORD)
    name = f"{slug(asked.round.title)[:80] or 'punkt'}.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def put_all(paper: Any, html: str) -> None:
    """A text, block by block."""
    for node in parse(html):
        put(paper, node)


def put(paper: Any, node: Node) -> None:
    """One block of a text: a heading, a list, a table row by row, or a paragraph."""
    if isinstance(node, str):
        if node.strip():
            paper.add_paragraph(node.strip())
    elif node.tag in {"h2", "h3", "h4"}:
        paper.add_heading(words_in(node), level=3)
    elif node.tag in STYLES:
        for item in node.children:
            put_item(paper, item, STYLES[node.tag])
    elif node.tag in {"blockquote", "table", "thead", "tbody", "figure"}:
        for child in node.children:
            put(paper, child)
    else:
        write(paper.add_paragraph(), node)


def put_item(paper: Any, item: Node, style: str) -> None:
    """One item of a list, and after it the lists in it."""
    children = [item] if isinstance(item, str) else item.children
    within = [each for each in children if isinstance(each, Element) and each.tag in STYLES]
    paragraph = paper.add_paragraph(style=style)
    for each in children:
        if each not in within:
            write(paragraph, each)
    for each in within:
        put(paper, each)


def write(paragraph: Any, node: Node, *, bold: bool = False, italic: bool = False) -> None:
    """The words of a line, bold and italic as they stand."""
    if isinstance(node, str):
        run = paragraph.add_run(node)
        run.bold, run.italic = bold, italic
        return
    if node.tag == "br":
        paragraph.add_run().add_break()
    for child in node.children:
        write(
            paragraph, child, bold=bold or node.tag == "strong", italic=italic or node.tag == "em"
        )
    if node.tag in {"td", "th"}:
        paragraph.add_run("\t")


def words_in(node: Node) -> str:
    return node if isinstance(node, str) else "".join(map(words_in, node.children))
