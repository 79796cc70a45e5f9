"""Pictures in the colours that every screen takes for granted."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageCms

OPAQUE = ("RGB", "L")


def plain(picture: Image.Image) -> Image.Image:
    """In sRGB with eight bits a colour, with its transparency if any: RGB, RGBA or L."""
    clear = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if clear else "L" if picture.mode in {"1", "L"} else "RGB"
    profile = picture.info.get("icc_profile")
    if isinstance(profile, bytes) and picture.mode in {"RGB", "CMYK", "RGBA"}:
        made = _by_profile(picture, profile, mode)
        if made is not None:
            return made
    if picture.mode.startswith(("I", "F")):
        return _depth(picture)
    return picture.convert(mode)


def flat(picture: Image.Image) -> Image.Image:
    """Without holes: what is clear becomes white."""
    if picture.mode in OPAQUE:
        return picture.copy()
    seen = picture.convert("RGBA")
    ground = Image.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground


def _by_profile(picture: Image.Image, profile: bytes, mode: str) -> Image.Image | None:
    into = "RGBA" if mode == "RGBA" and picture.mode == "RGBA" else "RGB"
    try:
        ours = ImageCms.createProfile("sRGB")
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, theirs, ours, outputMode=into)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _depth(picture: Image.Image) -> Image.Image:
    """Greys of sixteen bits or more, brought back to eight."""
    lowest, highest = picture.convert("F").getextrema()
    span = max(float(highest) - float(lowest), 1.0)  # type: ignore[arg-type]
    low = float(lowest)  # type: ignore[arg-type]
    to_byte: Callable[[float], float] = lambda grey: (grey - low) * (255.0 / span)  # noqa: E731
    return picture.convert("F").point(to_byte).convert("L")
