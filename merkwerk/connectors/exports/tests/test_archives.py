"""Archives: looked into, never further than is sane."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import archives
from merkwerk.connectors.exports.archives import Archive, DamagedMember, TooLargeMember
from merkwerk.connectors.exports.tests.making import zip_of
from merkwerk.connectors.exports.troubles import Whole


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def refusal(file: Path) -> str:
    with pytest.raises(UnreadableFile) as refused, Archive(file):
        pass
    return refused.value.code


def test_a_bomb_is_refused(file: Path) -> None:
    assert refusal(zip_of(file, {"a.json": b"0" * 20_000_000})) == Whole.BOMB


def test_too_many_files_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    assert refusal(zip_of(file, dict.fromkeys("abcd", ""))) == Whole.BOMB


def test_an_index_too_large_to_be_held_is_refused_unread(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_INDEX", 100)
    assert refusal(zip_of(file, dict.fromkeys("abcd", ""))) == Whole.BOMB


def test_a_locked_archive_is_refused(file: Path) -> None:
    zip_of(file, {"a.csv": "x"})
    raw = bytearray(file.read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(raw)
    assert refusal(file) == Whole.LOCKED


def test_half_an_archive_is_refused(file: Path) -> None:
    zip_of(file, {"a.csv": "x" * 1000})
    file.write_bytes(file.read_bytes()[:-30])
    assert refusal(file) == Whole.BROKEN


def test_a_damaged_member_is_told(file: Path) -> None:
    zip_of(file, {"a.json": "[1, 2, 3]" * 50})
    raw = bytearray(file.read_bytes())
    raw[40:44] = b"\xff\xff\xff\xff"
    file.write_bytes(raw)
    with Archive(file) as archive, pytest.raises(DamagedMember):
        archive.read("a.json")


def test_a_member_that_is_too_large_is_told(file: Path) -> None:
    zip_of(file, {"a.json": "[1, 2, 3]"})
    with Archive(file) as archive, pytest.raises(TooLargeMember):
        archive.json("a.json", most=5)


def test_json_that_is_none_is_damaged(file: Path) -> None:
    zip_of(file, {"a.json": "[1, 2"})
    with Archive(file) as archive, pytest.raises(DamagedMember):
        archive.json("a.json")


def test_nothing_is_written_anywhere(file: Path, tmp_path: Path) -> None:
    zip_of(file, {"../../boven.csv": "x", "/etc/passwd": "y"})
    with Archive(file) as archive:
        assert archive.read("../../boven.csv") == b"x"
    assert [path.name for path in tmp_path.iterdir()] == ["upload"]


def test_the_least_deep_of_a_name_is_found_whatever_its_case(file: Path) -> None:
    zip_of(file, {"a/b/Connections.csv": "x", "Map/CONNECTIONS.CSV": "y", "Unconnections.csv": ""})
    with Archive(file) as archive:
        assert archive.find("connections.csv") == "Map/CONNECTIONS.CSV"


def test_what_a_mac_leaves_behind_is_not_there(file: Path) -> None:
    zip_of(file, {"__MACOSX/._a.csv": "", "._b.csv": "", ".DS_Store": "", "a.csv": ""})
    with Archive(file) as archive:
        assert archive.names == ("a.csv",)


def test_names_that_lie_about_their_size_are_cut_there(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", "x" * 1000)
    raw = file.read_bytes().replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    file.write_bytes(raw)
    with Archive(file) as archive, pytest.raises(DamagedMember):
        archive.read("a.csv")
