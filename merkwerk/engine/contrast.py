"""How well one colour stands out from another, and the nearest one that does.

Source: Web Content Accessibility Guidelines 2.2 (W3C), the definitions of "relative luminance" and
"contrast ratio"; 4.5 to 1 for text (1.4.3), 3 to 1 for what is seen but not read (1.4.11).
"""

from __future__ import annotations

import re

TEXT, SIGN = 4.5, 3.0
_HEX = re.compile(r"#[0-9a-f]{6}")
_STEPS = 200


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of a colour as "#1c3f94". Raises ValueError for anything
    else."""
    plain = colour.strip().lower()
    if not _HEX.fullmatch(plain):
        raise ValueError("a colour is a # with six signs of 0 to 9 and a to f")
    return int(plain[1:3], 16), int(plain[3:5], 16), int(plain[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white): 0.2126 R + 0.7152 G + 0.0722 B over linear
    channels, where a channel c of 0 to 1 is c/12.92 up to 0.04045 and ((c+0.055)/1.055)^2.4 above.
    (WCAG 2 prints 0.03928 for the threshold; no colour of 8 bits lies between the two.)"""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)


def ratio(one: str, other: str) -> float:
    """Contrast of two colours, 1 (the same) to 21 (black and white), in whatever order."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def standing_out(colour: str, on: str, at_least: float = TEXT) -> str:
    """The colour itself when it reaches that contrast on the ground `on`; else the nearest mix of
    it with black, on a light ground, or with white, on a dark one. No ground asks for more than its
    black or white gives: then that is the answer."""
    if ratio(colour, on) >= at_least:
        return colour.lower()
    towards = 0 if ratio("#000000", on) >= ratio("#ffffff", on) else 255
    for step in range(1, _STEPS + 1):
        mixed = _mixed(colour, towards, step / _STEPS)
        if ratio(mixed, on) >= at_least:
            return mixed
    return _mixed(colour, towards, 1)


def _mixed(colour: str, towards: int, share: float) -> str:
    parts = (round(one + (towards - one) * share) for one in channels(colour))
    return "#" + "".join(f"{part:02x}" for part in parts)
