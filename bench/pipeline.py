"""The whole pipeline: Jetstream frames decoded, sifted, stored, read against all topics, matches
kept and moments made. Posts a second of CPU time, how it grows with topics, and with workers.

The first half of the posts comes at the beginning of a day, when each colleague's Today still
takes what strangers say; the second half in the course of it: `read` and `whole` show that."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from bench.table import last_line, show
from bench.topic_engines import data as topics_data
from tests.kill.stage import ROOT, Stage, stage

POSTS, TURNS = 10_000, 1
TOPICS = (1_000, 10_000, 45_000)
RUN = "bench.pipeline_run"


def frame(number: int, text: str) -> str:
    """A line as Jetstream sends it."""
    did = f"did:plc:{number % 2_000:024d}"
    record = {
        "$type": "app.bsky.feed.post",
        "text": text,
        "langs": ["nl"],
        "createdAt": datetime.now(UTC).isoformat(),
    }
    commit = {
        "rev": f"3k{number:011d}",
        "operation": "create",
        "collection": "app.bsky.feed.post",
        "rkey": f"3k{number:011d}",
        "cid": f"bafyrei{number:052d}",
        "record": record,
    }
    event = {"did": did, "time_us": time.time_ns() // 1_000, "kind": "commit", "commit": commit}
    return orjson.dumps(event).decode()


def task(folder: Path | None, posts: int, topics: int) -> dict[str, Any]:
    """Lines and queries; topics in the words of other posts than those that come in."""
    texts = topics_data.posts(folder, 2 * posts)
    half = len(texts) // 2
    queries = [str(query) for query in topics_data.topics(texts[half:], topics)]
    return {"lines": [frame(n, text) for n, text in enumerate(texts[:half])], "queries": queries}


def run(kind: str, given: dict[str, Any], workers: int) -> dict[str, float]:
    """One run on one empty database: the stream's process, then so many readers at once."""
    with stage(kind) as place:
        file = place.folder / "task.json"
        file.write_text(json.dumps(given))
        told: dict[str, float] = _told(place.run("-m", RUN, "stream", str(file)))
        readers = [_reader(place, number) for number in range(workers)]
        for phase in ("first", "later"):
            _wait(place, readers, phase)
            if phase == "later":
                place.run("-m", RUN, "release")
            (place.folder / phase).touch()
        begin = time.perf_counter()
        read = [_told(one.communicate()[0]) for one in readers]
        told["wall"] = time.perf_counter() - begin
        for key in ("match", "first", "later", "start"):
            told[key] = sum(one[key] for one in read)
        after = _told(place.run("-m", RUN, "after", str(file)))
        return {**told, **after}


def _wait(place: Stage, readers: list[subprocess.Popen[str]], phase: str) -> None:
    while len(list(place.folder.glob(f"ready-{phase}-*"))) < len(readers):
        if any(one.poll() for one in readers):
            raise SystemExit("A reader died.")
        time.sleep(0.05)


def _reader(place: Stage, number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", RUN, "read", str(place.folder), str(number)]
    return subprocess.Popen(
        command, env=place.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def _told(said: str) -> dict[str, float]:
    return dict(json.loads(said.splitlines()[-1]))


def row(kind: str, topics: int, workers: int, one: dict[str, float]) -> dict[str, object]:
    posts = one["posts"]
    half = posts / 2
    whole = one["decode"] + one["sieve"] + one["receive"] + 2 * one["later"]
    return {
        "database": kind,
        "topics": topics,
        "workers": workers,
        "whole posts/s": posts / whole,
        "decode": posts / one["decode"],
        "sift": posts / one["sieve"],
        "store": posts / one["receive"],
        "read": half / one["later"],
        "of it match": half / one["match"],
        "read, wall": half / one["wall"],
        "read, day begins": half / one["first"],
        "matches a post": one["matches"] / posts,
        "moments": int(one["occasions"]),
        "book MB": one["book"] / 1e6,
        "bind ms": one["bind"] * 1e3,
        "echoes posts/s": posts / one["echoes"],
        "queue ms": one["queue"] * 1e3,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.pipeline")
    parser.add_argument("--data", type=Path, help="a folder with CSV files that have a column text")
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--topics", type=int, nargs="*", default=TOPICS)
    parser.add_argument("--kinds", nargs="*", default=["sqlite", "postgres"])
    parser.add_argument("--workers", type=int, default=2, help="at most so many")
    parser.add_argument("--turns", type=int, default=TURNS)
    given = parser.parse_args()
    most = max(given.topics)
    plan = [("sqlite", topics, 1) for topics in given.topics]
    plan += [("sqlite", most, 2), ("postgres", most, 1), ("postgres", most, 2)]
    rows = []
    for kind, topics, workers in plan:
        if kind not in given.kinds or workers > given.workers:
            continue
        work = task(given.data, given.posts, topics)
        try:
            runs = [run(kind, work, workers) for _ in range(given.turns)]
        except LookupError as none:
            print(f"{kind} left out: {none}")
            continue
        middle = {key: statistics.median(one[key] for one in runs) for key in runs[0]}
        rows.append(row(kind, topics, workers, middle))
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    show("posts a second of CPU time (wall where it says so)", rows)
    last_line("pipeline", {"posts": given.posts, "runs": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
