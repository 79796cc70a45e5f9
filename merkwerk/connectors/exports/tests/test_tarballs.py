"""A tar is read as a zip is: what is in it, and no further than is sane."""

from __future__ import annotations

import gzip
import io
import resource
import tarfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import mastodon, tarballs
from merkwerk.connectors.exports.archives import DamagedMember
from merkwerk.connectors.exports.recognise import recognise
from merkwerk.connectors.exports.tarballs import Tarball, is_tarball
from merkwerk.connectors.exports.tests.making import SAMPLES, zipped
from merkwerk.connectors.exports.values import Format

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ARCHIVE = SAMPLES / "mastodon-archive"
Change = Callable[[tarfile.TarInfo], None]


def tar_of(
    target: Path,
    members: Mapping[str, bytes],
    *,
    packed: bool = True,
    format: int = tarfile.PAX_FORMAT,
    change: Change | None = None,
) -> Path:
    with tarfile.open(target, "w:gz" if packed else "w", format=format) as archive:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            if change:
                change(info)
            archive.addfile(info, io.BytesIO(body))
    return target


def sample(tmp_path: Path, under: str = "", packed: bool = True) -> Path:
    files = {
        under + one.relative_to(ARCHIVE).as_posix(): one.read_bytes()
        for one in ARCHIVE.rglob("*")
        if one.is_file()
    }
    return tar_of(tmp_path / "archive.tar.gz", files, packed=packed)


@pytest.mark.parametrize(("under", "packed"), [("", True), ("archief/", True), ("", False)])
def test_an_archive_of_mastodon_says_the_same_as_its_zip(
    tmp_path: Path, under: str, packed: bool
) -> None:
    as_zip = mastodon.read(zipped(tmp_path / "archive.zip", ARCHIVE), now=NOW)
    as_tar = mastodon.read(sample(tmp_path, under, packed), now=NOW)
    told = [[one for one in found if hasattr(one, "key")] for found in (as_zip, as_tar)]
    assert told[0] == told[1] != []


def test_it_is_recognised(tmp_path: Path) -> None:
    assert recognise(sample(tmp_path), "archive.tar.gz") is Format.MASTODON
    assert recognise(tar_of(tmp_path / "x.tgz", {"a.txt": b"a"}), "x.tgz") is None


@pytest.mark.parametrize("format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_and_foreign_names_are_read(tmp_path: Path, format: int) -> None:
    names = ["map/" * 12 + "x" * 120 + ".json", "één.json"]
    path = tar_of(tmp_path / "a.tgz", dict.fromkeys(names, b"{}"), format=format)
    assert list(Tarball(path).names) == names


@pytest.mark.parametrize("name", ["/etc/passwd", "../../outbox.json", "a/../../b", "a\\b"])
def test_a_path_that_leads_out_is_no_file(tmp_path: Path, name: str) -> None:
    assert Tarball(tar_of(tmp_path / "a.tgz", {name: b"x", "b": b"y"})).names == ("b",)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, b"D"])
def test_links_and_devices_are_no_files(tmp_path: Path, kind: bytes) -> None:
    def change(info: tarfile.TarInfo) -> None:
        info.type, info.linkname, info.size = kind, "/etc/passwd", 0

    path = tar_of(tmp_path / "a.tgz", {"outbox.json": b""}, change=change)
    assert Tarball(path).names == ()


def test_too_many_members_are_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tarballs, "MOST_MEMBERS", 10)
    path = tar_of(tmp_path / "a.tgz", {f"{n}.json": b"" for n in range(11)})
    with pytest.raises(UnreadableFile) as error:
        Tarball(path)
    assert error.value.code == "bomb"


def test_what_unpacks_to_far_more_is_a_bomb(tmp_path: Path) -> None:
    path = tar_of(tmp_path / "a.tgz", {"outbox.json": bytes(30_000_000)})
    with pytest.raises(UnreadableFile) as error:
        Tarball(path)
    assert error.value.code == "bomb"


def test_a_name_of_absurd_length_is_never_held(tmp_path: Path) -> None:
    head = tarfile.TarInfo("pax")
    head.type, head.size = tarfile.XHDTYPE, 5_000_000_000
    path = tmp_path / "a.tgz"
    path.write_bytes(gzip.compress(head.tobuf(tarfile.GNU_FORMAT) + bytes(100_000)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableFile):
        Tarball(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_cut_off_archive_is_broken(tmp_path: Path) -> None:
    path = sample(tmp_path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    with pytest.raises(UnreadableFile) as error:
        list(mastodon.read(path, now=NOW))
    assert error.value.code in ("broken-file", "unknown-file")


def test_a_gzip_of_something_else_is_no_tar(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"From anna\n" * 100))
    assert not is_tarball(path)
    assert recognise(path, "a.gz") is None


def test_a_member_larger_than_allowed_is_refused(tmp_path: Path) -> None:
    archive = Tarball(tar_of(tmp_path / "a.tgz", {"actor.json": b"[1, 2, 3]"}))
    assert archive.json("actor.json") == [1, 2, 3]
    with pytest.raises(Exception, match="4"):
        archive.json("actor.json", most=4)


@pytest.mark.parametrize("cut", range(0, 1024, 64))
def test_a_changed_byte_costs_no_more_than_the_file(tmp_path: Path, cut: int) -> None:
    path = sample(tmp_path, packed=False)
    raw = bytearray(path.read_bytes())
    raw[cut] ^= 0xFF
    path.write_bytes(raw)
    try:
        archive = Tarball(path)
        for name in archive.names:
            archive.head(name)
    except (UnreadableFile, DamagedMember):
        pass
