"""Where in the country something lies: the tile map in miniature, a drawing without words or links.

It stands beside a heading that says the same in words, so it is hidden from those who listen.
"""

from collections.abc import Collection

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kkr.design.tile_geometry import Frame
from kkr.design.tile_layout import TILES

PITCH, SIDE = 10, 9


def locator(codes: Collection[str]) -> SafeString:
    """All tiles as small squares in two paths, those of `codes` in the second, which stands out."""
    frame = Frame.around([(column, row) for column, row, _short in TILES.values()])
    here = [code for code in TILES if code in codes]
    others = [code for code in TILES if code not in codes]
    return format_html(
        '<svg class="locator" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<path class="locator-others" d="{}"/><path class="locator-here" d="{}"/></svg>',
        frame.columns * PITCH,
        frame.rows * PITCH,
        mark_safe(_squares(others, frame)),  # noqa: S308 -- numbers of our own
        mark_safe(_squares(here, frame)),  # noqa: S308 -- numbers of our own
    )


def _squares(codes: Collection[str], frame: Frame) -> str:
    corners = ((TILES[code][0] - frame.left, TILES[code][1] - frame.top) for code in codes)
    return "".join(
        f"M{column * PITCH} {row * PITCH}h{SIDE}v{SIDE}h-{SIDE}z" for column, row in corners
    )
