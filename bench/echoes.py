"""One check against 500,000 recent posts for echoes: time, memory, and what is found."""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import echoes_peers
from bench.echoes_data import echo, texts
from bench.table import last_line, show
from merkwerk.engine.echoes import Index

WEIGHTS = ("light", "medium", "heavy")
Check = Callable[[str], set[int]]


def memory() -> float:
    """Resident memory of this process, in MB."""
    gc.collect()
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("This bench reads /proc.")


def questions(posts: list[str], number: int, chance: random.Random) -> list[tuple[str, str, int]]:
    """Half new texts, half echoes of a post: text, weight, number of the post (-1: a new one)."""
    asked = []
    for at in range(number):
        if at % 2:
            place = chance.randrange(len(posts))
            weight = WEIGHTS[at // 2 % 3]
            asked.append((echo(posts[place], weight, chance), weight, place))
        else:
            asked.append((posts[-1 - at], "new", -1))
    return asked


def measured(name: str, check: Check, asked: list[tuple[str, str, int]]) -> dict[str, object]:
    """CPU time a check, and how many echoes of each weight were found."""
    for text, _, _ in asked[:20]:
        check(text)
    taken: list[float] = []
    found: dict[str, list[bool]] = {weight: [] for weight in WEIGHTS}
    hits = 0
    for text, weight, place in asked:
        begin = time.process_time()
        got = check(text)
        taken.append((time.process_time() - begin) * 1000)
        if place >= 0:
            found[weight].append(place in got)
        else:
            hits += len(got)
    cuts = statistics.quantiles(taken, n=100)
    return {
        "engine": name,
        "p50 ms": cuts[49],
        "p99 ms": cuts[98],
        "light": statistics.mean(found["light"]),
        "medium": statistics.mean(found["medium"]),
        "heavy": statistics.mean(found["heavy"]),
        "hits for a new text": hits / (len(asked) / 2),
    }


def ours(
    posts: list[str], asked: list[tuple[str, str, int]], rows: list[dict[str, object]]
) -> Index:
    """Builds the index and measures it."""
    warm = Index(100, compiled=True)
    warm.add_many([(0, "compiled before the clock starts", 0.0, ())])
    warm.like("compiled before the clock starts")
    before, begin = memory(), time.process_time()
    index = Index(len(posts), compiled=True)
    index.add_many((key, text, float(key), ()) for key, text in enumerate(posts))
    build = time.process_time() - begin
    row = measured("merkwerk", lambda text: {one.key for one in index.like(text)}, asked)
    rows.append(row | {"build s": build, "MB": memory() - before})
    return index


def recall(index: Index, posts: list[str], asked: list[tuple[str, str, int]]) -> dict[str, float]:
    """Of the exact answers (every post compared), the share that the index finds."""
    shelves, search = index._shelves, index._search
    wanted = {0.5: 0, 0.3: 0}
    got = {0.5: 0, 0.3: 0}
    best, best_got = 0, 0
    every = echoes_peers.slots(index, len(posts))
    for text, _, _ in asked:
        letters = echoes_peers.letters(text)
        scores = search.compare(shelves, letters, every)
        found = set(search.find(shelves, letters).tolist())
        for least in wanted:
            exact = every[scores >= least].tolist()
            wanted[least] += len(exact)
            got[least] += len(found.intersection(exact))
        if scores.max() >= 0.3:
            best += 1
            best_got += int(every[scores.argmax()]) in found
    return {
        "best answer >= .3": best_got / max(best, 1),
        "all >= .5": got[0.5] / max(wanted[0.5], 1),
        "all >= .3": got[0.3] / max(wanted[0.3], 1),
    }


def peers(
    posts: list[str], asked: list[tuple[str, str, int]], rows: list[dict[str, object]], most: int
) -> None:
    """Whoever is installed, each in turn, slow ones with fewer checks or fewer posts."""
    for name, make, limit, checks in echoes_peers.PEERS:
        if not echoes_peers.installed(name):
            print(f"{name}: not installed, left out")
            continue
        some = posts[: min(limit, most)]
        before, begin = memory(), time.process_time()
        check = make(some)
        build = time.process_time() - begin
        few = [one for one in asked if one[2] < len(some)][:checks]
        label = name if len(some) == len(posts) else f"{name}, {len(some):,} posts only"
        row = measured(label, check, few) | {"build s": build, "MB": memory() - before}
        if len({weight for _, weight, _ in few}) > 3:
            rows.append(row)
            print(f"{label}: {row['p50 ms']:.3g} ms", flush=True)
        del check
        gc.collect()


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.echoes")
    parser.add_argument("--data", help="folder with csv files that have a column text or s1 and s2")
    parser.add_argument("--posts", type=int, default=500_000)
    parser.add_argument("--checks", type=int, default=2_000)
    parser.add_argument("--exact", type=int, default=60, help="checks compared with every post")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    given = parser.parse_args()
    held = texts(given.data, given.posts + given.checks)
    posts, new = held[: given.posts], held[given.posts :]
    asked = questions(posts, given.checks, random.Random(2))
    asked = [(new[at] if place < 0 else text, weight, place)
             for at, (text, weight, place) in enumerate(asked)]  # fmt: skip
    rows: list[dict[str, object]] = []
    index = ours(posts, asked, rows)
    exact = recall(index, posts, asked[: given.exact])
    del index
    if not given.alone:
        peers(posts, asked, rows, given.posts)
    show(f"One check against {given.posts:,} posts, CPU time, one core", rows)
    show("Found, of the exact answers", [exact])
    last_line("echoes", {"posts": given.posts, "engines": rows, "recall": exact})
    return 0


if __name__ == "__main__":
    sys.exit(main())
