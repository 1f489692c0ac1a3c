"""Texts as people and their word processors might write them."""

from hypothesis import strategies as st

WORDS = ["kommune", "pladser", "1.100", "1.110", "og", "borgmester", "år", "2017", "mål,", "& co."]
TAGS = (
    "<p> </p> <div> </div> <ul> <li> </li> </ul> <table> <tr> <td> <th~scope=row> </table> <tfoot>",
    "<caption> <thead> <b> </b> <a~href='/x/'> </a> <h1> </h1> <blockquote> </blockquote> <figure>",
    "</figure> <figcaption> <br> ~ x &lt; &nbsp; <script> </script> <style> </style> <!-- -->",
    "<img~src=x~onerror=y> <svg~onload=y> <math> <a~href='javascript:x'> <p~onclick=y> <![CDATA[",
    "<iframe~srcdoc=y> <template> <noscript> <textarea> <select> <form> \x00",
)
PIECES = [piece for line in TAGS for piece in line.split(" ")]
any_markup = st.lists(st.sampled_from(PIECES), max_size=25).map(
    lambda pieces: "".join(pieces).replace("~", " ")
)

_lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(
    lambda words: " ".join(words).replace("&", "&amp;")
)
_marked = st.builds(
    lambda before, tag, inside, after: f"{before} <{tag}>{inside}</{tag}> {after}",
    _lines,
    st.sampled_from(["strong", "em"]),
    _lines,
    _lines,
)
_text = _lines | _marked
_texts = st.lists(_text, min_size=1, max_size=4)


def _block(tag: str):
    return _text.map(lambda text: f"<{tag}>{text}</{tag}>")


def _list(tag: str):
    return _texts.map(
        lambda items: f"<{tag}>" + "".join(f"<li>{i}</li>" for i in items) + f"</{tag}>"
    )


_row = st.lists(_lines, min_size=1, max_size=3).map(
    lambda cells: "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
)
_table = st.lists(_row, min_size=1, max_size=3).map(
    lambda rows: "<table><tbody>" + "".join(rows) + "</tbody></table>"
)
_quote = _text.map(lambda text: f"<blockquote><p>{text}</p></blockquote>")
_blocks = st.one_of(*map(_block, ("p", "p", "h2", "h3")), _list("ul"), _list("ol"), _table, _quote)
rich_texts = st.lists(_blocks, max_size=6).map("".join)
