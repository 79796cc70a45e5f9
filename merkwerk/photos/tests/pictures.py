"""Pictures made for a test: real files of every format, and bent ones."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from merkwerk.photos import actions
from merkwerk.photos.models import Photo

SECRET = "Keizersgracht 1"
HOSTILE = "<script>alert(1)</script>{{7*7}}"


def drawn(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Red, with its left half blue and a green corner at the top right."""
    made = Image.new("RGB", size, "red")
    made.paste((0, 0, 255), (0, 0, size[0] // 2, size[1]))
    made.paste((0, 255, 0), (size[0] * 3 // 4, 0, size[0], size[1] // 4))
    return made


def raw(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **told: Any) -> bytes:
    """The file of such a picture."""
    out = BytesIO()
    drawn(size).save(out, kind, **told)
    return out.getvalue()


def heic(frames: int = 1, size: tuple[int, int] = (64, 48)) -> bytes:
    """HEIC with its first picture the main one, the others of another size."""
    made = pillow_heif.HeifFile()  # type: ignore[no-untyped-call]
    for number in range(frames):
        made.add_from_pillow(drawn(size if number == 0 else (32, 32)))
    out = BytesIO()
    made.save(out, quality=60)
    return out.getvalue()


def telling(orientation: int = 1) -> bytes:
    """A JPEG that tells everything about who took it, where, and in hostile words."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = orientation, SECRET, HOSTILE
    exif[0x0132] = "2024:05:06 10:11:12"
    exif.get_ifd(0x8825)[2] = (52.0, 22.0, 1.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    return raw(exif=exif, comment=SECRET.encode(), xmp=xmp, icc_profile=profile)


def telling_png() -> bytes:
    """The same as PNG, with its text chunks."""
    info = PngInfo()
    info.add_text("Comment", SECRET, zip=True)
    info.add_itxt("XML:com.adobe.xmp", SECRET)
    return raw("PNG", pnginfo=info)


def claiming(width: int, height: int) -> bytes:
    """A PNG that says it has so many points, in a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pieces = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in pieces
    )
    return b"\x89PNG\r\n\x1a\n" + body


def written(folder: Path, data: bytes, name: str = "brought") -> Path:
    """A file of these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def ready(**told: Any) -> Photo:
    """A photo that is ready to use, with small files that are there."""
    folder = actions.files.new_folder()
    (folder / "original").write_bytes(raw())
    for ending in ("avif", "webp", "jpg"):
        (folder / f"60.{ending}").write_bytes(b"not looked at")
    fresh = {
        "state": Photo.State.READY, "width": 60, "height": 40, "sizes": [[60, 40]],
        "description": "Sanne at the harbour", "photographer": "Karim Aydin", "source": "archive",
        "original": folder.name,
    }  # fmt: skip
    return Photo.objects.create(**fresh | told)


EXTRA: dict[str, Any] = {"description": "", "decorative": False, "photographer": "", "source": ""}
