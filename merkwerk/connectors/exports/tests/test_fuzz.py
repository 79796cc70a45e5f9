"""Whatever a file holds: pieces that are safe to show, or UnreadableFile, and nothing else."""

from __future__ import annotations

import dataclasses
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merkwerk.connectors.errors import UnreadableFile
from merkwerk.connectors.exports import table
from merkwerk.connectors.exports.reading import read
from merkwerk.connectors.exports.recognise import recognise
from merkwerk.connectors.exports.tests.making import SAMPLES
from merkwerk.connectors.exports.values import Card, Event, Format, Kept, Owner, Progress, Trouble
from merkwerk.engine.text import without_tricks

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PLAIN = {
    Format.VCARD: ["vcard-21.vcf", "vcard-30-apple.vcf", "vcard-40.vcf"],
    Format.TABLE: ["table-nl.csv", "table-bare.csv"],
    Format.LINKEDIN: ["linkedin/Connections.csv", "linkedin/messages.csv"],
    Format.GOOGLE: ["google-old.csv", "google-new.csv"],
    Format.OUTLOOK: ["outlook-en.csv", "outlook-calendar-en.csv", "outlook-nl.csv"],
    Format.MASTODON: ["mastodon-lists.csv", "mastodon-following_accounts.csv"],
    Format.BLUESKY: ["bluesky.car"],
    Format.OWN: ["own.json"],
}
PACKED = {
    Format.LINKEDIN: "linkedin",
    Format.GOOGLE: "takeout",
    Format.MASTODON: "mastodon-archive",
    Format.X: "x",
}
HOSTILE = [
    b'"', b"\x00", b"\xff\xfe", b"\xe2\x80\xae", b";;;;", b"\r", b"=\r\n", b"BEGIN:VCARD\r\n",
    b"\\", b"ENCODING=QUOTED-PRINTABLE:=", b"99/99/9999", b"0001-01-01T00:00:00-23:59",
    b"9999-12-31T23:59:59Z", b"\xed\xa0\x80", b"mailto:", b"https://[", b"tel:+", b"[" * 3000,
    b'{"a":' * 500, b"null", b"1e999", b"-1", b"\n\n", b",", b"\x81\x8d",
]  # fmt: skip
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for one in dataclasses.fields(value):
            yield from texts(getattr(value, one.name))
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from texts(one)


def check(body: bytes, kind: Format, name: str = "accounts.csv") -> None:
    started = time.process_time()
    with NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        with suppress(UnreadableFile):
            for piece in read(Path(file.name), kind, now=NOW, name=name):
                assert isinstance(piece, (Card, Event, Kept, Owner, Progress, Trouble))
                if not isinstance(piece, Trouble):
                    assert all(without_tricks(text) == text for text in texts(piece))
                if isinstance(piece, Card):
                    assert piece.name
                    assert piece.key
    assert time.process_time() - started < 5


@pytest.mark.parametrize("kind", [one for one in Format if one not in ("mbox", "calendar")])
@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(kind: Format, body: bytes) -> None:
    check(body, kind)


@pytest.mark.parametrize("kind", PLAIN)
@QUICK
@given(data=st.data())
def test_a_file_with_something_wrong_in_it_is_read(kind: Format, data: st.DataObject) -> None:
    body = (SAMPLES / data.draw(st.sampled_from(PLAIN[kind]))).read_bytes()
    check(mangled(body, data), kind)


@pytest.mark.parametrize("kind", PACKED)
@QUICK
@given(data=st.data())
def test_an_archive_with_something_wrong_in_it_is_read(kind: Format, data: st.DataObject) -> None:
    folder = SAMPLES / PACKED[kind]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                body = mangled(path.read_bytes(), data) if data.draw(st.booleans()) else b""
                archive.writestr(path.relative_to(folder).as_posix(), body or path.read_bytes())
    whole = packed.getvalue()
    check(mangled(whole, data) if data.draw(st.booleans()) else whole, kind)


def mangled(body: bytes, data: st.DataObject) -> bytes:
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(body)))
        gone = data.draw(st.sampled_from([0, 1, 2, 10, 100]))
        put = data.draw(st.one_of(st.sampled_from(HOSTILE), st.binary(max_size=8)))
        body = body[:at] + put + body[at + gone :]
    return body


@QUICK
@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_with_any_name_are_recognised_or_not(body: bytes, name: str) -> None:
    with NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        with suppress(UnreadableFile):
            assert recognise(Path(file.name), name) in (None, *Format)
            assert table.guess(Path(file.name)).columns


@QUICK
@given(st.binary(max_size=300).map(lambda rest: b"PK\x03\x04" + rest + b"PK\x05\x06" + rest))
def test_any_bytes_that_begin_as_an_archive_are_refused(body: bytes) -> None:
    with NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        with pytest.raises(UnreadableFile):
            recognise(Path(file.name), "x.zip")
