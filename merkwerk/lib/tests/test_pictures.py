"""Pictures that people bring: nothing hidden goes along, and nothing odd is opened."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pytest_django.fixtures import Settings

from merkwerk.lib.pictures import NoPicture, fitted, forget_picture, keep_picture, picture_path

SECRET = b"Keizersgracht 1"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PRIVATE_DIR = tmp_path / "private"
    return tmp_path / "private"


def photo(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **told: Any) -> BytesIO:
    made = Image.new("RGB", size, "red")
    made.paste((0, 0, 255), (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    made.save(out, kind, **told)
    out.seek(0)
    return out


def refused(raw: bytes) -> str:
    with pytest.raises(NoPicture) as trouble:
        keep_picture(BytesIO(raw))
    assert trouble.value.says
    return trouble.value.code


def test_what_is_seen_is_kept() -> None:
    kept = keep_picture(photo())
    assert (kept.width, kept.height, kept.type) == (40, 20, "image/jpeg")
    with Image.open(picture_path(kept.name)) as stored:
        assert stored.size == (40, 20)


def test_where_and_with_what_it_was_taken_is_not() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "Telefoon van Sanne", SECRET.decode()
    exif.get_ifd(0x8825)[2] = (52.0, 22.0, 1.0)
    brought = photo(exif=exif, comment=SECRET, xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>")
    assert SECRET in brought.getvalue()
    path = picture_path(keep_picture(brought).name)
    assert SECRET not in path.read_bytes()
    with Image.open(path) as stored:
        assert not stored.getexif()
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(stored.info)


def test_what_was_written_into_a_png_is_not_kept() -> None:
    told = PngInfo()
    told.add_itxt("Location", SECRET.decode())
    path = picture_path(keep_picture(photo(kind="PNG", pnginfo=told)).name)
    assert SECRET not in path.read_bytes()


def test_what_hangs_behind_the_picture_is_not_kept() -> None:
    path = picture_path(keep_picture(BytesIO(photo().getvalue() + SECRET)).name)
    assert SECRET not in path.read_bytes()


def test_a_phone_held_upright_stays_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = keep_picture(photo(exif=exif, quality=95))
    assert (kept.width, kept.height) == (20, 40)
    with Image.open(picture_path(kept.name)) as stored:
        red, _, blue = stored.getpixel((10, 5))  # type: ignore[misc]
    assert blue > 200 > 60 > red


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_it_takes_what_people_have(kind: str) -> None:
    assert keep_picture(photo(kind=kind)).width == 40


def test_letters_on_a_screen_stay_sharp() -> None:
    assert keep_picture(photo(kind="PNG")).type == "image/png"


def test_it_is_read_in_odd_colours() -> None:
    for mode in ("CMYK", "L", "1", "LA", "I;16", "P"):
        out = BytesIO()
        Image.new(mode, (8, 8)).save(out, "TIFF" if mode == "CMYK" else "PNG")
        if mode == "CMYK":
            out = BytesIO()
            Image.new(mode, (8, 8)).save(out, "JPEG")
        out.seek(0)
        assert keep_picture(out).width == 8


def test_a_huge_photo_is_made_smaller() -> None:
    kept = keep_picture(photo((5000, 1000)))
    assert (kept.width, kept.height) == (4096, 819)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "no-picture"),
        (b"MZ\x90\x00 a program", "no-picture"),
        (b"%PDF-1.7 a paper", "no-picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "drawing"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "drawing"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "phone-format"),
        (b"\xff\xd8\xff" + b"\x00" * 100, "no-picture"),
    ],
)
def test_it_refuses_what_is_no_picture(raw: bytes, code: str) -> None:
    assert refused(raw) == code


def test_it_refuses_what_ends_too_early() -> None:
    whole = photo((400, 400), quality=100).getvalue()
    assert refused(whole[: len(whole) // 2]) == "broken"


def test_it_refuses_what_moves() -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert refused(out.getvalue()) == "moves"


def test_it_refuses_a_small_file_that_would_unpack_to_gigabytes() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1_000_000)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    assert refused(bomb) == "too-large"


def test_it_refuses_a_file_beyond_the_limit() -> None:
    assert refused(photo().getvalue() + b"\x00" * (25 * 1024 * 1024)) == "too-large"


def test_it_is_made_to_fit_where_it_goes() -> None:
    noise = Image.effect_noise((1500, 1500), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG", quality=95)
    out.seek(0)
    name = keep_picture(out).name
    small = fitted(name, most_bytes=300_000)
    assert len(small.data) <= 300_000
    assert small.type == "image/jpeg"
    with Image.open(BytesIO(small.data)) as made:
        assert made.size == (small.width, small.height)


def test_what_fits_goes_as_it_is() -> None:
    name = keep_picture(photo(kind="PNG")).name
    assert fitted(name, most_bytes=1_000_000).data == picture_path(name).read_bytes()


def test_nobody_reads_or_forgets_another_file_by_a_made_up_name(folder: Path) -> None:
    (folder / "pictures").mkdir(parents=True)
    (folder / "up-secret").write_bytes(b"x")
    for name in ("../merkwerk.env", "../up-secret", "picture-../../x", ""):
        forget_picture(name)
        with pytest.raises(NoPicture):
            picture_path(name)
    assert (folder / "up-secret").exists()


def test_a_forgotten_picture_is_gone() -> None:
    name = keep_picture(photo()).name
    forget_picture(name)
    forget_picture(name)
    with pytest.raises(NoPicture):
        picture_path(name)


def test_a_file_bent_on_purpose_is_refused_with_a_sentence() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    whole = photo(kind="PNG").getvalue()
    end = whole.rindex(b"IEND") - 4
    swollen = chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 5_000_000))
    assert refused(whole[:end] + swollen + whole[end:]) == "broken"
