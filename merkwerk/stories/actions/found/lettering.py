"""Words set in the house's letters for a drawn picture: which font has which sign, and lines that
fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parents[3] / "static/merkwerk/fonts"
GROTESK = ("hanken-grotesk-latin-wght-normal", "hanken-grotesk-latin-ext-wght-normal")
SERIF = ("newsreader-latin-wght-normal", "newsreader-latin-ext-wght-normal")
ELSEWHERE = ("DejaVuSans-Bold.ttf", "NotoSans-Bold.ttf")
"""Fonts of the machine, for scripts that the house's own letters don't know."""
_MISSING = "\ue123"
_PROBE = 24
_RIGHT_TO_LEFT = {"R", "AL"}
_UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs", "So"}
_EMOJI_SIGNS = "\ufe0e\ufe0f\u20e3"

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of one kind: the files that hold them together, and how heavy."""

    files: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is set: pieces of text, each with the file it is drawn with."""

    pieces: tuple[tuple[str, str], ...]
    width: float
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size that fit; `step` is from one line to the next."""

    lines: tuple[Line, ...]
    size: int
    step: int


def sayable(text: str, letters: Letters) -> str:
    """The text with only the signs that some font here can draw: emoji and what is unknown fall
    away. Empty when too little is left to be understood."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = "".join(_drawable(sign, letters) for sign in plain)
    wanted = sum(sign.isalnum() for sign in plain)
    left = sum(sign.isalnum() for sign in kept)
    return " ".join(kept.split()) if wanted and left >= 0.8 * wanted else ""


def fitted(text: str, letters: Letters, *, width: int, height: int, sizes: Sequence[int]) -> Block:
    """The text in lines of at most `width`, in the first of `sizes` (the largest first) in which it
    fits `height`. At the smallest the last line that fits ends in an ellipsis."""
    for size in sizes:
        step = round(size * 1.14)
        lines = _lines(text, letters, size, width)
        if len(lines) * step <= height and all(line.width <= width for line in lines):
            return Block(tuple(lines), size, step)
    most = max(1, height // step)
    return Block(tuple(_cut(lines, most, letters, size, width)), size, step)


def draw(
    on: ImageDraw.ImageDraw, block: Block, letters: Letters, *, at: tuple[int, int], width: int,
    colour: Colour,
) -> None:  # fmt: skip
    """Sets the lines with their left top at `at`; a line in a script that runs from right to left
    stands against the right side of `width`."""
    x, y = at
    for number, line in enumerate(block.lines):
        left = x + (width - line.width if line.right_to_left else 0)
        base = y + number * block.step + round(block.size * 0.86)
        for piece, file in line.pieces:
            font = _font(file, block.size, letters.weight)
            direction = "rtl" if line.right_to_left else "ltr"
            on.text((left, base), piece, font=font, fill=colour, anchor="ls", direction=direction)
            left += font.getlength(piece, direction=direction)


def blank(size: tuple[int, int], colour: Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A ground to draw on."""
    ground = Image.new("RGB", size, colour)
    return ground, ImageDraw.Draw(ground)


def _lines(text: str, letters: Letters, size: int, width: int) -> list[Line]:
    found: list[Line] = []
    words = text.split()
    now = ""
    for word in words:
        wider = f"{now} {word}".strip()
        if not now or _line(wider, letters, size).width <= width:
            now = wider
            continue
        found.append(_line(now, letters, size))
        now = word
    return [*found, _line(now, letters, size)] if now else found


def _cut(lines: Sequence[Line], most: int, letters: Letters, size: int, width: int) -> list[Line]:
    """As many lines as fit, with words that are too long for one broken in two."""
    text = " ".join("".join(piece for piece, _file in line.pieces) for line in lines)
    made: list[str] = []
    while text and len(made) < most:
        end = _fits(text, letters, size, width)
        at = text.rfind(" ", 0, end) if end < len(text) else end
        at = at if at > 0 else end
        made.append(text[:at].strip())
        text = text[at:].strip()
    if text and made:
        last = made[-1]
        while last and _line(f"{last}…", letters, size).width > width:
            last = last[:-1]
        made[-1] = f"{last.rstrip()}…"
    return [_line(one, letters, size) for one in made]


def _fits(text: str, letters: Letters, size: int, width: int) -> int:
    low, high = 1, min(len(text), 200)
    while low < high:
        middle = (low + high + 1) // 2
        if _line(text[:middle], letters, size).width <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _line(text: str, letters: Letters, size: int) -> Line:
    backwards = any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)
    pieces = _pieces(text, letters, whole=backwards)
    direction = "rtl" if backwards else "ltr"
    width = sum(
        _font(file, size, letters.weight).getlength(piece, direction=direction)
        for piece, file in pieces
    )
    return Line(pieces, width, backwards)


def _pieces(text: str, letters: Letters, *, whole: bool) -> tuple[tuple[str, str], ...]:
    """The text cut where the font changes; a line that runs backwards is set in one font."""
    if whole:
        files = [file for file in ELSEWHERE if all(_has(file, s) or s.isspace() for s in text)]
        files = files or [file for file in ELSEWHERE if _opened(file, _PROBE, 0)]
        return ((text, files[0]),) if files else ()
    runs = groupby(text, key=lambda sign: _file_of(sign, letters))
    return tuple(("".join(run), file or letters.files[0]) for file, run in runs)


def _drawable(sign: str, letters: Letters) -> str:
    """The sign, or what it is made of where the house's own letters know only that ("Ĳ")."""
    if sign.isspace() or any(_has(file, sign) for file in letters.files):
        return sign
    plain = unicodedata.normalize("NFKD", sign)
    if plain != sign and all(_file_of(part, letters) in letters.files for part in plain):
        return plain
    return sign if _file_of(sign, letters) else ""


def _file_of(sign: str, letters: Letters) -> str:
    return next((file for file in (*letters.files, *ELSEWHERE) if _has(file, sign)), "")


@lru_cache(maxsize=4096)
def _has(file: str, sign: str) -> bool:
    """Whether the font draws something else for this sign than for one that no font has."""
    font = _opened(file, _PROBE, 0)
    if font is None or sign in _EMOJI_SIGNS:
        return False
    if unicodedata.category(sign) in _UNSEEN:
        return False
    if sign.isspace():
        return True
    own, missing = font.getmask(sign), font.getmask(_MISSING)
    return own.size != missing.size or bytes(own) != bytes(missing)


def _font(file: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = _opened(file, size, weight)
    if font is None:
        raise OSError(file)
    return font


@lru_cache(maxsize=128)
def _opened(file: str, size: int, weight: int) -> ImageFont.FreeTypeFont | None:
    path = FONTS / f"{file}.woff2"
    try:
        font = ImageFont.truetype(str(path) if path.is_file() else file, size)
    except OSError:
        return None
    if weight and path.is_file():
        font.set_variation_by_axes([weight])
    return font
