"""The timeline guard as a whole: a text, its echoes, whose followers saw it; 4,500 colleagues."""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from bench.echoes_data import echo, texts
from bench.table import last_line, show
from merkwerk.engine.echoes import Index
from merkwerk.engine.guard import Marks, Overlap, Voice, guard
from merkwerk.engine.marks import pack, unpack

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
PEOPLE = 1_500_000
VOICES = 50

Asked = tuple[Marks, list[Marks]]


def lists(colleagues: int, chance: np.random.Generator) -> list[Marks]:
    """Follower lists of 200 to 5,000, mean about 1,100; a fifth of each from the company's own
    circle, so that many are shared."""
    everybody = np.unique(chance.integers(0, 2**64, PEOPLE, dtype=np.uint64))
    circle = chance.choice(everybody, 30_000, replace=False)
    found = []
    for size in np.clip(chance.lognormal(6.7, 0.8, colleagues), 200, 5_000).astype(int):
        own = chance.choice(everybody, size - size // 5)
        found.append(np.unique(np.concatenate([own, chance.choice(circle, size // 5)])))
    return found


def times(work: Callable[[int], object], number: int) -> dict[str, object]:
    """CPU time of each of so many turns, after a few to warm up."""
    for at in range(5):
        work(at)
    taken = []
    for at in range(number):
        begin = time.process_time()
        work(at)
        taken.append((time.process_time() - begin) * 1000)
    cuts = statistics.quantiles(taken, n=100)
    return {"p50 ms": cuts[49], "p99 ms": cuts[98], "worst ms": max(taken)}


def with_sets(mine: set[int], theirs: Sequence[set[int]]) -> tuple[int, int]:
    """How many saw it, and how often the worst-off did; what one writes first."""
    counts = Counter(one for followers in theirs for one in mine & followers)
    return len(counts), max(counts.values(), default=0)


def overlap_only(asked: list[Asked], number: int) -> list[dict[str, object]]:
    """The overlap alone, beside plain sets and pyroaring; all of them give the same answers."""

    def ours(at: int) -> Overlap:
        mine, theirs = asked[at % len(asked)]
        return guard(mine, [Voice(k, NOW, "nearly", one) for k, one in enumerate(theirs)], now=NOW)

    sets = [(set(mine.tolist()), [set(one.tolist()) for one in theirs]) for mine, theirs in asked]
    rows = [
        {"overlap of followers": "Merkwerk"} | times(ours, number),
        {"overlap of followers": "Python sets"}
        | times(lambda at: with_sets(*sets[at % len(sets)]), number),
    ]
    for at, (mine, theirs) in enumerate(sets):
        found = ours(at)
        assert (found.saw, found.most) == with_sets(mine, theirs)
    if not find_spec("pyroaring"):
        print("pyroaring is left out: it is not installed.")
        return rows
    library = import_module("pyroaring")
    numbers: dict[int, int] = {}
    bitmaps = []
    for mine, theirs in sets:
        maps = [library.BitMap(numbers.setdefault(one, len(numbers)) for one in some)
                for some in (mine, *theirs)]  # fmt: skip
        bitmaps.append((maps[0], maps[1:]))

    def roaring(at: int) -> tuple[int, int]:
        mine, theirs = bitmaps[at % len(bitmaps)]
        counts = Counter(one for followers in theirs for one in mine & followers)
        return len(counts), max(counts.values(), default=0)

    rows.append({"overlap of followers": "pyroaring (people numbered before)"}
                | times(roaring, number))  # fmt: skip
    return rows


def whole(held: list[bytes], posts: int, number: int) -> dict[str, object]:
    """All of it: the index is asked exactly, fifty colleagues said nearly the same, their lists are
    unpacked from what the database keeps (their words come from there, too), and the overlap is
    judged with the ways out."""
    chance = random.Random(3)
    said = texts(None, posts + number)
    index = Index(posts + VOICES * number, compiled=True)
    index.add_many((key, text, 0.0, ()) for key, text in enumerate(said[:posts]))
    new, author = said[posts:].copy(), []
    for text in new:
        author.append(chance.sample(range(len(held)), VOICES + 1))
        said += [echo(text, "medium", chance) for _ in range(VOICES)]
    first = posts + number
    index.add_many((key, said[key], 1.0, ()) for key in range(first, len(said)))
    index.settle()

    def check(at: int) -> Overlap:
        who = author[at]
        found = index.exact(new[at], most=VOICES)
        voices = [
            Voice(one.key, NOW - timedelta(minutes=one.key % 50), one.kind,
                  unpack(held[who[1 + one.key % VOICES]]), said[one.key])
            for one in found
        ]  # fmt: skip
        return guard(unpack(held[who[0]]), voices, now=NOW, text=new[at])

    heard = statistics.mean(len(check(at).heard) for at in range(0, number, 9))
    row: dict[str, object] = {"the guard as a whole": f"among {posts:,} posts"}
    return row | times(check, number) | {"voices that share a follower": heard}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.guard")
    parser.add_argument("--colleagues", type=int, default=4_500)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--checks", type=int, default=300)
    given = parser.parse_args()
    dice = np.random.default_rng(1)
    held = lists(given.colleagues, dice)
    asked: list[Asked] = []
    for _ in range(20):
        who = dice.choice(len(held), VOICES + 1, replace=False)
        asked.append((held[who[0]], [held[one] for one in who[1:]]))
    largest = sorted(held, key=len)[-(VOICES + 1) :]
    rows = overlap_only(asked, given.checks)
    for row in rows[1:]:
        row["times as long"] = float(str(row["p50 ms"])) / float(str(rows[0]["p50 ms"]))
    worst = overlap_only([(largest[0], largest[1:])], 60)
    packed = [pack(one) for one in held]
    all_of_it = whole(packed, given.posts, given.checks)
    mean = statistics.mean(map(len, held))
    print(f"{len(held):,} colleagues, {mean:,.0f} followers each; CPU time")
    show(f"Author against {VOICES} of them", rows)
    show("The same with the largest lists (5,000 each)", worst)
    show("From a text to what is shown", [all_of_it])
    size = sum(map(len, packed)) / 1e6
    print(f"\nAll follower lists in the database: {size:.1f} MB")
    last_line("guard", {"overlap": rows, "largest": worst, "whole": all_of_it, "MB": size})
    return 0


if __name__ == "__main__":
    sys.exit(main())
