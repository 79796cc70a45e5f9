"""What kind of file it is, whatever it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports.recognise import recognise
from merkwerk.connectors.exports.tests.making import SAMPLES, zip_of
from merkwerk.connectors.exports.values import Format


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def kind(file: Path, body: str | bytes, name: str = "bestand") -> Format | None:
    file.write_bytes(body if isinstance(body, bytes) else body.encode())
    return recognise(file, name)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("BEGIN:VCARD\nFN:x\nEND:VCARD", Format.VCARD),
        ("\n\r\n begin:vcard\nFN:x", Format.VCARD),
        ("BEGIN:VCALENDAR\nVERSION:2.0\n", Format.CALENDAR),
        ("From a@b.example Sat Jan  3 01:05:34 1996\nFrom: a@b.example\n\nx\n", Format.MBOX),
        ("Return-Path: <a@b.example>\nFrom: a@b.example\nSubject: x\nDate: y\n\nz", Format.MBOX),
        ('{"merkwerk": 1, "relationships": []}', Format.OWN),
        ("Naam;E-mail\nAnna;a@example.org\n", Format.TABLE),
    ],
)
def test_a_kind_is_known_by_its_content(file: Path, body: str, found: Format) -> None:
    assert kind(file, body) == found
    assert kind(file, body, "foto.jpg") in (found, None)


def test_a_card_in_utf_16_is_known(file: Path) -> None:
    assert kind(file, "BEGIN:VCARD\r\nFN:Zoë\r\n".encode("utf-16")) == Format.VCARD


@pytest.mark.parametrize(
    "body",
    [b"", b"  \n", b"\x00" * 100, b"%PDF-1.7", b"<html><p>x</p></html>", b'{"a": 1}', b"\x89PNG\r"],
)
@pytest.mark.parametrize("name", ["contacts.vcf", "adressen.csv", "x.zip"])
def test_a_name_alone_is_not_believed(file: Path, body: bytes, name: str) -> None:
    assert kind(file, body, name) is None


def test_a_list_of_mail_addresses_is_no_list_of_accounts(file: Path) -> None:
    body = "anna@example.org\nbram@example.org\n"
    assert kind(file, body, "adressen.csv") == Format.TABLE
    assert kind(file, body, "followers.csv") == Format.MASTODON


def test_an_archive_with_nothing_for_us_is_not_known(file: Path) -> None:
    assert recognise(zip_of(file, {"a.txt": "x"}), "linkedin.zip") is None


@pytest.mark.parametrize("under", ["", "map/", "map/nog een map/"])
def test_an_archive_may_lie_in_folders(file: Path, under: str) -> None:
    account = (SAMPLES / "x/data/account.js").read_bytes()
    assert recognise(zip_of(file, {f"{under}data/account.js": account}), "x") == Format.X


def test_a_broken_archive_says_so(file: Path) -> None:
    with pytest.raises(UnreadableFile):
        kind(file, b"PK\x03\x04" + b"x" * 100)


def test_a_mail_folder_is_known_without_reading_on(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "From a@b.example Sat Jan  3 01:05:34 1996\nFrom: a@b.example\nSubject: é\n\nx\n"
    file.write_bytes(head.encode() + b"\xff" * 200_000)
    monkeypatch.setattr("merkwerk.connectors.exports.recognise.Sheet", None)
    assert recognise(file, "Alle mail") == Format.MBOX
