"""Recorded pairs: a feed, and what it must become. After a wanted change, look at the difference
and write the new answer with `python -m merkwerk.connectors.feeds.tests.test_samples`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from merkwerk.connectors.feeds import translate

SAMPLES = Path(__file__).parents[1] / "samples"
INPUTS = sorted(p for p in SAMPLES.iterdir() if not p.name.endswith(".expected.json"))
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TYPES = {"koi8-undeclared-header.xml": "application/rss+xml; charset=koi8-r"}


def told(path: Path) -> dict[str, Any]:
    """The page as plain JSON, without what is empty."""
    page = translate.page(
        path.read_bytes(),
        address="https://www.site.example/feed",
        now=NOW,
        content_type=TYPES.get(path.name, ""),
    )
    found = json.loads(json.dumps(asdict(page), default=str))
    del found["bookmark"]
    return {key: _filled(value) for key, value in found.items() if value}


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner) for key, inner in value.items() if inner or inner == 0}
    return [_filled(inner) for inner in value] if isinstance(value, list) else value


def expected(path: Path) -> Path:
    return path.with_name(f"{path.name}.expected.json")


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_sample_becomes_what_was_recorded(path: Path) -> None:
    assert told(path) == json.loads(expected(path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_second_visit_adds_nothing(path: Path) -> None:
    body = path.read_bytes()
    first = translate.page(body, address="https://site.example/f", now=NOW)
    cursor = first.bookmark.cursor
    second = translate.page(body, address="https://site.example/f", now=NOW, cursor=cursor)
    before = {(post.uid, post.revision) for post in first.posts}
    assert {(post.uid, post.revision) for post in second.posts} <= before


def test_there_are_enough_samples() -> None:
    assert len(INPUTS) >= 15


if __name__ == "__main__":
    for sample in INPUTS:
        text = json.dumps(told(sample), ensure_ascii=False, indent=1)
        expected(sample).write_text(text + "\n", encoding="utf-8")
