"""One engine with one number of topics: `python -m bench.topic_engines.run TASK ENGINE`."""

from __future__ import annotations

import gc
import json
import os
import pickle
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from bench.topic_engines.automata import AhoCorasick, Hyperscan
from bench.topic_engines.indexes import Fts5, Tantivy, Xapian
from bench.topic_engines.ours import Arrays, Limit, Plain
from bench.topic_engines.percolators import Mokaccino, Postgres

ENGINES: dict[str, Any] = {
    "kernel": Arrays,
    "plain Python": Plain,
    "mokaccino": Mokaccino,
    "SQLite FTS5": Fts5,
    "Xapian": Xapian,
    "tantivy": Tantivy,
    "PostgreSQL GIN": Postgres,
    "hyperscan": Hyperscan,
    "Aho-Corasick, words only": AhoCorasick,
    "fold and hash, nothing else": Limit,
}
TURNS, ENOUGH = 5, 2.0


def main() -> int:
    task: dict[str, Any] = pickle.loads(Path(sys.argv[1]).read_bytes())
    before = megabytes()
    try:
        engine = ENGINES[sys.argv[2]](task["queries"])
    except ImportError as missing:
        print(json.dumps({"left out": str(missing)}))
        return 0
    held = megabytes() - before
    posts = engine.prepare(task["texts"])
    facts: dict[str, Any] = {"memory MB": held}
    if hasattr(engine, "answers"):
        found = [sorted(one) for one in engine.answers(posts[: len(task["truth"])])]
        facts["wrong"] = sum(map(list.__ne__, found, task["truth"]))
    facts["posts/s"] = rate(engine, posts)
    if hasattr(engine, "facts"):
        facts |= engine.facts(posts[:5_000])
    print(json.dumps(facts))
    return 0


def rate(engine: Any, posts: list[Any]) -> float:
    """Posts a second of CPU time, database included: the median of turns; fewer when it is slow."""
    batches = [posts[at : at + engine.batch] for at in range(0, len(posts), engine.batch)]
    engine.match(batches[0][:100])
    rates: list[float] = []
    spent = 0.0
    while len(rates) < TURNS and (spent < 2 * ENOUGH or not rates):
        done, begin = 0, cpu(engine)
        for batch in batches:
            engine.match(batch)
            done += len(batch)
            if cpu(engine) - begin > ENOUGH:
                break
        taken = cpu(engine) - begin
        spent += taken
        rates.append(done / taken)
    return statistics.median(rates)


def megabytes() -> float:
    """What this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu(engine: Any) -> float:
    return time.process_time() + (engine.more_cpu() if hasattr(engine, "more_cpu") else 0.0)


if __name__ == "__main__":
    sys.exit(main())
