"""What kind of file somebody brings: by what is in it, and its name only where that leaves two
possibilities."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import car, google, linkedin, mastodon, outlook, own, table
from merkwerk.connectors.exports.archives import Archive, is_zip
from merkwerk.connectors.exports.decoding import encoding_of
from merkwerk.connectors.exports.sheets import Sheet
from merkwerk.connectors.exports.tarballs import Tarball, is_tarball
from merkwerk.connectors.exports.values import Format

_HEAD = 65_536
_MAIL = re.compile(rb"\s*From \S.*\r?\n|(?:[A-Za-z][\w-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3}")
_LETTER = re.compile(rb"^(from|date|received|return-path|message-id|subject):", re.I | re.M)
_OWN = re.compile(r'\s*\{\s*"merkwerk"\s*:')
_NO_TABLE = (".jpg", ".jpeg", ".png", ".pdf", ".docx", ".xlsx", ".exe", ".html", ".htm")


def recognise(path: Path, name: str) -> Format | None:
    """The kind of file, or None when it is none we know. `name` is what the file was called where
    it came from. Reads the beginning, of a table all of it once. Raises UnreadableFile for an
    archive that is damaged, locked or a bomb."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip(b"\x00 \r\n\t"):
        return None
    if is_zip(path):
        return _of_archive(path)
    if is_tarball(path):
        return _of_tarball(path)
    if car.is_car(head):
        return Format.BLUESKY
    return _of_text(path, head, name)


def _of_text(path: Path, head: bytes, name: str) -> Format | None:
    text = head.decode(encoding_of(lambda: BytesIO(head)), "replace").lstrip("\ufeff \r\n\t")
    upper = text[:4000].upper()
    if re.search(r"^\s*BEGIN\s*:\s*VCARD", upper, re.MULTILINE):
        return Format.VCARD
    if re.search(r"^\s*BEGIN\s*:\s*VCALENDAR", upper, re.MULTILINE):
        return Format.CALENDAR
    if _OWN.match(text):
        return Format.OWN
    if _MAIL.match(head) and (head.startswith(b"From ") or len(_LETTER.findall(head[:8000])) >= 2):
        return Format.MBOX
    if "\x00" in text or text.startswith(("{", "[", "<", "%PDF")):
        return None
    return _of_table(path, name)


def _of_table(path: Path, name: str) -> Format | None:
    """Tables with the columns that each of them has and no other."""
    sheet = Sheet(lambda: path.open("rb"))
    if linkedin.kind_of(sheet):
        return Format.LINKEDIN
    if google.kind_of(sheet):
        return Format.GOOGLE
    if outlook.kind_of(sheet):
        return Format.OUTLOOK
    if mastodon.kind_of(sheet, name):
        return Format.MASTODON
    if name.lower().endswith(_NO_TABLE):
        return None
    try:
        guessed = table.guess(path)
    except UnreadableFile:
        return None
    told = name.lower().endswith((".csv", ".tsv", ".txt", ".tab"))
    several = len(guessed.columns) > 1 or bool(guessed.mapping)
    return Format.TABLE if guessed.mapping or (told and several) else None


def _of_tarball(path: Path) -> Format | None:
    with Tarball(path) as archive:
        mastodon_made = archive.find("actor.json") or archive.find("outbox.json")
        return Format.MASTODON if mastodon_made else None


def _of_archive(path: Path) -> Format | None:
    with Archive(path) as archive:
        if archive.find(own.MEMBER):
            return Format.OWN
        if archive.find("data/account.js"):
            return Format.X
        if archive.find("connections.csv") or archive.find("messages.csv"):
            return Format.LINKEDIN
        if archive.find("actor.json") or archive.find("outbox.json"):
            return Format.MASTODON
        if archive.ending(".vcf") or any("takeout" in name.lower() for name in archive.names):
            return Format.GOOGLE if archive.ending(".vcf", ".csv", ".ics") else None
        return Format.GOOGLE if archive.ending(".ics") else None
