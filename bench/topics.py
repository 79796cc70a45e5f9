"""Posts against 1,000 / 10,000 / 45,000 topics a second and core, beside seven other engines."""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.table import last_line, show
from bench.topic_engines.data import posts, topics
from bench.topic_engines.run import ENGINES
from merkwerk.engine.topics import Listened, Query
from merkwerk.engine.topics.listened import read
from merkwerk.engine.topics.plan import holds
from tests.kill.stage import postgres_server

POSTS, CHECKED, LONGEST = 20_000, 100, 900
SIZES = (1_000, 10_000, 45_000)
PEERS = ("mokaccino", "SQLite FTS5", "Xapian", "tantivy", "PostgreSQL GIN", "hyperscan")
LIMITS = ("Aho-Corasick, words only", "fold and hash, nothing else")


def truth(texts: Sequence[str], queries: Sequence[Query]) -> list[list[int]]:
    """Every topic held against every post, one by one."""
    found = []
    for text in texts:
        reading = read(Listened(text))
        found.append([n for n, query in enumerate(queries) if holds(query.root, reading)])
    return found


def run(task: Path, engine: str) -> dict[str, Any]:
    """One engine in a process of its own; {"left out": why} when it can't run here."""
    command = [sys.executable, "-m", "bench.topic_engines.run", str(task), engine]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return {"left out": f"took longer than {LONGEST} s"}
    if done.returncode:
        return {"left out": (done.stderr.strip().splitlines() or ["it died"])[-1]}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def compare(texts: list[str], number: int, engines: Sequence[str]) -> dict[str, dict[str, Any]]:
    """All engines with so many topics, in one run."""
    queries = topics(texts, number)
    right = truth(texts[:CHECKED], queries)
    with tempfile.TemporaryDirectory() as folder:
        task = Path(folder) / "task"
        task.write_bytes(pickle.dumps({"queries": queries, "texts": texts, "truth": right}))
        found = {engine: run(task, engine) for engine in engines}
    matches = sum(map(len, right)) / len(right)
    print(f"\n{number:,} topics, {matches:.1f} matches a post")
    for engine, facts in found.items():
        if "left out" in facts:
            print(f"  {engine} left out: {facts['left out']}")
    ours = found.get("kernel", {}).get("posts/s", 0.0)
    show(
        f"posts a second of CPU time, {number:,} topics ({CHECKED} posts checked)",
        [
            {
                "engine": engine,
                "posts/s": facts["posts/s"],
                "kernel / it": ours / facts["posts/s"],
                "posts wrong": facts.get("wrong", "-"),
                "memory MB": facts["memory MB"],
            }
            for engine, facts in found.items()
            if "left out" not in facts
        ],
    )
    return found


def goals(found: dict[str, dict[str, Any]]) -> list[dict[str, object]]:
    """What was promised for 45,000 topics, and what came out."""
    ours = found["kernel"]
    speed = {engine: facts["posts/s"] for engine, facts in found.items() if "posts/s" in facts}
    best = max((speed[peer] for peer in PEERS if peer in speed), default=0.0)
    rows: list[tuple[str, float, float, bool]] = [
        ("posts/s", 150_000, ours["posts/s"], True),
        ("one post p99 ms", 0.1, ours["one post p99 ms"], False),
        ("arrays MB", 10, ours["arrays MB"], False),
        ("new topic ms", 100, ours["new topic ms (worst of 20)"], False),
    ]
    for name, goal, other in (
        ("x best peer", 30, best),
        ("x PostgreSQL GIN", 100, speed.get("PostgreSQL GIN", 0.0)),
        ("x Aho-Corasick", 1.0, speed.get(LIMITS[0], 0.0)),
        ("share of the limit", 0.25, speed.get(LIMITS[1], 0.0)),
    ):
        if other:
            rows.append((name, goal, ours["posts/s"] / other, True))
    return [
        {
            "promise": name,
            "goal": float(goal),
            "found": got,
            "kept": "yes" if (got >= goal if more else got <= goal) else "no",
        }
        for name, goal, got, more in rows
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.topics")
    parser.add_argument("--data", type=Path, help="CSV files (text) and *sentences.txt under here")
    parser.add_argument("--topics", type=int, nargs="*", default=SIZES)
    parser.add_argument("--engines", nargs="*", default=list(ENGINES), choices=list(ENGINES))
    given = parser.parse_args()
    os.environ["BENCH_POSTGRES"] = postgres_server() or ""
    texts = posts(given.data, POSTS)
    lengths = sorted(map(len, texts))
    middle = [lengths[len(lengths) * share // 10] for share in (1, 5, 9)]
    print(f"{len(texts):,} posts; characters at 10, 50, 90 per cent: {middle}")
    found = {number: compare(texts, number, given.engines) for number in given.topics}
    last = found[max(found)]
    if "posts/s" in last.get("kernel", {}):
        show(f"promises, {max(found):,} topics", goals(last))
        show("the kernel", [{k: v for k, v in last["kernel"].items() if k != "wrong"}])
    last_line("topics", {"posts": len(texts), "topics": found})
    return 0


if __name__ == "__main__":
    sys.exit(main())
