"""The signs beside every colour, so that a state survives grey print and colour blindness."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Drawn round 0,0 within ten units each way, with a pen; the keys are the states css knows.
SYMBOLS = {
    "waiting": "M-7 0h.1M0 0h.1M7 0h.1",
    "on-agenda": "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0M0-5V0L4 3",
    "first-answer": "M-5-4L0-8V8M-5 8H5",
    "approved": "M-8 0L-2 6L8-7",
    "approved-with-remarks": "M-7-3L-2 2L7-9M-8 9H8",
    "noted": "M-8-4H8M-8 4H8",
    "not-approved": "M-7-7L7 7M7-7L-7 7",
    "not-relevant": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0",
}

# What a tile is hatched with, on a ground of twelve units; a state without one is plain.
PATTERNS = {
    "on-agenda": "M-3 3L3-3M0 12L12 0M9 15L15 9",
    "approved-with-remarks": "M3 3h.1M9 9h.1",
    "noted": "M0 3H12M0 9H12",
    "not-approved": "M0 12L12 0M0 0L12 12",
}


def known_state(state: str) -> str:
    """The state itself, or a refusal: a state without a sign would be told by colour alone."""
    if state and state not in SYMBOLS:
        raise ValueError(f"{state!r} has no symbol; known states are {', '.join(SYMBOLS)}")
    return state


def symbol(state: str) -> SafeString:
    """The sign of a state as a small picture to stand beside its word."""
    if not known_state(state):
        return mark_safe("")
    return format_html(
        '<svg class="symbol state--{}" viewBox="-14 -14 28 28" width="20" height="20" '
        'aria-hidden="true" focusable="false"><rect class="symbol-ground" x="-13" y="-13" '
        'width="26" height="26" rx="3"/><path class="tile-symbol" d="{}"/></svg>',
        state,
        SYMBOLS[state],
    )
