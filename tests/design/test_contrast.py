"""The palette, measured: WCAG 2.2 contrast of every pair, and states as colour-blind eyes see."""

import re
from itertools import combinations
from pathlib import Path

import pytest

import kkr.design

TOKENS = (Path(kkr.design.__file__).parent / "static/design/tokens.css").read_text("utf-8")
STATES = ("waiting", "agenda", "approved", "remarks", "noted", "rejected")

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear light.
EYES = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def tokens_in(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def read_palettes() -> dict[str, dict[str, str]]:
    """The colours as each reader meets them, every mode laid over the ones below it."""
    light, dark, more, more_dark = (
        tokens_in(block) for block in re.findall(r":root \{(.*?)\}", TOKENS, re.DOTALL)[:4]
    )
    return {
        "light": light,
        "dark": light | dark,
        "more contrast": light | more,
        "more contrast, dark": light | dark | more | more_dark,
    }


PALETTES = read_palettes()
modes = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    return sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_weak(palette: dict[str, str], pairs: list[tuple[str, str]], least: float) -> dict:
    measured = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in pairs}
    return {pair: ratio for pair, ratio in measured.items() if ratio < least}


def mix(rows: tuple, parts: list[float]) -> list[float]:
    return [sum(w * part for w, part in zip(row, parts, strict=True)) for row in rows]


def lab(parts: list[float]) -> tuple[float, float, float]:
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (max(part, 0) / whole for part, whole in zip(mix(to_xyz, parts), white, strict=True))
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, eye: tuple) -> float:
    seen = [lab(mix(eye, linear(colour))) for colour in (one, other)]
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


@modes
def test_text_reaches_aa_on_every_ground_it_stands_on(palette):
    on_paper = [
        (text, ground)
        for text in ("ink", "quiet", "accent", "accent-strong", "visited")
        for ground in ("paper", "sunk")
    ]
    on_tiles = [(f"{state}-ink", state) for state in STATES]
    on_hatching = [
        (f"{state}-ink", f"{state}-hatch") for state in STATES if f"{state}-hatch" in palette
    ]
    on_groups = [("group-ink", f"group-{number}") for number in range(1, 6)]
    others = [("on-accent", "accent"), ("plain-ink", "plain"), ("ink", "mark")]

    assert too_weak(palette, on_paper + on_tiles + on_hatching + on_groups + others, 4.5) == {}


@modes
def test_lines_that_carry_meaning_and_focus_reach_three_to_one(palette):
    assert too_weak(palette, [("line", "paper"), ("focus", "paper"), ("focus", "sunk")], 3) == {}


@modes
@pytest.mark.parametrize("eye", EYES)
def test_no_two_states_look_alike_to_a_colour_blind_reader(palette, eye):
    seen = {
        pair: round(difference(palette[pair[0]], palette[pair[1]], EYES[eye]), 1)
        for pair in combinations(STATES, 2)
    }

    assert {pair: apart for pair, apart in seen.items() if apart < 8} == {}
