"""Pictures that somebody brings: kept in the private folder with nothing in them but what is seen.

What comes in is a stranger to be careful with, so it is opened once, by four decoders only, and
written anew: where and when it was taken, with which phone and by whom does not go along.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from merkwerk.lib.darkroom.colours import OPAQUE, flat, plain
from merkwerk.lib.uploads import private_file

INSIDE = "pictures"
MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 60_000_000
SIDE = 4096
KEPT_BYTES = 4 * 1024 * 1024
JPEG, PNG = "image/jpeg", "image/png"
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
BROKEN = (
    *(OSError, SyntaxError, EOFError, MemoryError, ValueError, LookupError, TypeError),
    *(ArithmeticError, AttributeError, struct.error, zlib.error, Image.DecompressionBombError),
)
"""What decoders raise over a file that somebody bent on purpose."""
_NAME = re.compile(r"picture-[0-9a-f]{32}")
_SIZES = (1.0, 0.85, 0.7, 0.55, 0.42, 0.3, 0.2)
_QUALITIES = (88, 78, 66)

SAYS: dict[str, str | Promise] = {
    "no-picture": _("This is not a picture that can be read. Take a JPEG, PNG or WebP."),
    "drawing": _("This is a drawing made of lines (SVG). Save it as PNG, and bring that."),
    "phone-format": _("This is a phone's own format (HEIC). Save it as JPEG, and bring that."),
    "moves": _("This picture moves. Bring one that stands still."),
    "broken": _("This picture ends too early. Save it once more, and bring that."),
    "too-large": _("This picture is too large. Make it smaller, and bring that."),
    "missing": _("This picture is not here any more. Add it again."),
}


class NoPicture(ValueError):
    """A picture that can't be kept or found; `code` is one of `SAYS`, `says` a sentence with what
    to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def says(self) -> str:
        return str(SAYS[self.code])


class Readable(Protocol):
    """A file that is open, an upload among them."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture in the private folder; width and height as it is seen, `type` as in MIME."""

    name: str
    width: int
    height: int
    type: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """A picture's bytes, made to fit where they go."""

    data: bytes
    width: int
    height: int
    type: str


def keep_picture(file: Readable) -> Kept:
    """Keeps a picture as JPEG or PNG, upright, in ordinary colours, at most 4096 points wide and
    high, and without anything else that came in the file. Raises NoPicture for what is no JPEG,
    PNG, WebP or GIF, moves, ends too early, or is larger than 25 MB or 60 million points (which
    is looked at before anything is unpacked)."""
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise NoPicture("too-large")
    seen = _seen(raw)
    data, kind = _written(seen, was_png=raw[:4] == b"\x89PNG")
    path, stream = private_file("picture", INSIDE)
    with stream:
        stream.write(data)
    return Kept(path.name, seen.width, seen.height, kind)


def picture_path(name: str) -> Path:
    """Where a kept picture lies. Raises NoPicture for a name that is none, or a file that went."""
    path = settings.PRIVATE_DIR / INSIDE / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NoPicture("missing")
    return Path(path)


def forget_picture(name: str) -> None:
    """Removes a kept picture; one that is not there is fine, and no other file is touched."""
    if _NAME.fullmatch(name):
        (settings.PRIVATE_DIR / INSIDE / name).unlink(missing_ok=True)


def fitted(name: str, *, most_bytes: int, side: int = SIDE) -> Fitted:
    """A kept picture as it can go somewhere that takes at most so many bytes and points a side:
    as it is where it fits, else as a JPEG that loses quality first and size then. Raises NoPicture
    when it is not there, or can't be made that small."""
    data = picture_path(name).read_bytes()
    kind = PNG if data[:4] == b"\x89PNG" else JPEG
    with _opened(data) as picture:
        if len(data) <= most_bytes and max(picture.size) <= side:
            return Fitted(data, *picture.size, kind)
        whole = flat(picture)
    for share in _SIZES:
        most = max(1, int(min(side, max(whole.size)) * share))
        smaller = whole.copy()
        smaller.thumbnail((most, most), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            data = _jpeg(smaller, quality)
            if len(data) <= most_bytes:
                return Fitted(data, *smaller.size, JPEG)
    raise NoPicture("too-large")


def _opened(raw: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(raw), formats=FORMATS)
    except Image.DecompressionBombError:
        raise NoPicture("too-large") from None
    except (UnidentifiedImageError, *BROKEN):
        raise NoPicture(_what_else(raw)) from None


def _what_else(raw: bytes) -> str:
    head = raw[:2000].lstrip().lower()
    if raw[4:8] == b"ftyp" and raw[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}:
        return "phone-format"
    if head.startswith((b"<?xml", b"<svg", b"<!doctype svg")) and b"<svg" in head:
        return "drawing"
    return "no-picture"


def _seen(raw: bytes) -> Image.Image:
    """What the eye sees of it, in a picture that knows nothing else."""
    with _opened(raw) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise NoPicture("too-large")
        try:
            if picture.format != "MPO" and getattr(picture, "is_animated", False):
                raise NoPicture("moves")
            picture.draft("RGB", (SIDE, SIDE))
            if picture.mode in {"RGB", "RGBA", "L", "CMYK"}:
                picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)  # one huge copy, not four
            seen = plain(ImageOps.exif_transpose(picture))
        except NoPicture:
            raise
        except BROKEN:
            raise NoPicture("broken") from None
    seen.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    clean = Image.new(seen.mode, seen.size)
    clean.paste(seen)
    return clean


def _written(picture: Image.Image, *, was_png: bool) -> tuple[bytes, str]:
    """A PNG stays one (letters on a screen stay sharp) unless that makes it huge."""
    if was_png or picture.mode not in OPAQUE:
        out = BytesIO()
        picture.save(out, "PNG", optimize=picture.width * picture.height < 4_000_000)
        if out.tell() <= KEPT_BYTES:
            return out.getvalue(), PNG
    return _jpeg(flat(picture), 90), JPEG


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out: BinaryIO = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    out.seek(0)
    return out.read()
