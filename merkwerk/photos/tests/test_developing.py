"""What comes out of the darkroom: upright, in sRGB, with nothing in it but what is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from merkwerk.lib.darkroom.developing import Developed, develop, ladder
from merkwerk.photos.tests.pictures import (
    HOSTILE,
    SECRET,
    drawn,
    heic,
    raw,
    telling,
    telling_png,
    written,
)


def made(folder: Path, data: bytes) -> Developed:
    into = folder / "made"
    into.mkdir(exist_ok=True)
    return develop(written(folder, data), into)


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((folder / "made").iterdir()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF"])
def test_every_format_of_phones_and_browsers_is_read(tmp_path: Path, kind: str) -> None:
    data = heic(size=(60, 40)) if kind == "HEIF" else raw(kind)
    done = made(tmp_path, data)
    assert (done.width, done.height, done.sizes) == (60, 40, [[60, 40]])


@pytest.mark.parametrize(("ending", "kind"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")])
def test_each_size_comes_in_three_formats(tmp_path: Path, ending: str, kind: str) -> None:
    made(tmp_path, raw())
    with Image.open(tmp_path / "made" / f"60.{ending}") as shown:
        assert (shown.format, shown.size) == (kind, (60, 40))


def test_nothing_but_what_is_seen_goes_along(tmp_path: Path) -> None:
    assert SECRET.encode() in telling()
    made(tmp_path, telling())
    assert SECRET.encode() not in everything(tmp_path)
    assert HOSTILE.encode() not in everything(tmp_path)


def test_nothing_stands_beside_the_picture_in_any_format(tmp_path: Path) -> None:
    made(tmp_path, telling())
    for path in (tmp_path / "made").iterdir():
        with Image.open(path) as shown:
            assert not {"exif", "comment", "xmp", "icc_profile"} & set(shown.info)


def test_words_in_a_png_stay_behind(tmp_path: Path) -> None:
    made(tmp_path, telling_png())
    assert SECRET.encode() not in everything(tmp_path)


def test_a_photo_of_a_phone_held_upright_stands_upright(tmp_path: Path) -> None:
    done = made(tmp_path, telling(orientation=6))
    assert (done.width, done.height) == (40, 60)
    with Image.open(tmp_path / "made" / "40.jpg") as shown:
        top = shown.convert("RGB").getpixel((20, 5))
    assert isinstance(top, tuple)
    assert top[2] > 200  # the blue half, which was on the left


@pytest.mark.parametrize("orientation", [1, 2, 3, 4, 5, 6, 7, 8])
def test_every_way_of_holding_a_camera_is_known(tmp_path: Path, orientation: int) -> None:
    done = made(tmp_path, telling(orientation))
    assert (done.width, done.height) == ((60, 40) if orientation < 5 else (40, 60))


def test_the_day_it_was_taken_is_told(tmp_path: Path) -> None:
    assert made(tmp_path, telling()).taken_on == "2024-05-06"


def test_of_twenty_pictures_in_one_file_the_main_one_is_taken(tmp_path: Path) -> None:
    done = made(tmp_path, heic(20))
    assert (done.width, done.height) == (64, 48)


def test_of_a_moving_picture_the_first_frame_is_taken(tmp_path: Path) -> None:
    data = raw("GIF", save_all=True, append_images=[Image.new("RGB", (60, 40), "white")] * 3)
    made(tmp_path, data)
    with Image.open(tmp_path / "made" / "60.webp") as shown:
        assert not getattr(shown, "is_animated", False)
        assert shown.convert("RGB").getpixel((5, 20)) != (255, 255, 255)


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((100, 50), [100]),
        ((350, 100), [350]),
        ((700, 100), [320, 700]),
        ((4000, 3000), [320, 640, 960, 1280, 1920]),
    ],
)
def test_the_ladder_is_never_wider_than_the_picture(
    size: tuple[int, int], widths: list[int]
) -> None:
    assert [step[0] for step in ladder(*size)] == widths


def test_the_real_size_of_every_step_is_told(tmp_path: Path) -> None:
    done = made(tmp_path, raw(size=(700, 333)))
    for width, height in done.sizes:
        with Image.open(tmp_path / "made" / f"{width}.webp") as shown:
            assert shown.size == (width, height)


def test_the_placeholder_has_less_than_a_hundred_bytes(tmp_path: Path) -> None:
    noise = Image.effect_noise((300, 200), 90).convert("RGB")
    noise.save(tmp_path / "noise.png")
    (tmp_path / "made").mkdir()
    done = develop(tmp_path / "noise.png", tmp_path / "made")
    assert 0 < len(done.placeholder) * 3 / 4 < 100


def test_clear_parts_stay_clear_and_have_no_placeholder(tmp_path: Path) -> None:
    picture = drawn().convert("RGBA")
    picture.putalpha(100)
    picture.save(tmp_path / "clear.png")
    (tmp_path / "made").mkdir()
    done = develop(tmp_path / "clear.png", tmp_path / "made")
    with Image.open(tmp_path / "made" / "60.webp") as shown:
        assert (done.placeholder, shown.mode) == ("", "RGBA")


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "RGBA", "LA"])
def test_pictures_in_odd_colours_are_shown_all_the_same(tmp_path: Path, mode: str) -> None:
    picture = Image.new("I;16", (60, 40), 900) if mode == "I;16" else drawn().convert(mode)
    name = "odd.jpg" if mode == "CMYK" else "odd.png"
    picture.save(tmp_path / name)
    (tmp_path / "made").mkdir()
    assert develop(tmp_path / name, tmp_path / "made").sizes == [[60, 40]]


def mirrored(folder: Path, size: tuple[int, int], name: str) -> Developed:
    drawn(size).transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(folder / name)
    (folder / "made").mkdir(exist_ok=True)
    return develop(folder / name, folder / "made")


def test_the_same_picture_in_another_size_looks_alike(tmp_path: Path) -> None:
    small, large = mirrored(tmp_path, (600, 400), "a.jpg"), mirrored(tmp_path, (900, 600), "b.png")
    assert small.likeness == large.likeness != ""


def test_another_picture_does_not(tmp_path: Path) -> None:
    upside_down = drawn((600, 400)).transpose(Image.Transpose.ROTATE_180)
    upside_down.save(tmp_path / "other.png")
    one = mirrored(tmp_path, (600, 400), "a.jpg").likeness
    upside_down.close()
    assert develop(tmp_path / "other.png", tmp_path / "made").likeness != one


def test_a_picture_of_one_colour_looks_like_nothing(tmp_path: Path) -> None:
    Image.new("RGB", (60, 40), "white").save(tmp_path / "white.png")
    (tmp_path / "made").mkdir()
    assert develop(tmp_path / "white.png", tmp_path / "made").likeness == ""
