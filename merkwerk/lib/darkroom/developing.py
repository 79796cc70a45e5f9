"""From a file that a stranger may have bent to sizes with nothing in them but what is seen.

Formats, ladder and qualities: AVIF (speed 8), WebP and JPEG, at 320 to 1920 points wide.
"""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from base64 import b64encode
from dataclasses import asdict, dataclass
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image

from merkwerk.lib.darkroom.colours import OPAQUE, flat, plain
from merkwerk.lib.darkroom.kinds import HEAD, NotAPhoto, kind_of

LADDER = (320, 640, 960, 1280, 1920)
WIDEST = LADDER[-1]
MOST_POINTS = 64_000_000
MOST_POINTS_OF_JPEG = 120_000_000
LONGEST = 12
"""So many times as long as it is wide (or the other way round), at most."""
TINY = 99
"""Bytes of the placeholder, at most."""
_TINY_TRIES = ((16, 30), (16, 10), (12, 30), (12, 10), (16, 1), (10, 1), (6, 1))
SAVING: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 58, "speed": 8, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
}
BROKEN = (
    *(OSError, SyntaxError, EOFError, ValueError, LookupError, TypeError, RuntimeError),
    *(ArithmeticError, AttributeError, struct.error, zlib.error),
)
"""What decoders raise over a file that somebody bent on purpose."""
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "avif": "AVIF"}
_T = Image.Transpose
UPRIGHT = {
    2: _T.FLIP_LEFT_RIGHT,
    3: _T.ROTATE_180,
    4: _T.FLIP_TOP_BOTTOM,
    5: _T.TRANSPOSE,
    6: _T.ROTATE_270,
    7: _T.TRANSVERSE,
    8: _T.ROTATE_90,
}
_DAY = re.compile(r"(\d{4}):(\d{2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Developed:
    """What came out. Width and height are those of the whole picture, upright; `sizes` are
    [width, height], the smallest first; the placeholder is a WebP in base64, empty when the
    picture has clear parts; `taken_on` as year-month-day, empty when nobody knows."""

    width: int
    height: int
    sizes: list[list[int]]
    placeholder: str
    likeness: str
    taken_on: str

    def told(self) -> dict[str, Any]:
        return asdict(self)


def develop(original: Path, into: Path) -> Developed:
    """Writes every size of the picture as `<width>.avif`, `.webp` and `.jpg` into a folder that is
    there. Upright, in sRGB, the first or main frame only, and without anything else that came in
    the file. Raises NotAPhoto (its size in points is looked at before anything is unpacked)."""
    try:
        with _opened(original) as picture:
            turned = _orientation(picture)
            raw = picture.size
            taken = _taken_on(picture)
            size = raw[::-1] if turned in {5, 6, 7, 8} else raw
            seen = _seen(picture, turned, size)
    except NotAPhoto:
        raise
    except MemoryError:
        raise NotAPhoto("too-heavy") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPhoto("too-many-points") from None
    except BROKEN:
        raise NotAPhoto("broken") from None
    sizes = ladder(*size)
    for width, height in reversed(sizes):
        _write(seen, width, height, into)
    tiny = placeholder(seen) if seen.mode in OPAQUE else b""
    return Developed(*size, sizes, b64encode(tiny).decode(), likeness(seen), taken)


def ladder(width: int, height: int) -> list[list[int]]:
    """The sizes of a picture, the smallest first: the steps of the ladder that are clearly
    smaller, and the picture itself or 1920 points; never wider than it is."""
    last = min(width, WIDEST)
    steps = [*(step for step in LADDER if step <= last * 0.85), last]
    return [[step, max(1, round(step * height / width))] for step in steps]


def placeholder(picture: Image.Image) -> bytes:
    """The picture at a glance, as WebP of less than 100 bytes."""
    for side, quality in _TINY_TRIES:
        small = picture.convert("RGB")
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = BytesIO()
        small.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= TINY:
            return out.getvalue()
    return b""


def likeness(picture: Image.Image) -> str:
    """Sixteen signs that stay the same when a picture is made smaller or saved anew (where it gets
    darker to the right, in 8 by 8 fields); empty for a picture of one colour."""
    small = flat(picture).convert("L").resize((9, 8), Image.Resampling.BOX)
    greys = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (greys[at] > greys[at + 1] + 2)
    return f"{bits:016x}" if bits else ""


def _opened(original: Path) -> Image.Image:
    with original.open("rb") as stream:
        kind = kind_of(stream.read(HEAD))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_POINTS_OF_JPEG
    if kind == "heif":
        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.options.THUMBNAILS = False
        pillow_heif.options.DEPTH_IMAGES = False
        pillow_heif.options.AUX_IMAGES = False
        pillow_heif.register_heif_opener()
    picture = Image.open(original, formats=[FORMATS.get(kind, "HEIF")])
    _measured(picture, MOST_POINTS_OF_JPEG if kind == "jpeg" else MOST_POINTS)
    return picture


def _measured(picture: Image.Image, most: int) -> None:
    width, height = picture.size
    if width * height > most:
        raise NotAPhoto("too-many-points")
    if max(width, height) > LONGEST * min(width, height):
        raise NotAPhoto("too-long")


def _orientation(picture: Image.Image) -> int:
    """As the camera was held, 1 to 8; upright when nobody can read it."""
    try:
        told = picture.getexif().get(0x0112, 1)
    except BROKEN:
        return 1
    return told if isinstance(told, int) and told in UPRIGHT else 1


def _taken_on(picture: Image.Image) -> str:
    try:
        exif = picture.getexif()
        told = exif.get_ifd(0x8769).get(0x9003) or exif.get(0x0132)
    except BROKEN:
        return ""
    found = _DAY.match(told) if isinstance(told, str) else None
    return "-".join(found.groups()) if found else ""


def _seen(picture: Image.Image, turned: int, size: tuple[int, int]) -> Image.Image:
    """What the eye sees of it, at most 1920 points wide, in a picture that knows nothing else."""
    share = min(1.0, WIDEST / size[0])
    wanted = (ceil(picture.width * share), ceil(picture.height * share))
    picture.draft("RGB", wanted)
    if picture.mode in {"RGB", "L", "CMYK"} and share < 1:
        picture.thumbnail(wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
    upright = picture.transpose(UPRIGHT[turned]) if turned in UPRIGHT else picture
    upright.info = dict(picture.info)
    made = plain(upright)
    clean = Image.new(made.mode, made.size)
    clean.paste(made)
    if share < 1 and clean.width > WIDEST:
        clean = clean.resize((WIDEST, max(1, round(size[1] * share))), Image.Resampling.LANCZOS)
    return clean


def _write(seen: Image.Image, width: int, height: int, into: Path) -> None:
    small = seen
    if seen.size != (width, height):
        small = seen.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    for ending, (kind, options) in SAVING.items():
        path = into / f"{width}.{ending}"
        shown = flat(small) if kind == "JPEG" else small
        if kind != "JPEG" and shown.mode == "L":
            shown = shown.convert("RGB")
        shown.save(path, kind, **options)
        path.chmod(0o644)
