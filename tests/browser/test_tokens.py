"""The colours can be read, by day and by night."""

from __future__ import annotations

import re

import pytest

from tests.browser.looking import HOUSE

SHEET = (HOUSE / "merkwerk/static/merkwerk/style.css").read_text()
COLOURS = {
    name: (day, night)
    for name, day, night in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", SHEET)
}
TEXT = ["ink", "ink-2", "delft", "delft-deep", "alert", "good"]
GROUND = ["paper", "wash", "delft-wash", "marigold-wash", "alert-wash", "good-wash"]


def light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted([light(one), light(other)], reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("night", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize("ground", GROUND)
@pytest.mark.parametrize("text", TEXT)
def test_text_stands_out_from_its_ground(text: str, ground: str, night: int) -> None:
    assert contrast(COLOURS[text][night], COLOURS[ground][night]) >= 4.5


@pytest.mark.parametrize("night", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize("ground", GROUND)
def test_the_edge_of_a_field_can_be_seen(ground: str, night: int) -> None:
    assert contrast(COLOURS["edge"][night], COLOURS[ground][night]) >= 3


@pytest.mark.parametrize("night", [0, 1], ids=["day", "night"])
def test_words_on_a_button_can_be_read(night: int) -> None:
    assert contrast(COLOURS["paper"][night], COLOURS["delft"][night]) >= 4.5


def test_marigold_is_never_the_colour_of_text() -> None:
    sheets = "".join(one.read_text() for one in (HOUSE / "merkwerk/static/merkwerk").glob("*.css"))
    assert not re.search(r"(?<![-\w])color:[^;]*marigold", sheets)
