"""One file of each kind, as real programs write them, and exactly what each brings.

`samples/SAMPLES.md` says after what each was made. After a wished change, write the expectations
anew: `WRITE_SAMPLES=1 pytest …/test_samples.py`, and read the difference.
"""

from __future__ import annotations

import dataclasses
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from merkwerk.connectors.exports.reading import read
from merkwerk.connectors.exports.recognise import recognise
from merkwerk.connectors.exports.tests.making import SAMPLES, zipped
from merkwerk.connectors.exports.values import Format, Progress

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINE = frozenset(("sanne@merkwerk.example",))
KINDS = {
    "bluesky.car": Format.BLUESKY,
    "google-new.csv": Format.GOOGLE,
    "google-old.csv": Format.GOOGLE,
    "linkedin": Format.LINKEDIN,
    "linkedin/Connections.csv": Format.LINKEDIN,
    "linkedin/messages.csv": Format.LINKEDIN,
    "mastodon-archive": Format.MASTODON,
    "mastodon-followers.csv": Format.MASTODON,
    "mastodon-following_accounts.csv": Format.MASTODON,
    "mastodon-lists.csv": Format.MASTODON,
    "outlook-calendar-en.csv": Format.OUTLOOK,
    "outlook-calendar-nl.csv": Format.OUTLOOK,
    "outlook-en.csv": Format.OUTLOOK,
    "outlook-nl.csv": Format.OUTLOOK,
    "own.json": Format.OWN,
    "table-bare.csv": Format.TABLE,
    "table-nl.csv": Format.TABLE,
    "takeout": Format.GOOGLE,
    "vcard-21.vcf": Format.VCARD,
    "vcard-30-apple.vcf": Format.VCARD,
    "vcard-40.vcf": Format.VCARD,
    "x": Format.X,
}


def file_of(name: str, folder: Path) -> Path:
    """The sample as somebody would upload it: a folder is an archive."""
    sample = SAMPLES / name
    return zipped(folder / "upload", sample) if sample.is_dir() else sample


def brought(path: Path, kind: Format, name: str) -> list[object]:
    found = read(path, kind, now=NOW, mine=MINE, name=name)
    return [
        _told({"": type(piece).__name__, **dataclasses.asdict(piece)})
        for piece in found
        if not isinstance(piece, Progress)
    ]


def _told(value: object) -> object:
    """Without what is empty, as JSON has it."""
    if isinstance(value, dict):
        return {word: _told(one) for word, one in value.items() if one not in ("", None, (), False)}
    if isinstance(value, (tuple, list)):
        return [_told(one) for one in value]
    return value if isinstance(value, (int, str)) else str(value)


@pytest.mark.parametrize("name", KINDS)
def test_a_sample_is_recognised(name: str, tmp_path: Path) -> None:
    assert recognise(file_of(name, tmp_path), name) == KINDS[name]


@pytest.mark.parametrize("name", KINDS)
def test_a_sample_brings_what_is_expected(name: str, tmp_path: Path) -> None:
    found = brought(file_of(name, tmp_path), KINDS[name], name)
    expected = SAMPLES / "expected" / f"{name.replace('/', '-')}.json"
    if os.environ.get("WRITE_SAMPLES"):
        expected.parent.mkdir(exist_ok=True)
        lines = (json.dumps(one, ensure_ascii=False) for one in found)
        expected.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
    assert found == json.loads(expected.read_text("utf-8"))


def test_every_sample_is_tried() -> None:
    there = {path.name for path in SAMPLES.iterdir()} - {"expected", "SAMPLES.md"}
    assert there <= set(KINDS) | {path.name for path in SAMPLES.glob("*.ics")} | {
        path.name for path in SAMPLES.glob("*.mbox")
    }
