"""One check against 500,000 recent posts for echoes: time, memory, and what is found."""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import sys
import time
from pathlib import Path

from bench import echoes_peers
from bench.echoes_data import echo, texts
from bench.echoes_peers import Check
from bench.table import last_line, show
from merkwerk.engine.echoes import Echo, Index

WEIGHTS = ("light", "medium", "heavy")
Asked = list[tuple[str, str, int]]
Row = dict[str, object]
DAYS, COLLEAGUES = 30, 4_500


def memory() -> float:
    """Resident memory of this process, in MB."""
    gc.collect()
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("This bench reads /proc.")


def questions(posts: list[str], new: list[str], chance: random.Random) -> Asked:
    """Half new texts, half echoes of a post: text, weight, number of the post (-1: a new one)."""
    asked = []
    for at, text in enumerate(new):
        if at % 2:
            place = chance.randrange(len(posts))
            weight = WEIGHTS[at // 2 % 3]
            asked.append((echo(posts[place], weight, chance), weight, place))
        else:
            asked.append((text, "new", -1))
    return asked


def measured(name: str, check: Check, asked: Asked, alarms: float | None) -> Row:
    """Time a check; how many echoes of each weight were found, when the score from which on a hit
    counts is set so that no more than `alarms` of the new texts have one. Without scores, or when
    `alarms` is none, every hit counts."""
    clock = time.perf_counter if name in echoes_peers.CLOCK else time.process_time
    for text, _, _ in asked[:20]:
        check(text)
    taken, found = [], []
    for text, weight, place in asked:
        begin = clock()
        got = check(text)
        taken.append((clock() - begin) * 1000)
        found.append((weight, got.get(place, 0.0), max(got.values(), default=0.0)))
    tops = sorted((top for weight, _, top in found if weight == "new"), reverse=True)
    bar = 0.0 if alarms is None else tops[min(int(alarms * len(tops)), len(tops) - 1)]
    equal = alarms is not None and len(set(tops) - {0.0}) > 1
    bar = bar if equal else 0.0
    cuts = statistics.quantiles(taken, n=100)
    row: Row = {"engine": name, "p50 ms": cuts[49], "p99 ms": cuts[98], "worst ms": max(taken)}
    for weight in WEIGHTS:
        row[weight] = statistics.mean(s > bar for kind, s, _ in found if kind == weight)
    return row | {"new texts with a hit": statistics.mean(top > bar for top in tops)}


def scores(echoes: tuple[Echo, ...]) -> dict[int, float]:
    return {one.key: one.score for one in echoes}


def ours(posts: list[str], asked: Asked, rows: list[Row]) -> Index:
    """Builds the index and measures both ways."""
    warm = Index(40, compiled=True)
    warm.settle()
    warm.add_many([(key, f"compiled before the clock starts {key}", 0.0, ()) for key in range(99)])
    warm.exact("compiled before the clock starts")
    warm.quick("compiled before the clock starts")
    before, begin = memory(), time.process_time()
    index = Index(len(posts), compiled=True)
    step = DAYS * 86_400 / len(posts)
    index.add_many((key, text, key * step, ()) for key, text in enumerate(posts))
    build, held = time.process_time() - begin, memory() - before
    row = measured("Merkwerk, as you type", lambda text: scores(index.quick(text)), asked, None)
    rows.append(row | {"build s": build, "MB": held})
    index.settle()
    build, held = time.process_time() - begin, memory() - before
    row = measured("Merkwerk, on post (exact)", lambda text: scores(index.exact(text)), asked, None)
    rows.append(row | {"build s": build, "MB": held})
    return index


def changes(index: Index, posts: list[str]) -> Row:
    """What it costs to add a post, to forget one, and to show the shared words. What can wait is
    done between them, as the worker does."""
    took: dict[str, list[float]] = {"add": [], "forget": [], "shared words": []}
    first = 10 * len(posts)
    for at, text in enumerate(posts[:2_000]):
        index.tend()
        begin = time.process_time()
        index.add(first + at, text, 1e9)
        took["add"].append(time.process_time() - begin)
        if found := index.quick(text):
            begin = time.process_time()
            found[0].shared  # noqa: B018
            took["shared words"].append(time.process_time() - begin)
        begin = time.process_time()
        index.remove(first + at)
        took["forget"].append(time.process_time() - begin)
    row: Row = {}
    for what, times in took.items():
        cuts = statistics.quantiles(times, n=100)
        row |= {f"{what} p50 ms": cuts[49] * 1000, f"{what} p99 ms": cuts[98] * 1000}
    return row | {"worst add ms": max(took["add"]) * 1000}


def recall(index: Index, asked: Asked) -> Row:
    """Of the exact answers, the share that the quick way finds."""
    wanted = {0.5: 0, 0.3: 0}
    got = {0.5: 0, 0.3: 0}
    best: list[bool] = []
    for text, _, _ in asked:
        exact = index.exact(text, most=10_000)
        quick = {one.key for one in index.quick(text, most=10_000)}
        for least in wanted:
            keys = {one.key for one in exact if one.score >= least}
            wanted[least] += len(keys)
            got[least] += len(keys & quick)
        if exact:
            best.append(exact[0].key in quick)
    return {
        "best answer >= .3": statistics.mean(best),
        "all >= .5": got[0.5] / max(wanted[0.5], 1),
        "all >= .3": got[0.3] / max(wanted[0.3], 1),
    }


def peers(posts: list[str], asked: Asked, rows: list[Row], alarms: float) -> None:
    """Whoever is installed, each in turn, slow ones with fewer checks or fewer posts."""
    for name, make, limit, checks in echoes_peers.PEERS:
        if why := echoes_peers.installed(name):
            print(f"{name} is left out: {why}.")
            continue
        some = posts[:limit]
        clock = time.perf_counter if name in echoes_peers.CLOCK else time.process_time
        before, begin = memory(), clock()
        check = make(some)
        build = clock() - begin
        few = [one for one in asked if one[2] < len(some)][:checks]
        row = measured(name, check, few, alarms) | {"build s": build, "MB": memory() - before}
        if len(some) < len(posts):
            row["engine"] = f"{name}, {len(some):,} posts only"
        rows.append(row)
        print(f"{row['engine']}: {row['p50 ms']:.3g} ms", flush=True)
        del check
        gc.collect()
    echoes_peers.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.echoes")
    parser.add_argument("--data", help="folder with csv files that have a column text or s1 and s2")
    parser.add_argument("--posts", type=int, default=500_000)
    parser.add_argument("--checks", type=int, default=2_000)
    parser.add_argument("--alone", action="store_true", help="without the peers")
    given = parser.parse_args()
    held = texts(given.data, given.posts + given.checks)
    posts = held[: given.posts]
    asked = questions(posts, held[given.posts :], random.Random(2))
    rows: list[Row] = []
    index = ours(posts, asked, rows)
    found, changed = recall(index, asked[:600]), changes(index, posts)
    alarms = float(str(rows[1]["new texts with a hit"]))
    del index
    if not given.alone:
        peers(posts, asked, rows, alarms)
    show(f"One check against {given.posts:,} posts of {DAYS} days by {COLLEAGUES:,} colleagues, "
         "CPU time, one core; found at equal false alarms", rows)  # fmt: skip
    show("Found as you type, of the exact answers", [found])
    show("Adding, forgetting, showing why", [changed])
    last_line("echoes", {"posts": given.posts, "engines": rows, "quick": found, "changes": changed})
    return 0


if __name__ == "__main__":
    sys.exit(main())
