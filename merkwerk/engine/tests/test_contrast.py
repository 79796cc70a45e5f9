"""Contrast as WCAG reckons it."""

from __future__ import annotations

import pytest

from merkwerk.engine.contrast import channels, luminance, ratio, standing_out


def test_black_and_white_are_at_the_ends() -> None:
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)
    assert ratio("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54), ("#ff0000", "#ffffff", 4.00),
     ("#0000ff", "#ffffff", 8.59), ("#ffff00", "#000000", 19.56)],
)  # fmt: skip
def test_it_gives_the_figures_others_publish(one: str, other: str, known: float) -> None:
    assert ratio(one, other) == pytest.approx(known, abs=0.01)


def test_the_order_does_not_matter() -> None:
    assert ratio("#1c3f94", "#f4f6f9") == ratio("#f4f6f9", "#1c3f94")


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "", "#1234567"])
def test_it_refuses_what_is_no_colour(colour: str) -> None:
    with pytest.raises(ValueError, match="six signs"):
        channels(colour)


def test_a_colour_that_stands_out_stays() -> None:
    assert standing_out("#1C3F94", "#ffffff") == "#1c3f94"


@pytest.mark.parametrize("ground", ["#ffffff", "#f4f6f9", "#10141c", "#808080"])
@pytest.mark.parametrize("colour", ["#ffe680", "#88aaff", "#808080", "#202020"])
def test_the_nearest_that_does_reaches_it(colour: str, ground: str) -> None:
    assert ratio(standing_out(colour, ground, 4.5), ground) >= 4.5


def test_it_goes_no_further_than_needed() -> None:
    assert ratio(standing_out("#88aaff", "#ffffff"), "#ffffff") < 4.7


def test_more_than_there_is_gives_black_or_white() -> None:
    assert standing_out("#808080", "#ffffff", 30) == "#000000"
    assert standing_out("#808080", "#000000", 30) == "#ffffff"
