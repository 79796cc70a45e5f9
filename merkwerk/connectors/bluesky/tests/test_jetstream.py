"""Lines of Jetstream version 1, as its public servers speak it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from merkwerk.connectors.bluesky.translate import Deleted, jetstream_line
from merkwerk.connectors.values import Post, Refusal

SAMPLES = Path(__file__).parents[1] / "samples"
LINES = (SAMPLES / "jetstream.jsonl").read_text(encoding="utf-8").splitlines()


RECORDED = Path(__file__).parents[5] / "shared/data/feeds/demo/bluesky_jetstream/expected_v1.jsonl"


def event(**changes: Any) -> str:
    told = json.loads(LINES[0])
    return json.dumps(told | {"commit": told["commit"] | changes})


def test_lines_are_posts_or_nothing_and_none_is_refused() -> None:
    read = [jetstream_line(line) for line in LINES]
    assert {type(value) for value in read} == {Post, Deleted, type(None)}


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded lines are not beside this checkout")
def test_lines_recorded_from_a_public_server_are_all_understood() -> None:
    lines = RECORDED.read_text(encoding="utf-8").splitlines()
    read = [jetstream_line(line) for line in lines]
    written = [line for line in lines if '"collection":"app.bsky.feed.post"' in line]
    assert len([value for value in read if isinstance(value, Post | Deleted)]) == len(written)
    assert not [value for value in read if isinstance(value, Refusal)]


def test_a_post_has_its_author_time_and_words() -> None:
    read = jetstream_line(LINES[0])
    told = json.loads(LINES[0])
    assert isinstance(read, Post)
    assert read.uid == f"at://{told['did']}/app.bsky.feed.post/{told['commit']['rkey']}"
    assert read.author.uid == read.author.handle == told["did"]
    assert read.revision == told["commit"]["cid"]


def test_a_post_taken_away_is_told() -> None:
    read = jetstream_line(event(operation="delete", record=None, cid=None))
    assert isinstance(read, Deleted)


def test_a_changed_post_is_a_post() -> None:
    assert isinstance(jetstream_line(event(operation="update")), Post)


def test_a_post_dated_ahead_is_from_when_it_came() -> None:
    record = json.loads(LINES[0])["commit"]["record"] | {"createdAt": "2199-01-01T00:00:00Z"}
    read = jetstream_line(event(record=record))
    assert isinstance(read, Post)
    assert read.written < datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("line", ["", "{", "[" * 100_000, "\x00", '{"a": NaN'])
def test_a_broken_line_is_refused(line: str) -> None:
    assert isinstance(jetstream_line(line), Refusal)


@pytest.mark.parametrize(
    "line", ["3", "null", "[]", '{"kind": "identity"}', '{"kind": "commit", "commit": 3}']
)
def test_a_line_about_something_else_is_nothing(line: str) -> None:
    assert jetstream_line(line) is None


@pytest.mark.parametrize("rkey", ["", "a/b", None, 3.5, "a b"])
def test_a_key_that_is_none_is_refused(rkey: object) -> None:
    assert isinstance(jetstream_line(event(rkey=rkey)), Refusal)
