"""Files that somebody bent on purpose are refused with a word, and harm nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from merkwerk.lib.darkroom import developing
from merkwerk.lib.darkroom.developing import develop
from merkwerk.lib.darkroom.kinds import NotAPhoto, kind_of
from merkwerk.photos.sentences import TROUBLES, trouble
from merkwerk.photos.tests.pictures import claiming, heic, raw, written

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>evil()</script></svg>'
POLYGLOT = b"GIF89a/*\x01\x00\x00\x00,\x00\x00\x00\x00*/=1;alert(document.domain)//;"


def refused(folder: Path, data: bytes) -> str:
    into = folder / "made"
    into.mkdir(exist_ok=True)
    with pytest.raises(NotAPhoto) as why:
        develop(written(folder, data), into)
    assert not list(into.iterdir())
    assert why.value.code in TROUBLES
    return why.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SVG, "drawing"),
        (b"  <svg onload=evil()>", "drawing"),
        (b"<!DOCTYPE html><script>evil()</script>", "page"),
        (b"\xef\xbb\xbf<html><body>", "page"),
        (b"%PDF-1.7", "document"),
        (POLYGLOT, "polyglot"),
        (b"GIF89a=1;alert(1)", "polyglot"),
        (b"MZ\x90\x00", "no-picture"),
        (b"", "no-picture"),
        (b"BM" + b"\0" * 60, "no-picture"),
        (b"II*\0" + b"\0" * 60, "no-picture"),
    ],
)
def test_what_is_no_photo_is_known_by_its_first_bytes(data: bytes, code: str) -> None:
    with pytest.raises(NotAPhoto) as why:
        kind_of(data)
    assert why.value.code == code


def test_three_hundred_megapixels_are_refused_unopened(tmp_path: Path) -> None:
    assert refused(tmp_path, claiming(20_000, 15_000)) == "too-many-points"


def test_a_bomb_of_four_thousand_megapixels_too(tmp_path: Path) -> None:
    assert refused(tmp_path, claiming(65_000, 65_000)) == "too-many-points"


def test_a_bomb_in_the_words_of_a_png_is_refused(tmp_path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "a" * 80_000_000, zip=True)
    assert refused(tmp_path, raw("PNG", pnginfo=info)) == "broken"


def test_a_strip_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, raw("PNG", size=(2000, 20))) == "too-long"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_what_ends_too_early_is_refused(tmp_path: Path, kind: str) -> None:
    whole = raw(kind, size=(300, 200))
    assert refused(tmp_path, whole[: len(whole) // 2]) == "broken"


def test_a_heic_that_ends_too_early_is_refused(tmp_path: Path) -> None:
    whole = heic(size=(300, 200))
    assert refused(tmp_path, whole[: len(whole) // 2]) == "broken"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_picture_with_damage_anywhere_never_breaks_the_reader(tmp_path: Path, kind: str) -> None:
    whole = raw(kind, size=(90, 60))
    into = tmp_path / "made"
    into.mkdir()
    words = set()
    for at in range(0, len(whole), max(1, len(whole) // 24)):
        bent = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            develop(written(tmp_path, bent), into)
        except NotAPhoto as why:
            words.add(why.code)
    assert words
    assert words <= TROUBLES.keys()


def test_a_program_behind_a_picture_does_not_come_out(tmp_path: Path) -> None:
    into = tmp_path / "made"
    into.mkdir()
    develop(written(tmp_path, raw() + b"<script>evil()</script>"), into)
    assert not any(b"evil()" in path.read_bytes() for path in into.iterdir())


def test_exif_that_is_no_exif_harms_nobody(tmp_path: Path) -> None:
    into = tmp_path / "made"
    into.mkdir()
    data = raw(exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 400)
    assert develop(written(tmp_path, data), into).sizes == [[60, 40]]


def test_memory_that_runs_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> Image.Image:
        raise MemoryError

    monkeypatch.setattr(developing, "_seen", full)
    assert refused(tmp_path, raw()) == "too-heavy"


def test_every_trouble_has_a_sentence_that_ends() -> None:
    assert all(trouble(code).endswith(".") for code in TROUBLES)


def test_a_word_that_nobody_knows_reads_as_broken() -> None:
    assert trouble("???") == trouble("broken")
